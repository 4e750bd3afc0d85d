// Package corners holds what users write beside the plain calls.
package corners

import (
	"context"

	"github.com/doug-martin/goqu/v9"
	"github.com/uptrace/bun"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"gorm.io/gorm"
)

type User struct {
	ID   int64
	Name string
}

type Order struct{ ID int64 }

func active(db *gorm.DB) *gorm.DB { return db.Where("active") }

func users(db *gorm.DB) *gorm.DB { return db.Table("users") } // want "users"

func paged(page int) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB { return db.Offset(page * 10).Limit(10) }
}

func joinUsers(db *gorm.DB) *gorm.DB { return db.Joins("JOIN users ON users.id = orders.user_id") } // want "users"

func gormCorners(db *gorm.DB) {
	var u []User
	var o []Order
	db.Scopes(active, paged(2)).Find(&u) // want "users"
	db.Scopes(users).Find(&o)
	db.Scopes(joinUsers).Find(&o)
	db.Model(&Order{}).Where("user_id IN (?)", db.Table("users").Select("id")).Find(&o)                  // want "users"
	db.Model(&Order{}).Where("EXISTS (SELECT 1 FROM users WHERE id = orders.user_id)").Count(new(int64)) // want "users"
	db.Where("user_id IN (?)", db.Model(&User{}).Select("id")).Delete(&Order{})                          // want "users"
	tx := db.Session(&gorm.Session{})
	tx = tx.Where("x")
	tx.First(&User{}, 1)                                              // want "users"
	db.Unscoped().Where("id = ?", 1).Delete(&User{})                  // want "users"
	db.Model(&User{ID: 1}).UpdateColumns(map[string]any{"name": "x"}) // want "users"
	db.ToSQL(func(tx *gorm.DB) *gorm.DB { return tx.Find(&u) })       // want "users"
}

func mongoCorners(ctx context.Context, db *mongo.Database) {
	coll := db.Collection("users")
	coll.BulkWrite(ctx, []mongo.WriteModel{ // want "users"
		mongo.NewUpdateOneModel().SetFilter(bson.M{"_id": 1}).SetUpdate(bson.M{"$set": bson.M{"name": "x"}}),
		mongo.NewDeleteOneModel().SetFilter(bson.M{"_id": 2}),
	})
	coll.Watch(ctx, mongo.Pipeline{})                         // want "users"
	coll.Clone().FindOne(ctx, bson.M{})                       // want "users"
	db.RunCommand(ctx, bson.D{{Key: "find", Value: "users"}}) // want "users"
	db.CreateView(ctx, "names", "users", mongo.Pipeline{})    // want "users"
}

func bunCorners(ctx context.Context, db *bun.DB) {
	var n int
	db.NewSelect().TableExpr("users AS u").ColumnExpr("count(*)").Scan(ctx, &n)                                                           // want "users"
	db.NewSelect().With("u", db.NewSelect().Table("users")).Table("u").Scan(ctx, &n)                                                      // want "users"
	db.NewSelect().Table("orders").Join("LEFT JOIN users AS u ON u.id = orders.user_id").Scan(ctx, &n)                                    // want "users"
	db.NewSelect().Table("orders").Where("user_id IN (?)", db.NewSelect().Table("users").Column("id")).Scan(ctx, &n)                      // want "users"
	db.NewMerge().Model(&Order{}).Using("users").Exec(ctx)                                                                                // want "users"
	db.NewUpdate().Table("orders").TableExpr("users AS u").Set("x = u.name").Where("TRUE").Exec(ctx)                                      // want "users"
	db.NewTruncateTable().Table("users").Exec(ctx)                                                                                        // want "users"
	db.NewInsert().Model(&map[string]any{"id": 1}).Table("users").Exec(ctx)                                                               // want "users"
	db.NewSelect().Table("orders").Apply(func(q *bun.SelectQuery) *bun.SelectQuery { return q.Join("JOIN users ON true") }).Scan(ctx, &n) // want "users"
	db.NewSelect().Table("orders").Join("JOIN users ON true").With("users", db.NewSelect().Table("orders")).Scan(ctx, &n)
	db.NewSelect().Table("users").With("users", db.NewSelect().Table("orders")).Scan(ctx, &n)
	db.NewSelect().Table("orders").UnionAll(db.NewSelect().Table("users")).Scan(ctx, &n) // want "users"
}

func goquCorners(ctx context.Context, db *goqu.Database) {
	var id int
	db.From("users").ScanVal(&id)                                                               // want "users"
	db.From(goqu.T("users").As("u")).ScanVal(&id)                                               // want "users"
	db.From("orders").Join(goqu.T("users"), goqu.On(goqu.Ex{"a": 1})).ScanVal(&id)              // want "users"
	db.From("orders").Where(goqu.C("user_id").In(db.From("users").Select("id"))).ScanVal(&id)   // want "users"
	db.From(goqu.I("accounts.users")).ScanVal(&id)                                              // want "users"
	db.From(db.From("users").As("x")).ScanVal(&id)                                              // want "users"
	db.Update("users").Set(goqu.Record{"a": 1}).Executor().ExecContext(ctx)                     // want "users"
	db.From("orders").With("u", db.From("users")).ScanVal(&id)                                  // want "users"
	db.From("orders").Union(db.From("users")).ScanVal(&id)                                      // want "users"
	db.Delete("users").Where(goqu.C("id").Eq(1)).Executor().Exec()                              // want "users"
	db.Insert("users").Rows(goqu.Record{"a": 1}).OnConflict(goqu.DoNothing()).Executor().Exec() // want "users"
	db.Truncate("users").Executor().Exec()                                                      // want "users"
	db.From("orders").Where(goqu.C("user_id").In(db.From("order_lines").Select("id"))).ScanVal(&id)
	db.From("orders").Where(goqu.C("users").Eq("users")).ScanVal(&id)
	db.From("orders").With("users", db.From("order_lines")).Join(goqu.T("users"), goqu.On(goqu.Ex{"a": 1})).ScanVal(&id)
	db.From("users").With("users", db.From("order_lines")).ScanVal(&id)
	db.From("orders").With("users", db.From("orders")).Where(goqu.C("id").In(db.From("users").Select("id"))).ScanVal(&id)
	db.From("late").With("users", db.From("orders")).With("late", db.From("users")).ScanVal(&id)
	db.From("users").WithRecursive("users(id)", db.From("orders").Union(db.From("users"))).ScanVal(&id)
	db.From("users").With("users", db.From("users").Where(goqu.C("id").Gt(1))).ScanVal(&id) // want "users"
	db.From("users").With("recent", db.From("orders")).ScanVal(&id)                         // want "users"
	union := db.From("orders")
	for range 3 {
		union = union.Union(union)
	}
	union.ScanVal(&id)
}
