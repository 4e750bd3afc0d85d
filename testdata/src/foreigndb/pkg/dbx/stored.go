package dbx

import (
	"context"
	"database/sql"
	"time"
)

// A Stored is a statement with a name.
type Stored struct {
	name    string
	text    string
	timeout time.Duration
}

// A StoredOption changes how a statement runs.
type StoredOption func(*Stored)

// Within gives it a time.
func Within(d time.Duration) StoredOption { return func(s *Stored) { s.timeout = d } }

// Store makes one.
func Store(name, text string, opts ...StoredOption) Stored {
	s := Stored{name: name, text: text}
	for _, o := range opts {
		o(&s)
	}
	return s
}

// StorePtr makes one that is shared.
func StorePtr(name, text string) *Stored { return &Stored{name: name, text: text} }

// Rows runs it.
func (s Stored) Rows(ctx context.Context, db *sql.DB, args ...any) (*sql.Rows, error) {
	return db.QueryContext(ctx, s.text, args...)
}
