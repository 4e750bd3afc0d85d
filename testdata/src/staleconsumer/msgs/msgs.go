// Package msgs holds the messages that the fixtures' services share.
package msgs

import "time"

// CustomerChanged is published whenever a customer changed.
type CustomerChanged struct {
	ID, Name, Email string
	Status          Status
	Version         int64
	CreatedAt       time.Time
	ForceSync       bool
}

// A Status is a customer's.
type Status string

// Blocked customers may not order.
const Blocked Status = "blocked"

// NameChanged has nothing to compare its order by.
type NameChanged struct{ ID, Name string }

// PointsEarned is an amount that is added.
type PointsEarned struct {
	CustomerID string
	Points     int
}
