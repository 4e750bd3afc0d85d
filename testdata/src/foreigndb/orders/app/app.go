// Package app calls the service's own generated code: nothing is reported in
// that, but here.
package app

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/orders/sqlc"
)

func name(ctx context.Context, db *sql.DB) (string, error) {
	q := sqlc.New(db)
	if state, err := q.OrderState(ctx, "1"); err != nil {
		return state, err
	}
	return q.UserName(ctx, "1") // want "orders reads table users of service accounts"
}
