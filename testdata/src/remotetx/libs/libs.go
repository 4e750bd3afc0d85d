// Package libs has the transactions and the remote calls of other libraries.
package libs

import (
	"context"
	"errors"
	"net/smtp"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"google.golang.org/grpc"

	"example.com/fixtures/remote"
)

func sqlxBegin(ctx context.Context, db *sqlx.DB) error {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return remote.Call(ctx, "begin failed")
	}
	defer tx.Rollback()
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

func sqlxMust(ctx context.Context, db *sqlx.DB) error {
	tx := db.MustBegin()
	tx.MustExec("INSERT INTO orders DEFAULT VALUES")
	_ = remote.Call(ctx, "inside") // want "remote.Call leaves"
	if err := tx.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

func pgxBegin(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if err := remote.Call(ctx, "a connection alone"); err != nil {
		return err
	}
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.Serializable})
	if err != nil {
		return remote.Call(ctx, "begin failed")
	}
	defer func() {
		if err := tx.Rollback(ctx); err != nil && !errors.Is(err, pgx.ErrTxClosed) {
			_ = remote.Call(ctx, "after")
		}
	}()
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	return tx.Commit(ctx)
}

func pgxFunc(ctx context.Context, pool *pgxpool.Pool) error {
	return pgx.BeginTxFunc(ctx, pool, pgx.TxOptions{}, func(tx pgx.Tx) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
}

// A batch is the database's own traffic.
func pgxBatch(ctx context.Context, tx pgx.Tx) error {
	var batch pgx.Batch
	batch.Queue("INSERT INTO orders DEFAULT VALUES")
	return tx.SendBatch(ctx, &batch).Close()
}

// Tx is the one that ent generates: it holds clients, and a driver beneath.
type Tx struct {
	Order *OrderClient
	hooks []func()
}

func (*Tx) Commit() error { return nil }

func (*Tx) Rollback() error { return nil }

func (tx *Tx) OnCommit(fn func()) { tx.hooks = append(tx.hooks, fn) }

// Client is ent's.
type Client struct{ Order *OrderClient }

func (*Client) Tx(context.Context) (*Tx, error) { return &Tx{}, nil }

// OrderClient is ent's.
type OrderClient struct{}

func (*OrderClient) Create(context.Context) error { return nil }

func ent(ctx context.Context, client *Client) error {
	if err := client.Order.Create(ctx); err != nil {
		return remote.Call(ctx, "no transaction")
	}
	tx, err := client.Tx(ctx)
	if err != nil {
		return remote.Call(ctx, "begin failed")
	}
	tx.OnCommit(func() { _ = remote.Call(ctx, "after the commit") })
	if err := tx.Order.Create(ctx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// withTx is the helper of ent's documentation.
func withTx(ctx context.Context, client *Client, fn func(*Tx) error) error {
	tx, err := client.Tx(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if v := recover(); v != nil {
			_ = tx.Rollback()
			panic(v)
		}
	}()
	if err := fn(tx); err != nil {
		if rerr := tx.Rollback(); rerr != nil {
			err = errors.Join(err, rerr)
		}
		return err
	}
	return tx.Commit()
}

func entWithTx(ctx context.Context, client *Client) error {
	err := withTx(ctx, client, func(tx *Tx) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
	if err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// ChargesClient is what protoc generates.
type ChargesClient interface {
	Charge(ctx context.Context, in *int, opts ...grpc.CallOption) (*int, error)
}

type chargesClient struct{ cc grpc.ClientConnInterface }

// NewChargesClient makes one without calling anybody.
func NewChargesClient(cc grpc.ClientConnInterface) ChargesClient { return &chargesClient{cc} }

func (c *chargesClient) Charge(ctx context.Context, in *int, opts ...grpc.CallOption) (*int, error) {
	out := new(int)
	if err := c.cc.Invoke(ctx, "/billing.v1.Charges/Charge", in, out, opts...); err != nil {
		return nil, err
	}
	return out, nil
}

func stub(ctx context.Context, tx pgx.Tx, conn *grpc.ClientConn) error {
	client := NewChargesClient(conn)
	if _, err := client.Charge(ctx, new(int)); err != nil { // want "libs.ChargesClient.Charge leaves"
		return err
	}
	return tx.Commit(ctx)
}

func stubAfter(ctx context.Context, tx pgx.Tx, client ChargesClient) error {
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	_, err := client.Charge(ctx, new(int))
	return err
}

func mail(ctx context.Context, tx pgx.Tx) error {
	auth := smtp.PlainAuth("", "orders", "", "relay")                      // only made
	return smtp.SendMail("relay:25", auth, "orders@example.com", nil, nil) // want "net/smtp.SendMail leaves"
}
