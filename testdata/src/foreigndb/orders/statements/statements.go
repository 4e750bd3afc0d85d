// Package statements: each table of a statement counts, by what is done to it.
package statements

import (
	"context"
	"database/sql"
)

func reads(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, "SELECT * FROM orders o JOIN users u ON u.id = o.user_id")                           // want "reads table users"
	db.ExecContext(ctx, "SELECT * FROM orders o LEFT JOIN public.users AS u ON TRUE")                        // want "reads table users"
	db.ExecContext(ctx, "SELECT * FROM orders, users")                                                       // want "reads table users"
	db.ExecContext(ctx, "SELECT * FROM orders WHERE user_id IN (SELECT id FROM users)")                      // want "reads table users"
	db.ExecContext(ctx, "SELECT (SELECT name FROM users u WHERE u.id = o.user_id) FROM orders o")            // want "reads table users"
	db.ExecContext(ctx, "WITH late AS (SELECT id FROM users) SELECT * FROM late")                            // want "reads table users"
	db.ExecContext(ctx, "SELECT id FROM orders UNION ALL SELECT id FROM users")                              // want "reads table users"
	db.ExecContext(ctx, "INSERT INTO orders SELECT id FROM users")                                           // want "reads table users"
	db.ExecContext(ctx, "UPDATE orders SET name = u.name FROM users u WHERE u.id = orders.user_id")          // want "reads table users"
	db.ExecContext(ctx, "DELETE FROM orders USING users u WHERE u.id = orders.user_id")                      // want "reads table users"
	db.ExecContext(ctx, "COPY users TO STDOUT")                                                              // want "reads table users"
	db.ExecContext(ctx, "CREATE VIEW v AS SELECT * FROM users")                                              // want "reads table users"
	db.ExecContext(ctx, "SELECT * FROM users FOR UPDATE")                                                    // want "users of service accounts"
	db.ExecContext(ctx, "MERGE INTO orders USING users u ON u.id = orders.user_id WHEN MATCHED THEN DELETE") // want "reads table users"
}

func migrated(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, "SELECT * FROM teams") // want "reads table teams"
}

func writes(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, "INSERT INTO users (id) VALUES ($1)")                                         // want "writes table users"
	db.ExecContext(ctx, "INSERT INTO users (id) SELECT id FROM orders")                               // want "writes table users"
	db.ExecContext(ctx, "UPDATE users SET name = $1")                                                 // want "writes table users"
	db.ExecContext(ctx, "DELETE FROM users")                                                          // want "writes table users"
	db.ExecContext(ctx, "TRUNCATE orders, users")                                                     // want "writes table users"
	db.ExecContext(ctx, "COPY users FROM STDIN")                                                      // want "writes table users"
	db.ExecContext(ctx, "MERGE INTO users USING orders o ON TRUE WHEN MATCHED THEN DELETE")           // want "writes table users"
	db.ExecContext(ctx, "WITH gone AS (DELETE FROM users RETURNING id) SELECT count(*) FROM gone")    // want "writes table users"
	db.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES; UPDATE users SET name = ''")              // want "writes table users"
	db.ExecContext(ctx, "REPLACE INTO users VALUES (1)")                                              // want "writes table users"
	db.ExecContext(ctx, "ALTER TABLE users ADD COLUMN x INT")                                         // want "writes table users"
	db.ExecContext(ctx, "INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET name = ''") // want "writes table users"
}

// Two foreign tables in one statement are two findings.
func two(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, "SELECT * FROM users, audit_logins")             // want "reads table users" "reads table audit_logins"
	db.ExecContext(ctx, "INSERT INTO audit_logins SELECT id FROM users") // want "writes table audit_logins" "reads table users"
}
