// Package cassandras reaches tables by CQL.
package cassandras

import (
	"context"

	"github.com/gocql/gocql"
	"github.com/scylladb/gocqlx/v2"
	"github.com/scylladb/gocqlx/v2/qb"
	"github.com/scylladb/gocqlx/v2/table"
)

func cql(s *gocql.Session, b *gocql.Batch) {
	s.Query("SELECT id FROM users WHERE id = ?", 1).Exec() // want "reads table users"
	s.Query("SELECT id FROM orders WHERE users = ?", 1).Exec()
	s.Query("UPDATE users USING TTL 60 SET name = ? WHERE id = ?", 1).Exec() // want "writes table users"
	s.Query(`INSERT INTO shop.users (id) VALUES (?)`, 1).Exec()
	b.Query("DELETE FROM users WHERE id = ?", 1) // want "writes table users"
}

func cqlx(ctx context.Context, s gocqlx.Session) {
	s.Query("SELECT id FROM users", nil).ExecRelease() // want "reads table users"
	stmt, names := qb.Select("users").Columns("id").Where(qb.Eq("id")).ToCql()
	s.ContextQuery(ctx, stmt, names).ExecRelease() // want "reads table users"
	s.Query(qb.Insert("orders").Columns("users").ToCql()).ExecRelease()
	s.Query(qb.Delete("users").Where(qb.Eq("id")).ToCql()).ExecRelease() // want "writes table users"
}

var metadata = table.Metadata{Name: "users", Columns: []string{"id", "name"}, PartKey: []string{"id"}}

var (
	users  = table.New(metadata)
	orders = table.New(table.Metadata{Name: "orders", Columns: []string{"users"}})
)

// tables write their statements themselves.
func tables(ctx context.Context, s gocqlx.Session) {
	stmt, names := users.Get("name") // want "reads table users"
	s.ContextQuery(ctx, stmt, names).ExecRelease()
	users.InsertQueryContext(ctx, s).ExecRelease()             // want "writes table users"
	s.Query(users.UpdateBuilder("name").ToCql()).ExecRelease() // want "writes table users"
	orders.SelectQuery(s).ExecRelease()
	s.Query(orders.Insert()).ExecRelease()
	_ = users.Name()
}

type repository struct{ table *table.Table }

func newRepository() *repository {
	return &repository{table: table.New(table.Metadata{Name: "shop.accounts_users"})}
}

func (r *repository) all(s gocqlx.Session) { r.table.SelectQuery(s).ExecRelease() }
