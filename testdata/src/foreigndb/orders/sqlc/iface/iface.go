// Package iface has the service's own generated queries behind the interface that
// is generated with them.
package iface

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/orders/sqlc/iface/db"
)

// Service runs them.
type Service struct{ q db.Querier }

// New makes one.
func New(conn *sql.DB) *Service { return &Service{q: db.New(conn)} }

// Own reads what is orders'.
func (s *Service) Own(ctx context.Context) {
	_, _ = s.q.OrderState(ctx, "1")
	_, _ = s.q.CountBuyers(ctx)   // users are a part of the statement
	_, _ = s.q.Country(ctx, "de") // granted
}

// Foreign reads and writes what is accounts'.
func (s *Service) Foreign(ctx context.Context) {
	_, _ = s.q.BuyerName(ctx, "1")        // want "reads table users"
	_ = s.q.RenameBuyer(ctx, "1", "name") // want "writes table users"
}

// Names keeps what the callers ask for behind an interface of its own, and is
// implemented by hand: what that touches is judged where it stands.
type Names interface {
	Name(ctx context.Context, id string) (string, error)
}

type names struct{ q *db.Queries }

func (n names) Name(ctx context.Context, id string) (string, error) {
	return n.q.BuyerName(ctx, id) // want "reads table users"
}

// Greet has nothing of its own to answer for.
func Greet(ctx context.Context, conn *sql.DB) {
	var n Names = names{db.New(conn)}
	greet(ctx, n)
}

func greet(ctx context.Context, n Names) { _, _ = n.Name(ctx, "1") }
