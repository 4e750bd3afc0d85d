// Package checks has values check themselves.
package checks

import (
	"context"
	"database/sql"
)

// A checker can check itself.
type checker interface{ Check() error }

// Value has a value of any type check itself, if it can.
func Value(v any) error {
	if c, ok := v.(checker); ok {
		return c.Check()
	}
	return nil
}

// Typed likewise.
func Typed(v any) error {
	switch v := v.(type) {
	case checker:
		return v.Check()
	case error:
		return v
	}
	return nil
}

// Known asks what it is given.
func Known(c checker) error { return c.Check() }

// Buyer is one of many types that have the method; none of them is made a checker.
type Buyer struct {
	db *sql.DB
	ID string
}

// Check reads the users.
func (b *Buyer) Check() error {
	return b.db.QueryRowContext(context.Background(), "SELECT name FROM users WHERE id = $1", b.ID).Scan(new(string))
}
