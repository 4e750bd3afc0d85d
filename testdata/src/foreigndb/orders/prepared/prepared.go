// Package prepared calls what accounts has prepared.
package prepared

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/accounts/kept"
)

func name(ctx context.Context, db *sql.DB) (string, error) {
	names, err := kept.Open(db, false) // want "orders reads table users of service accounts"
	if err != nil || !names.Valid(ctx, "1") {
		return "", err
	}
	return names.Name(ctx, nil, "1") // of both implementations // want "orders reads table users of service accounts"
}

// Own has a statement of orders' own.
type Own struct{ lines, users *sql.Stmt }

func open(db *sql.DB) (*Own, error) {
	lines, err := db.Prepare("SELECT 1 FROM order_lines")
	if err != nil {
		return nil, err
	}
	users, err := db.Prepare("SELECT 1 FROM users") // want "orders reads table users of service accounts"
	return &Own{lines, users}, err
}

func (o *Own) run(ctx context.Context) error {
	if _, err := o.lines.ExecContext(ctx); err != nil {
		return err
	}
	_, err := o.users.ExecContext(ctx) // told where it is prepared
	return err
}
