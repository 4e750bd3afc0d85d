// Package port has a unit of work and what it hands out.
package port

import "context"

// Repos are bound to the transaction.
type Repos interface{ Orders() Orders }

// Orders is a repository.
type Orders interface {
	Insert(ctx context.Context) error
}

// Unit runs fn in a transaction.
type Unit interface {
	Do(ctx context.Context, fn func(ctx context.Context, r Repos) error) error
}

// Mailer sends.
type Mailer interface {
	Send(ctx context.Context) error
}
