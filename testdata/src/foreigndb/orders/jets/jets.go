// Package jets puts statements together from jet's tables.
package jets

import (
	"context"
	"database/sql"

	. "github.com/go-jet/jet/v2/postgres"

	"example.com/fixtures/foreigndb/orders/jets/table"
)

func join(ctx context.Context, db *sql.DB, out any) error {
	u, l := table.Users.AS("u"), table.OrderLines
	return SELECT(u.Name).
		FROM(l.INNER_JOIN(u, u.ID.EQ(l.UserID))). // want "orders reads table users of service accounts"
		QueryContext(ctx, db, out)
}

func own(ctx context.Context, db *sql.DB, out any) error {
	users := table.OrderLines.AS("users") // but an alias
	return SELECT(users.UserID).FROM(users).QueryContext(ctx, db, out)
}

func rename(ctx context.Context, db *sql.DB, id string) error {
	_, err := table.Users.UPDATE(table.Users.Name).SET(String("x")).WHERE(table.Users.ID.EQ(String(id))).ExecContext(ctx, db) // want "orders writes table users of service accounts"
	return err
}

func clear(ctx context.Context, db *sql.DB, id string) error {
	_, err := table.OrderLines.DELETE().WHERE(table.OrderLines.UserID.EQ(String(id))).ExecContext(ctx, db)
	return err
}
