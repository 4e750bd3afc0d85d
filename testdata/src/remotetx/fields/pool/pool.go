// Package pool runs functions in transactions, or not.
package pool

import (
	"context"
	"database/sql"
)

// Pool is a pool with a scope.
type Pool struct{ DB *sql.DB }

// Transact runs fn in a transaction.
func (p *Pool) Transact(ctx context.Context, fn func(context.Context, *sql.Tx) error) error {
	tx, err := p.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// Visit runs fn for each shard, without one.
func (p *Pool) Visit(ctx context.Context, fn func(context.Context, *sql.DB) error) error {
	return fn(ctx, p.DB)
}
