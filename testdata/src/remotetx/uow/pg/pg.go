package pg

import (
	"context"
	"iter"

	"example.com/fixtures/remotetx/uow/port"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

type UoW struct{ Pool *pgxpool.Pool }

type repos struct{ tx pgx.Tx }

type orders struct{ tx pgx.Tx }

func (r repos) Orders() port.Orders { return orders{r.tx} }

func (o orders) Save(ctx context.Context, x port.Order) error {
	_, err := o.tx.Exec(ctx, `INSERT INTO orders (id) VALUES ($1)`, x.ID)
	return err
}

func (o orders) Pending(ctx context.Context) iter.Seq2[port.Order, error] {
	return func(yield func(port.Order, error) bool) {
		rows, err := o.tx.Query(ctx, `SELECT id FROM orders FOR UPDATE SKIP LOCKED`)
		if err != nil {
			yield(port.Order{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var x port.Order
			if !yield(x, rows.Scan(&x.ID)) {
				return
			}
		}
	}
}

func (u *UoW) Do(ctx context.Context, fn func(context.Context, port.Repos) error) error {
	return pgx.BeginTxFunc(ctx, u.Pool, pgx.TxOptions{}, func(tx pgx.Tx) error {
		return fn(ctx, repos{tx})
	})
}

type key struct{}

type Within struct{ Pool *pgxpool.Pool }

func (w *Within) Within(ctx context.Context, fn func(context.Context) error) error {
	tx, err := w.Pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	if err := fn(context.WithValue(ctx, key{}, tx)); err != nil {
		return err
	}
	return tx.Commit(ctx)
}
