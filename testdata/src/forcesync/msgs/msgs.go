// Package msgs is shared.
package msgs

import (
	"encoding/json"
	"time"
)

// UserChanged may be marked as a repair.
type UserChanged struct {
	ID, Name, Email string
	IsDeleted       bool
	IsForceSync     bool
	CreatedUtcDate  time.Time
}

// Forced tells by a method.
func (u *UserChanged) Forced() bool { return u.IsForceSync }

// CompanyChanged has no such mark.
type CompanyChanged struct {
	ID, Name       string
	CreatedUtcDate time.Time
}

// Meta goes with each message of some producers.
type Meta struct {
	ForceSync bool
	SentAt    time.Time
}

// Wrapped has the mark in its head.
type Wrapped struct {
	Meta Meta
	ID   string
	Name string
}

// An Envelope has the mark, and a payload that has none.
type Envelope struct {
	Type      string
	ForceSync bool
	Payload   json.RawMessage
}

// Branch has the mark in what is embedded.
type Branch struct {
	Meta
	ID, Name string
}
