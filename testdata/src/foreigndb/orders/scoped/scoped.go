// Package scoped puts its queries together from what shared code has.
package scoped

import (
	"context"
	"database/sql"
	"time"

	sq "github.com/Masterminds/squirrel"
	"github.com/aarondl/sqlboiler/v4/queries/qm"
	"github.com/doug-martin/goqu/v9"
	"github.com/go-pg/pg/v10"
	"github.com/huandu/go-sqlbuilder"
	"github.com/stephenafamo/bob"
	"github.com/stephenafamo/bob/dialect/psql"
	"github.com/stephenafamo/bob/dialect/psql/sm"
	"github.com/uptrace/bun"
	"gorm.io/gorm"
	"xorm.io/xorm"

	"example.com/fixtures/foreigndb/pkg/scopes"
)

// Order is of the table orders.
type Order struct {
	ID     int64
	UserID int64
}

// TableName says so.
func (Order) TableName() string { return "orders" }

// Row is the same for bun and go-pg.
type Row struct {
	bun.BaseModel `bun:"table:orders,alias:o"`
	tableName     struct{} `pg:"orders,alias:o"`
	ID            int64
}

func gorms(db *gorm.DB, rows *[]Order) {
	db.Scopes(scopes.Page(1)).Find(rows)
	db.Scopes(scopes.OfActive("user_id", time.Now())).Find(rows) // want "reads table users"
	db.Scopes(scopes.In("user_id", "users")).Find(rows)          // want "reads table users"
	db.Scopes(scopes.In("user_id", "customers")).Find(rows)
	db.Scopes(scopes.Joined).Find(rows)                                                                       // want "reads table users"
	db.Scopes(scopes.Page(1), scopes.Joined).Find(rows)                                                       // want "reads table users"
	scopes.Joined(db).Find(rows)                                                                              // want "reads table users"
	db.Scopes(scopes.Exists("x")).Find(rows)                                                                  // want "reads table users"
	db.Scopes(func(db *gorm.DB) *gorm.DB { return db.Where("id IN (SELECT user_id FROM users)") }).Find(rows) // want "reads table users"
	db.Scopes(func(db *gorm.DB) *gorm.DB { return db.Table("users") }).Find(rows)                             // want "reads table users"
	db.Scopes(func(db *gorm.DB) *gorm.DB { return db.Where("users = 1") }).Find(rows)
	mods := []func(*gorm.DB) *gorm.DB{scopes.Page(2)}
	mods = append(mods, scopes.OfActive("user_id", time.Now())) // want "reads table users"
	db.Scopes(mods...).Find(rows)
}

func buns(ctx context.Context, db *bun.DB, rows *[]Row) {
	db.NewSelect().Model(rows).Apply(scopes.BunLimit).Scan(ctx)
	db.NewSelect().Model(rows).Apply(scopes.BunUsers).Scan(ctx)                                                                        // want "reads table users"
	db.NewSelect().Model(rows).Apply(scopes.BunOf("x")).Scan(ctx)                                                                      // want "reads table users"
	scopes.BunUsers(db.NewSelect().Model(rows)).Scan(ctx)                                                                              // want "reads table users"
	db.NewSelect().Model(rows).Apply(func(q *bun.SelectQuery) *bun.SelectQuery { return q.Join("JOIN users AS u ON true") }).Scan(ctx) // want "reads table users"
}

func squirrels(ctx context.Context, db *sql.DB, deep bool) {
	b := sq.Select("o.id").From("orders o")
	db.Query(text(scopes.SquirrelLimit(b)))
	db.Query(text(scopes.SquirrelUsers(b)))         // want "reads table users"
	db.Query(text(scopes.SquirrelJoin(b, "users"))) // want "reads table users"
	db.Query(text(scopes.SquirrelJoin(b, "customers")))
	db.Query(text(scopes.SquirrelOf("users")(b)))                // want "reads table users"
	db.Query(text(scopes.SquirrelFrom("users").Where("id = 1"))) // want "reads table users"
	db.Query(text(scopes.SquirrelFrom("orders").Where("users = 1")))
	db.Query(text(scopes.Apply(b, scopes.SquirrelLimit, scopes.SquirrelUsers))) // want "reads table users"
	if deep {
		b = scopes.SquirrelUsers(b.Limit(3))
	}
	b.RunWith(db).Query() // want "reads table users"
}

func text(b sq.SelectBuilder) string {
	s, _, _ := b.ToSql()
	return s
}

func goqus(ctx context.Context, db *sql.DB) {
	q, _, _ := scopes.GoquUsers(goqu.From("orders")).ToSQL()
	db.Query(q) // want "reads table users"
	q, _, _ = scopes.GoquFrom("users").Where(goqu.C("id").Eq(1)).ToSQL()
	db.Query(q) // want "reads table users"
	q, _, _ = scopes.GoquFrom("orders").ToSQL()
	db.Query(q)
}

func builders(db *sql.DB) {
	sb := sqlbuilder.NewSelectBuilder()
	sb.Select("id").From("orders o")
	scopes.BuilderUsers(sb)
	q, args := sb.Build()
	db.Query(q, args...) // want "reads table users"
	q, args = scopes.BuilderFrom("users").Build()
	db.Query(q, args...) // want "reads table users"
	q, args = scopes.BuilderFrom("orders").Build()
	db.Query(q, args...)
}

func mods(ctx context.Context, db bob.DB, pdb *pg.DB, e *xorm.Engine, rows *[]Row, orders *[]Order) {
	_ = scopes.EntUsers()                                               // want "reads table users"
	_ = append(scopes.Boiler("x"), qm.Limit(1))                         // want "reads table users"
	bob.Exec(ctx, db, psql.Select(sm.From("orders"), scopes.Bob()))     // want "reads table users"
	bob.Exec(ctx, db, psql.Select(sm.From("orders"), scopes.BobFunc())) // want "reads table users"
	pdb.Model(rows).Apply(scopes.Pg).Select()                           // want "reads table users"
	scopes.Xorm(e.Table("orders")).Find(orders)                         // want "reads table users"
}
