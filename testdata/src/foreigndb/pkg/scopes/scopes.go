// Package scopes narrows and widens the queries of whoever asks.
package scopes

import (
	"time"

	entsql "entgo.io/ent/dialect/sql"
	sq "github.com/Masterminds/squirrel"
	"github.com/aarondl/sqlboiler/v4/queries/qm"
	"github.com/doug-martin/goqu/v9"
	"github.com/go-pg/pg/v10/orm"
	"github.com/huandu/go-sqlbuilder"
	"github.com/stephenafamo/bob"
	"github.com/stephenafamo/bob/dialect/psql"
	"github.com/stephenafamo/bob/dialect/psql/dialect"
	"github.com/stephenafamo/bob/dialect/psql/sm"
	"github.com/uptrace/bun"
	"gorm.io/gorm"
	"xorm.io/xorm"
)

// Page is of no table.
func Page(n int) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB { return db.Offset(n).Limit(10) }
}

// OfActive selects from the users.
func OfActive(column string, on time.Time) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		sub := db.Session(&gorm.Session{NewDB: true}).Table("users").Select("id").Where("since >= ?", on)
		return db.Where(column+" IN (?)", sub)
	}
}

// In selects from a table.
func In(column, table string) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		return db.Where(column+" IN (?)", db.Session(&gorm.Session{NewDB: true}).Table(table).Select("id"))
	}
}

// Joined joins the users.
func Joined(db *gorm.DB) *gorm.DB { return db.Joins("JOIN users ON users.id = user_id") }

// Exists asks for users in the words of SQL.
func Exists(name string) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		return db.Where("EXISTS (SELECT 1 FROM users WHERE name = ?)", name)
	}
}

// BunUsers joins the users.
func BunUsers(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Join("JOIN users AS u ON u.id = o.user_id")
}

// BunOf joins the users of a name.
func BunOf(name string) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Join("JOIN users AS u ON u.id = o.user_id").Where("u.name = ?", name)
	}
}

// BunLimit is of no table.
func BunLimit(q *bun.SelectQuery) *bun.SelectQuery { return q.Limit(3) }

// SquirrelUsers joins the users.
func SquirrelUsers(b sq.SelectBuilder) sq.SelectBuilder { return b.Join("users u ON u.id = o.user_id") }

// SquirrelJoin joins a table.
func SquirrelJoin(b sq.SelectBuilder, table string) sq.SelectBuilder {
	return b.LeftJoin(table + " x ON x.id = o.user_id")
}

// SquirrelOf makes a modifier.
func SquirrelOf(table string) func(sq.SelectBuilder) sq.SelectBuilder {
	return func(b sq.SelectBuilder) sq.SelectBuilder { return b.Join(table + " x ON x.id = o.user_id") }
}

// SquirrelFrom begins a query.
func SquirrelFrom(table string) sq.SelectBuilder { return sq.Select("id").From(table) }

// SquirrelLimit is of no table.
func SquirrelLimit(b sq.SelectBuilder) sq.SelectBuilder { return b.Limit(3) }

// Apply runs modifiers.
func Apply(b sq.SelectBuilder, mods ...func(sq.SelectBuilder) sq.SelectBuilder) sq.SelectBuilder {
	for _, mod := range mods {
		b = mod(b)
	}
	return b
}

// GoquUsers joins the users.
func GoquUsers(ds *goqu.SelectDataset) *goqu.SelectDataset {
	return ds.Join(goqu.T("users"), goqu.On(goqu.I("users.id").Eq(goqu.I("orders.user_id"))))
}

// GoquFrom begins a query.
func GoquFrom(table string) *goqu.SelectDataset { return goqu.From(table) }

// BuilderUsers joins the users.
func BuilderUsers(sb *sqlbuilder.SelectBuilder) { sb.Join("users u", "u.id = o.user_id") }

// BuilderFrom begins a query.
func BuilderFrom(table string) *sqlbuilder.SelectBuilder {
	sb := sqlbuilder.NewSelectBuilder()
	sb.Select("id").From(table)
	return sb
}

// EntUsers joins the users.
func EntUsers() func(*entsql.Selector) {
	return func(s *entsql.Selector) {
		t := entsql.Table("users")
		s.Join(t).On(s.C("user_id"), t.C("id"))
	}
}

// Boiler joins the users.
func Boiler(id string) []qm.QueryMod {
	return []qm.QueryMod{qm.InnerJoin("users u ON u.id = user_id"), qm.Where("id = ?", id)}
}

// Bob joins the users.
func Bob() bob.Mod[*dialect.SelectQuery] { return sm.InnerJoin(psql.Quote("users")).Using("id") }

// BobFunc joins the users.
func BobFunc() bob.ModFunc[*dialect.SelectQuery] {
	return func(q *dialect.SelectQuery) { sm.InnerJoin("users").Using("id").Apply(q) }
}

// Pg joins the users.
func Pg(q *orm.Query) (*orm.Query, error) { return q.Join("JOIN users AS u ON u.id = o.user_id"), nil }

// Xorm joins the users.
func Xorm(s *xorm.Session) *xorm.Session { return s.Join("INNER", "users", "users.id = user_id") }
