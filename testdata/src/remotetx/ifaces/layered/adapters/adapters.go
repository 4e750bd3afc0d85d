// Package adapters implements the ports, and does not know who uses them.
package adapters

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"example.com/fixtures/remote"
)

// HTTP is a domain.Payments.
type HTTP struct{ Base string }

// Charge calls out.
func (h HTTP) Charge(ctx context.Context, id string) error { return remote.Call(ctx, h.Base+id) }

// Memory is a domain.Stock.
type Memory struct{}

// Reserve stays inside.
func (Memory) Reserve(ctx context.Context, id string) error { return remote.Local(ctx, id) }

// SQL is a domain.UnitOfWork.
type SQL struct{ DB *sql.DB }

// Run opens a transaction.
func (s *SQL) Run(ctx context.Context, fn func(context.Context) error) error {
	tx, err := s.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fn(ctx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Mutex is a domain.Locks.
type Mutex struct{ mu sync.Mutex }

// Run holds a lock.
func (m *Mutex) Run(ctx context.Context, fn func(context.Context) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(ctx)
}

// Orders is a domain.Orders.
type Orders struct{}

// Save has the transaction in hand.
func (Orders) Save(ctx context.Context, tx *sql.Tx, id string) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders (id) VALUES ($1)", id); err != nil {
		return err
	}
	return remote.Call(ctx, "search/"+id) // want "remote.Call leaves"
}
