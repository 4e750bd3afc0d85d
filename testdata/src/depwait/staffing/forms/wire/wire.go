// Package wire has what is sent, which decodes itself.
package wire

import "encoding/json"

// Hired tells of a badge.
type Hired struct{ ID, Employee string }

// Unmarshal reads it.
func (h *Hired) Unmarshal(b []byte) error { return json.Unmarshal(b, h) }

// GetID is its key.
func (h *Hired) GetID() string {
	if h == nil {
		return ""
	}
	return h.ID
}

// GetEmployee is whose badge it is.
func (h *Hired) GetEmployee() string {
	if h == nil {
		return ""
	}
	return h.Employee
}
