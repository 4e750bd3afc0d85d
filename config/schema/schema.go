// Package schema has the JSON Schema of boundaries.yaml, as config/schemagen
// derives it from the types of package config.
package schema

import _ "embed"

//go:embed schema.json
var schema []byte

// Schema returns the JSON Schema (draft 2020-12) of boundaries.yaml.
func Schema() []byte { return schema }
