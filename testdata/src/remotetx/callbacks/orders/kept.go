package orders

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
	"example.com/fixtures/remotetx/callbacks/db"
)

// What a helper keeps for after the commit, and runs at once only where there is
// no transaction, does not run inside.
func (s *service) kept(ctx context.Context) error {
	return db.InTx(ctx, s.db, func(ctx context.Context, tx *sql.Tx) error {
		db.Committed(ctx, func(ctx context.Context) { _ = remote.Call(ctx, "after") })
		db.Later(ctx, func() { _ = remote.Call(ctx, "after") })
		db.Named(ctx, "mail", func() { _ = remote.Call(ctx, "after") })
		db.Queued(ctx, func() { _ = remote.Call(ctx, "after") })
		return nil
	})
}

func (s *service) keptAndRun(ctx context.Context) error {
	return db.InTx(ctx, s.db, func(ctx context.Context, tx *sql.Tx) error {
		db.Both(ctx, func(ctx context.Context) { _ = remote.Call(ctx, "inside") })   // want "remote.Call leaves"
		db.Either(ctx, func(ctx context.Context) { _ = remote.Call(ctx, "inside") }) // want "remote.Call leaves"
		return nil
	})
}
