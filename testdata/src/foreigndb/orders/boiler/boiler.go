// Package boiler uses the models that sqlboiler generated.
package boiler

import (
	"context"
	"database/sql"

	"github.com/aarondl/sqlboiler/v4/boil"
	"github.com/aarondl/sqlboiler/v4/queries/qm"

	"example.com/fixtures/foreigndb/orders/boilermodels"
)

func models(ctx context.Context, db *sql.DB) {
	boilermodels.Users(qm.Where("id = ?", 1)).All(ctx, db) // want "reads table users"
	boilermodels.FindUser(ctx, db, "1")                    // want "reads table users"
	(&boilermodels.User{}).Insert(ctx, db, boil.Infer())   // want "writes table users"
	(&boilermodels.Order{}).Insert(ctx, db, boil.Infer())
	boilermodels.Orders().DeleteAll(ctx, db)
	boilermodels.Orders(qm.InnerJoin("users u ON u.id = orders.user_id")).DeleteAll(ctx, db) // want "reads table users"
}

func removed(ctx context.Context, db *sql.DB) {
	q := boilermodels.Users() // want "reads table users"
	q.DeleteAll(ctx, db)      // want "writes table users"
}

func loaded(ctx context.Context, db *sql.DB) {
	boilermodels.Orders(qm.Load("Lines")).One(ctx, db)
	boilermodels.Orders(qm.Load(boilermodels.OrderRels.Lines)).One(ctx, db)
	boilermodels.Orders(qm.Where("id = 1"), qm.Load("Buyer")).One(ctx, db)             // want "reads table users"
	boilermodels.Orders(qm.Load(boilermodels.OrderRels.Buyer)).One(ctx, db)            // want "reads table users"
	boilermodels.Orders(qm.Load("Lines.Owner", qm.Limit(1)), qm.Limit(3)).One(ctx, db) // want "reads table users"
	boilermodels.Users(qm.Load("Buyer")).All(ctx, db)                                  // want "reads table users"
}
