// Package wire decodes.
package wire

import "encoding/json"

// Decode decodes what came over the wire.
func Decode(data []byte, into any) error { return json.Unmarshal(data, into) }
