package spellings

import (
	"context"
	"database/sql"

	sq "github.com/Masterminds/squirrel"
	"github.com/doug-martin/goqu/v9"
	"github.com/uptrace/bun"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

func squirrels(db *sql.DB) {
	b := sq.Select("o.id").From("orders o").RunWith(db)
	b.Where(sq.Expr("o.user_id IN (SELECT id FROM users)")).Query()                 // want "reads table users"
	b.Where(sq.And{sq.Eq{"a": 1}, sq.Expr("EXISTS (SELECT 1 FROM users)")}).Query() // want "reads table users"
	b.Where(sq.Eq{"users": 1}).Query()
	b.JoinClause("LEFT JOIN users u ON u.id = o.user_id").Query()                                        // want "reads table users"
	b.CrossJoin("users").Query()                                                                         // want "reads table users"
	b.Column("(SELECT name FROM users WHERE id = o.user_id) AS name").Query()                            // want "reads table users"
	b.Column(sq.Alias(sq.Select("name").From("users"), "n")).Query()                                     // want "reads table users"
	b.Columns("o.users", "(SELECT max(id) FROM users)").Query()                                          // want "reads table users"
	b.Suffix("UNION SELECT id FROM users").Query()                                                       // want "reads table users"
	b.Having("count(*) > (SELECT count(*) FROM users)").Query()                                          // want "reads table users"
	sq.Insert("orders").Columns("id").Select(sq.Select("id").From("users")).RunWith(db).Exec()           // want "reads table users"
	sq.Update("orders").Set("name", sq.Expr("(SELECT name FROM users WHERE id = 1)")).RunWith(db).Exec() // want "reads table users"
	sq.Update("orders").Set("name", 1).From("users").RunWith(db).Exec()                                  // want "reads table users"
	sq.Select("id").FromSelect(sq.Select("id").From("users"), "q").RunWith(db).Query()                   // want "reads table users"
	sq.Delete("orders").Where("user_id NOT IN (SELECT id FROM users)").RunWith(db).Exec()                // want "reads table users"
	sub, args, _ := sq.Select("id").From("users").ToSql()
	b.Where("o.user_id IN ("+sub+")", args...).Query() // want "reads table users"
}

func goqus(db *goqu.Database, rows any) {
	db.From("orders").Where(goqu.L("user_id IN (SELECT id FROM users)")).ScanStructs(rows) // want "reads table users"
	db.From(goqu.T("users").As("u")).ScanStructs(rows)                                     // want "reads table users"
	db.From(goqu.S("accounts").Table("users")).ScanStructs(rows)                           // want "reads table users"
	db.From("orders").Select(goqu.L("(SELECT count(*) FROM users)")).ScanStructs(rows)     // want "reads table users"
	db.From("orders").Union(db.From("users")).ScanStructs(rows)                            // want "reads table users"
	db.From("orders").LeftJoin(goqu.T("users"), goqu.Using("id")).ScanStructs(rows)        // want "reads table users"
	db.From(db.From("users").As("q")).ScanStructs(rows)                                    // want "reads table users"
	db.From("orders").Where(goqu.C("users").Eq(1)).ScanStructs(rows)
	db.Insert("orders").FromQuery(db.From("users").Select("id")).Executor().Exec()            // want "reads table users"
	db.Update("orders").Set(goqu.Record{"n": db.From("users").Select("n")}).Executor().Exec() // want "reads table users"
}

func buns(ctx context.Context, db *bun.DB, rows *[]map[string]any) {
	db.NewSelect().TableExpr("? AS u", bun.Ident("users")).Scan(ctx, rows)                                             // want "reads table users"
	db.NewSelect().Table("orders").Join("JOIN ? AS u ON u.id = user_id", bun.Ident("users")).Scan(ctx, rows)           // want "reads table users"
	db.NewSelect().Table("orders").ColumnExpr("(SELECT count(*) FROM users) AS n").Scan(ctx, rows)                     // want "reads table users"
	db.NewSelect().Table("orders").Where("user_id IN (?)", db.NewSelect().Table("users").Column("id")).Scan(ctx, rows) // want "reads table users"
	db.NewSelect().Table("orders").Where("EXISTS (SELECT 1 FROM users)").Scan(ctx, rows)                               // want "reads table users"
	db.NewSelect().TableExpr("(?) AS q", db.NewSelect().Table("users")).Scan(ctx, rows)                                // want "reads table users"
	db.NewSelect().Table("orders").Union(db.NewSelect().Table("users")).Scan(ctx, rows)                                // want "reads table users"
	db.NewSelect().With("q", db.NewSelect().Table("users")).Table("q").Scan(ctx, rows)                                 // want "reads table users"
	db.NewUpdate().Table("orders").TableExpr("users AS u").Set("n = u.n").Where("true").Exec(ctx)                      // want "reads table users"
	db.NewUpdate().Table("orders").Set("n = (SELECT n FROM users)").Where("true").Exec(ctx)                            // want "reads table users"
	db.NewSelect().Table("orders").Where("? = 1", bun.Ident("users")).Scan(ctx, rows)
}

func gorms(db *gorm.DB, rows *[]Order) {
	db.Where("user_id IN (?)", db.Table("users").Select("id")).Find(rows)                          // want "reads table users"
	db.Table("(?) AS q", db.Model(&User{})).Find(rows)                                             // want "reads table users"
	db.Clauses(clause.From{Joins: []clause.Join{{Table: clause.Table{Name: "users"}}}}).Find(rows) // want "reads table users"
	db.Model(&Order{}).Update("n", gorm.Expr("(SELECT n FROM users)"))                             // want "reads table users"
	db.Model(&Order{}).Select("(SELECT count(*) FROM users) AS n").Find(rows)                      // want "reads table users"
	db.Not("user_id IN (SELECT id FROM users)").Find(rows)                                         // want "reads table users"
	db.Joins("LEFT JOIN (?) q ON true", db.Model(&User{})).Find(rows)                              // want "reads table users"
	db.Order("(SELECT count(*) FROM users)").Find(rows)                                            // want "reads table users"
	db.First(rows, "user_id IN (SELECT id FROM users)")                                            // want "reads table users"
	db.Find(rows, "users = 1")
	db.Model(&Order{}).Where("n = ?", gorm.Expr("(SELECT n FROM users)")).Find(rows)                                                  // want "reads table users"
	db.Model(&Order{}).Clauses(clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "id IN (SELECT id FROM users)"}}}).Find(rows) // want "reads table users"
	db.Model(&Order{}).Pluck("(SELECT count(*) FROM users)", rows)                                                                    // want "reads table users"
	db.Delete(&Order{}, "user_id IN (SELECT id FROM users)")                                                                          // want "reads table users"
}
