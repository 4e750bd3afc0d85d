package desk

import (
	"context"
	"database/sql"

	"example.com/fixtures/staleconsumer/chained/rail"
)

type ward struct{ db *sql.DB }

func idOf(c customer) string { return c.ID }

// usual puts what is usual in front of more layers.
func usual[T any](more ...rail.Layer[T]) []rail.Layer[T] {
	return append([]rail.Layer[T]{rail.Safe[T]()}, more...)
}

// Wards are lines of which a layer decides what is let through.
func Wards(db *sql.DB) []rail.Runner {
	w := &ward{db}
	return []rail.Runner{
		rail.Line("guarded", rail.Around[customer](rail.TakerFunc[customer](w.guarded), rail.Ordered(db, "guarded", idOf))),
		rail.Line("listed", rail.Around[customer](rail.TakerFunc[customer](w.listed), usual(rail.Ordered(db, "listed", idOf))...)),
		rail.Line("once", rail.Around[customer](rail.TakerFunc[customer](w.once), usual(rail.Once(db, idOf))...)),
		rail.Line("bare", rail.Around[customer](rail.TakerFunc[customer](w.bare), usual[customer]()...)),
	}
}

func (w *ward) guarded(ctx context.Context, p rail.Parcel[customer]) error {
	_, err := w.db.ExecContext(ctx, `UPDATE customers SET name = $2 WHERE id = $1`, p.Body.ID, p.Body.Name)
	return err
}

func (w *ward) listed(ctx context.Context, p rail.Parcel[customer]) error {
	_, err := w.db.ExecContext(ctx, `UPDATE customers SET email = $2 WHERE id = $1`, p.Body.ID, p.Body.Email)
	return err
}

func (w *ward) once(ctx context.Context, p rail.Parcel[customer]) error {
	_, err := w.db.ExecContext(ctx, `UPDATE customers SET city = $2 WHERE id = $1`, p.Body.ID, p.Body.City) // want `consumer ward.once overwrites customers`
	return err
}

func (w *ward) bare(ctx context.Context, p rail.Parcel[customer]) error {
	_, err := w.db.ExecContext(ctx, `UPDATE customers SET grade = $2 WHERE id = $1`, p.Body.ID, p.Body.Grade) // want `consumer ward.bare overwrites customers`
	return err
}
