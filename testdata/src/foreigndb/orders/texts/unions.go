package texts

import (
	"context"
	"database/sql"
	"strings"
)

// unionOf is one query over several tables.
func unionOf(tables ...string) string {
	var b strings.Builder
	b.WriteString("SELECT day, sum(amount) FROM (")
	for i, t := range tables {
		if i > 0 {
			b.WriteString(" UNION ALL ")
		}
		b.WriteString("SELECT day, amount FROM ")
		b.WriteString(t)
		b.WriteString(" WHERE day >= $1")
	}
	b.WriteString(") u GROUP BY day")
	return b.String()
}

// firstOf reads the first alone.
func firstOf(tables ...string) string { return "SELECT day FROM " + tables[0] }

func unions(ctx context.Context, db *sql.DB, names []string) {
	_, _ = db.QueryContext(ctx, unionOf("orders", "order_lines"))
	_, _ = db.QueryContext(ctx, unionOf(names...)) // whatever they are
	_, _ = db.QueryContext(ctx, unionOf())
	_, _ = db.QueryContext(ctx, firstOf("orders", "users"))
	_ = unionOf("users") // runs nothing

	_, _ = db.QueryContext(ctx, unionOf("orders", "users")) // want "reads table users"
	_, _ = db.QueryContext(ctx, unionOf("users"))           // want "reads table users"
	q := unionOf("order_lines", "audit_log", "orders")
	_, _ = db.QueryContext(ctx, q) // want "reads table audit_log"
}
