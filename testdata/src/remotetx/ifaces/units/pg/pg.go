// Package pg implements the unit on PostgreSQL, and the mailer by SMTP.
package pg

import (
	"context"
	"log/slog"
	"net/smtp"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/fixtures/remotetx/ifaces/units/port"
)

// Unit is a port.Unit.
type Unit struct{ Pool *pgxpool.Pool }

// Do runs fn in a transaction.
func (u *Unit) Do(ctx context.Context, fn func(context.Context, port.Repos) error) error {
	return pgx.BeginFunc(ctx, u.Pool, func(tx pgx.Tx) error { return fn(ctx, repos{tx}) })
}

// Logged decorates a unit.
type Logged struct{ port.Unit }

// Do logs and runs the other's.
func (l Logged) Do(ctx context.Context, fn func(context.Context, port.Repos) error) error {
	slog.InfoContext(ctx, "begin")
	return l.Unit.Do(ctx, fn)
}

type repos struct{ tx pgx.Tx }

func (r repos) Orders() port.Orders { return orders{r.tx} }

type orders struct{ tx pgx.Tx }

func (o orders) Insert(ctx context.Context) error {
	_, err := o.tx.Exec(ctx, "INSERT INTO orders DEFAULT VALUES")
	return err
}

// Mail is a port.Mailer.
type Mail struct{}

// Send sends.
func (Mail) Send(context.Context) error { return smtp.SendMail("relay:25", nil, "a@b", nil, nil) }
