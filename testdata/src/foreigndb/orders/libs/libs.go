// Package libs reaches the tables by other libraries.
package libs

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"gorm.io/gorm"
)

func pgxPool(ctx context.Context, pool *pgxpool.Pool, tx pgx.Tx) {
	pool.Exec(ctx, "DELETE FROM users") // want "writes table users"
	pool.Exec(ctx, "DELETE FROM orders")
	tx.QueryRow(ctx, "SELECT id FROM users") // want "reads table users"
	tx.QueryRow(ctx, "SELECT id FROM orders")
	pool.CopyFrom(ctx, pgx.Identifier{"users"}, []string{"id"}, nil)           // want "writes table users"
	pool.CopyFrom(ctx, pgx.Identifier{"public", "users"}, []string{"id"}, nil) // want "writes table users"
	pool.CopyFrom(ctx, pgx.Identifier{"orders"}, []string{"users"}, nil)
	pool.CopyFrom(ctx, pgx.Identifier{"orders", "orders"}, []string{"users"}, nil)
}

func batch(ctx context.Context, tx pgx.Tx) error {
	var b pgx.Batch
	b.Queue("UPDATE orders SET state = $1", "paid")
	b.Queue("UPDATE users SET state = $1", "paid") // want "writes table users"
	return tx.SendBatch(ctx, &b).Close()
}

func sqlxGet(ctx context.Context, db *sqlx.DB, q sqlx.QueryerContext) {
	var id string
	db.GetContext(ctx, &id, "SELECT id FROM users") // want "reads table users"
	db.GetContext(ctx, &id, "SELECT id FROM orders")
	sqlx.GetContext(ctx, q, &id, "SELECT id FROM users")                              // want "reads table users"
	db.NamedExecContext(ctx, "INSERT INTO users (id) VALUES (:id)", map[string]any{}) // want "writes table users"
	db.Rebind("SELECT id FROM users")                                                 // only rewritten
	db.QueryxContext(ctx, db.Rebind("SELECT id FROM users WHERE id = ?"), 1)          // want "reads table users"
	query, args, err := sqlx.In("SELECT id FROM users WHERE id IN (?)", []int{1})
	if err != nil {
		return
	}
	db.QueryxContext(ctx, query, args...) // want "reads table users"
}

func gormText(db *gorm.DB) {
	var n int
	db.Raw("SELECT count(*) FROM users").Scan(&n) // want "reads table users"
	db.Raw("SELECT count(*) FROM orders").Scan(&n)
	db.Exec("UPDATE users SET name = ?", "x") // want "writes table users"
	db.Table("users").Count(new(int64))       // want "reads table users"
	db.Table("orders").Count(new(int64))
	db.Table("users AS u").Where("u.id = ?", 1).Update("name", "x")                             // want "writes table users"
	db.Table("orders AS users").Where("users.id = ?", 1).Update("name", "x")                    // an alias
	db.Table("orders o").Joins("JOIN users u ON u.id = o.user_id").Scan(&n)                     // want "reads table users"
	db.Table("orders o").Joins("JOIN customers c ON c.id = o.user_id").Scan(&n)                 // its own copy
	db.Table("orders").Where("user_id IN (SELECT id FROM users)").Scan(&n)                      // want "reads table users"
	db.Table("orders").Where("state = ?", "from users").Order("users").Select("users").Scan(&n) // columns and values
}
