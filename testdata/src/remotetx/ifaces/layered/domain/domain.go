// Package domain has the ports.
package domain

import (
	"context"
	"database/sql"
)

// Payments is implemented far away.
type Payments interface {
	Charge(ctx context.Context, id string) error
}

// Stock has an implementation that stays inside.
type Stock interface {
	Reserve(ctx context.Context, id string) error
}

// Unknown has none at all.
type Unknown interface {
	Do(ctx context.Context) error
}

// UnitOfWork runs fn in a transaction, if its implementation does.
type UnitOfWork interface {
	Run(ctx context.Context, fn func(ctx context.Context) error) error
}

// Locks has the shape of UnitOfWork, and an implementation that opens none.
type Locks interface {
	Run(ctx context.Context, fn func(ctx context.Context) error) error
}

// Orders is a repository.
type Orders interface {
	Save(ctx context.Context, tx *sql.Tx, id string) error
}
