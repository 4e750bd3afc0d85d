// Package dotted names tables in parts, and by values of the libraries' own.
package dotted

import (
	"context"
	"strings"

	"example.com/fixtures/foreigndb/pkg/idents"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stephenafamo/bob"
	"github.com/stephenafamo/bob/dialect/psql"
	"github.com/stephenafamo/bob/dialect/psql/dialect"
	"github.com/stephenafamo/bob/dialect/psql/sm"
)

var (
	own     = pgx.Identifier{"orders"}
	foreign = pgx.Identifier{"users"}
	columns = []string{"users"}
)

const foreignName = "accounts.users"

func copies(ctx context.Context, tx pgx.Tx, pool *pgxpool.Pool, rows [][]any, lines bool) {
	src := pgx.CopyFromRows(rows)
	tx.CopyFrom(ctx, own, columns, src)
	tx.CopyFrom(ctx, foreign, columns, src)                                       // want "writes table users"
	pool.CopyFrom(ctx, idents.Users, columns, src)                                // want "writes table users"
	pool.CopyFrom(ctx, idents.Orders, columns, src)                               // orders.orders
	pool.CopyFrom(ctx, idents.In("orders", "orders"), columns, src)               // likewise
	pool.CopyFrom(ctx, idents.In("accounts", "users"), columns, src)              // want "writes table users"
	pool.CopyFrom(ctx, strings.Split(foreignName, "."), columns, src)             // want "writes table users"
	pool.CopyFrom(ctx, idents.UserParts, columns, src)                            // want "writes table users"
	pool.CopyFrom(ctx, append(pgx.Identifier{"accounts"}, "users"), columns, src) // want "writes table users"
	idents.Load(ctx, pool, own, rows)
	idents.Load(ctx, pool, foreign, rows) // want "writes table users"
	table := pgx.Identifier{"order_lines"}
	if !lines {
		table = idents.Users
	}
	tx.CopyFrom(ctx, table, columns, src) // want "writes table users"
	tx.Exec(ctx, "DELETE FROM "+own.Sanitize())
	tx.Exec(ctx, "DELETE FROM "+foreign.Sanitize()) // want "writes table users"
}

type querier interface {
	CopyFrom(ctx context.Context, tableName pgx.Identifier, columnNames []string, rowSrc pgx.CopyFromSource) (int64, error)
}

type loaders struct {
	db   querier
	into pgx.Identifier
	copy *idents.Loader
	mine *idents.Loader
}

func newLoaders(db *pgxpool.Pool) *loaders {
	return &loaders{db: db, into: foreign, copy: idents.NewLoader(db, "accounts", "users"), mine: idents.NewLoader(db, "orders")}
}

func (l *loaders) load(ctx context.Context, rows [][]any) {
	l.db.CopyFrom(ctx, []string{"users"}, columns, pgx.CopyFromRows(rows)) // want "writes table users"
	l.db.CopyFrom(ctx, []string{"orders"}, columns, pgx.CopyFromRows(rows))
	l.db.CopyFrom(ctx, l.into, columns, pgx.CopyFromRows(rows)) // want "writes table users"
	l.copy.Load(ctx, rows)                                      // want "writes table users"
	l.mine.Load(ctx, rows)
}

func from(schema, table, alias string) bob.Mod[*dialect.SelectQuery] {
	return sm.From(psql.Quote(schema, table)).As(alias)
}

func source(table any) bob.Mod[*dialect.SelectQuery] { return sm.From(table) }

var joinUsers = sm.InnerJoin(psql.Quote("accounts", "users")).As("u").OnEQ(psql.Quote("u", "id"), psql.Quote("o", "user_id")) // want "reads table users"

func expressions(ctx context.Context, db bob.DB) {
	bob.Exec(ctx, db, psql.Select(sm.Columns("c.email"), from("orders", "orders", "users")))
	bob.Exec(ctx, db, psql.Select(sm.Columns("count(*)"), from("accounts", "users", "u"))) // want "reads table users"
	bob.Exec(ctx, db, psql.Select(sm.From(psql.Quote("orders"))))
	bob.Exec(ctx, db, psql.Select(sm.From(psql.Quote("users"))))                                                               // want "reads table users"
	bob.Exec(ctx, db, psql.Select(sm.From(psql.Raw("users AS u"))))                                                            // want "reads table users"
	bob.Exec(ctx, db, psql.Select(sm.From(psql.Raw("generate_series(1, ?) AS users", 3))))                                     // a function
	bob.Exec(ctx, db, psql.Select(source("users")))                                                                            // want "reads table users"
	bob.Exec(ctx, db, psql.Select(source(psql.Quote("users"))))                                                                // want "reads table users"
	bob.Exec(ctx, db, psql.Select(sm.From("orders"), sm.InnerJoin(psql.Quote("users")).Using("id")))                           // want "reads table users"
	bob.Exec(ctx, db, psql.Select(sm.From("orders"), sm.Where(psql.Quote("users", "id").EQ(psql.Arg(1)))))                     // a column
	bob.Exec(ctx, db, psql.Select(sm.From(psql.Select(sm.From("orders"))).As("users"), sm.OrderBy(psql.Quote("users", "id")))) // an alias
}
