// Package wire is the envelope in which all messages come.
package wire

import "encoding/json"

// An Envelope says what is inside, and nothing of when it was sent.
type Envelope struct {
	Name string
	Body json.RawMessage
}

// Open is what is inside.
func Open[T any](e Envelope) (T, error) {
	var v T
	err := json.Unmarshal(e.Body, &v)
	return v, err
}
