// Package grants uses what the config lets it.
package grants

import (
	"context"
	"database/sql"
)

func grants(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, "SELECT code FROM countries")                 // granted
	db.ExecContext(ctx, "UPDATE countries SET name = ''")             // want "writes table countries of service accounts"
	db.ExecContext(ctx, "INSERT INTO orders SELECT * FROM countries") // granted
	db.ExecContext(ctx, "SELECT code FROM currencies")                // who may write may read
	db.ExecContext(ctx, "UPDATE currencies SET rate = 1")             // granted until 2030
	db.ExecContext(ctx, "SELECT value FROM settings")                 // want "reads table settings of service accounts; the grant for it ended on 2020-01-01"
	db.ExecContext(ctx, "SELECT * FROM countries, users")             // want "reads table users"
}
