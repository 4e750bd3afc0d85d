// Package gens uses queries that gorm.io/gen has generated.
package gens

import (
	"context"

	"example.com/fixtures/foreigndb/orders/gens/query"
)

func first(ctx context.Context, q *query.Query, id string) error {
	u := q.User
	_, err := u.WithContext(ctx).Where(u.ID.Eq(id)).First() // want "orders reads table users of service accounts"
	return err
}

func rename(ctx context.Context, q *query.Query, id string) error {
	u := q.User
	_, err := u.WithContext(ctx). // want "orders writes table users of service accounts"
					Where(u.ID.Eq(id)).
					Update(u.ID, id) // a method that gen.DO has itself
	return err
}

func lines(ctx context.Context, q *query.Query) error {
	o := q.OrderLine
	if _, err := o.WithContext(ctx).Count(); err != nil {
		return err
	}
	_, err := o.WithContext(ctx).Where(o.UserID.Eq("1")).Find()
	return err
}

func joined(ctx context.Context, q *query.Query) error {
	o, u := q.OrderLine, q.User
	_, err := o.WithContext(ctx).LeftJoin(&u, u.ID.EqCol(o.UserID)).Find() // want "orders reads table users of service accounts"
	return err
}
