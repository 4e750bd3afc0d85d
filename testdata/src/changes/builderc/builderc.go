// Package builderc writes a table in the ways of query builders.
package builderc

import (
	"context"
	"database/sql"

	"github.com/Masterminds/squirrel"
	"github.com/doug-martin/goqu/v9"
	"github.com/huandu/go-sqlbuilder"
	"github.com/scylladb/gocqlx/v2"
	"github.com/scylladb/gocqlx/v2/qb"
)

func exec(ctx context.Context, db *sql.DB, query string, args []any) {
	db.ExecContext(ctx, query, args...)
}

// insert
//
//	writes customers: insert only; sets id,name
func insert(ctx context.Context, db *sql.DB) {
	squirrel.Insert("customers").Columns("id", "name").Values(1, 2).Suffix("ON CONFLICT DO NOTHING").RunWith(db).ExecContext(ctx)
}

// upsert
//
//	writes customers: sets id,name; if synced_at < excluded.synced_at
func upsert(ctx context.Context, db *sql.DB) {
	query, args, _ := squirrel.Insert("customers").SetMap(map[string]any{"id": 1, "name": 2}).
		Suffix("ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE customers.synced_at < excluded.synced_at").ToSql()
	exec(ctx, db, query, args)
}

// update
//
//	writes customers: sets name; if id = ?; if synced_at < ?
func update(ctx context.Context, db *sql.DB) {
	query, args, _ := squirrel.Update("customers").Set("name", 1).Where(squirrel.Eq{"id": 1}).Where(squirrel.And{squirrel.Lt{"synced_at": 2}}).ToSql()
	exec(ctx, db, query, args)
}

// textual
//
//	writes customers: sets name; if synced_at < ?
func textual(ctx context.Context, db *sql.DB) {
	query, args, _ := squirrel.Update("customers").Set("name", 1).Where("synced_at < ?", 1).ToSql()
	exec(ctx, db, query, args)
}

// either
//
//	writes customers: sets name; partial
func either(ctx context.Context, db *sql.DB) {
	query, args, _ := squirrel.Update("customers").Set("name", 1).Where(squirrel.Or{squirrel.Lt{"synced_at": 2}}).ToSql()
	exec(ctx, db, query, args)
}

// goquInsert
//
//	writes customers: insert only; sets id
func goquInsert(db *goqu.Database) {
	db.Insert("customers").Rows(goqu.Record{"id": 1}).OnConflict(goqu.DoNothing()).Executor().Exec()
}

// goquUpsert
//
//	writes customers: sets id,name; if synced_at < ?
func goquUpsert(db *goqu.Database) {
	db.Insert("customers").Rows(goqu.Record{"id": 1}).
		OnConflict(goqu.DoUpdate("id", goqu.Record{"name": 1}).Where(goqu.C("synced_at").Lt(1))).Executor().Exec()
}

// goquUpdate
//
//	writes customers: sets name; if id = ?; if synced_at <= ?
func goquUpdate(db *goqu.Database) {
	db.Update("customers").Set(goqu.Record{"name": 1}).Where(goqu.Ex{"id": 1}, goqu.Ex{"synced_at": goqu.Op{"lte": 2}}).Executor().Exec()
}

// built
//
//	writes customers: sets name; if id = ?; if synced_at < ?
func built(ctx context.Context, db *sql.DB) {
	ub := sqlbuilder.NewUpdateBuilder()
	ub.Update("customers")
	ub.Set(ub.Assign("name", 1))
	ub.Where(ub.Equal("id", 1), ub.LessThan("synced_at", 2))
	query, args := ub.Build()
	exec(ctx, db, query, args)
}

// cql
//
//	writes customers: sets name; if id = ?; if synced_at < ?
func cql(s gocqlx.Session) {
	s.Query(qb.Update("customers").Set("name").Where(qb.Eq("id")).If(qb.Lt("synced_at")).ToCql()).ExecRelease()
}
