// Package msgs is shared.
package msgs

import "time"

// UserChanged is of accounts.
type UserChanged struct {
	ID, Name, Email string
	CreatedAt       time.Time
}

// CompanyChanged is of accounts.
type CompanyChanged struct {
	ID, Name  string
	CreatedAt time.Time
}

// CustomerChanged tells of a customer, whoever keeps one.
type CustomerChanged struct {
	ID, Name  string
	CreatedAt time.Time
}

// CustomerBlocked is what a service decided by itself.
type CustomerBlocked struct{ ID string }

// ParcelChanged is of a table that is no copy.
type ParcelChanged struct{ ID, Recipient string }

// A Message wraps an entity.
type Message[T any] struct {
	Payload   T
	CreatedAt time.Time
}

// User is an entity.
type User struct{ ID, Name string }
