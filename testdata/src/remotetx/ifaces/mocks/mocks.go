// Package mocks has an interface that only fakes and mocks implement here.
package mocks

import (
	"context"
	"database/sql"
)

// Gateway takes money.
type Gateway interface{ Charge(context.Context) error }

// Fake is a Gateway without effect.
type Fake struct{ Charged int }

// Charge counts.
func (f *Fake) Charge(context.Context) error {
	f.Charged++
	return nil
}

// Mock is a Gateway with a function for each method, as moq generates it.
type Mock struct {
	ChargeFunc func(context.Context) error
}

// Charge runs what the test has set.
func (m *Mock) Charge(ctx context.Context) error { return m.ChargeFunc(ctx) }

var (
	_ Gateway = (*Fake)(nil)
	_ Gateway = (*Mock)(nil)
)

func place(ctx context.Context, tx *sql.Tx, g Gateway) error { return g.Charge(ctx) }
