// Package bound has repositories and publishers that are made for one
// transaction.
package bound

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
)

// Tx hides the library.
type Tx interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
	Commit() error
	Rollback() error
}

// DB begins them.
type DB interface {
	Begin(context.Context) (Tx, error)
}

// Orders is a repository.
type Orders struct{ tx Tx }

// WithTx is the repository in a transaction.
func (o Orders) WithTx(tx Tx) Orders { return Orders{tx: tx} }

// Insert writes.
func (o Orders) Insert(ctx context.Context) error {
	_, err := o.tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES")
	return err
}

// InsertAndIndex has the transaction in hand.
func (o Orders) InsertAndIndex(ctx context.Context) error {
	if err := o.Insert(ctx); err != nil {
		return err
	}
	if _, err := o.tx.ExecContext(ctx, "UPDATE orders SET indexed = TRUE"); err != nil {
		return err
	}
	return remote.Call(ctx, "index") // want "remote.Call leaves"
}

func place(ctx context.Context, db DB, orders Orders) error {
	tx, err := db.Begin(ctx)
	if err != nil {
		return remote.Call(ctx, "begin failed")
	}
	defer tx.Rollback()
	repo := orders.WithTx(tx)
	if err := repo.Insert(ctx); err != nil {
		return err
	}
	if err := repo.InsertAndIndex(ctx); err != nil { // the finding stands there
		return err
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// Publisher has two implementations.
type Publisher interface {
	Publish(ctx context.Context, id string) error
}

// outbox is bound to a transaction.
type outbox struct{ tx Tx }

func (o *outbox) Publish(ctx context.Context, id string) error {
	_, err := o.tx.ExecContext(ctx, "INSERT INTO outbox VALUES ($1)", id)
	return err
}

// broker is not.
type broker struct{}

func (broker) Publish(ctx context.Context, id string) error { return remote.Call(ctx, id) }

func publishesBound(ctx context.Context, tx Tx) error {
	var p Publisher = &outbox{tx} // whatever else implements it, this one writes to tx
	return p.Publish(ctx, "1")
}

func publishesUnbound(ctx context.Context, tx Tx, p Publisher) error {
	return p.Publish(ctx, "1") // want "bound.Publisher.Publish leaves"
}

func wire() Publisher { return broker{} }

// A scope whose function gets what is bound to the transaction.
func inTx(ctx context.Context, db DB, fn func(Orders, Publisher) error) error {
	tx, err := db.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(Orders{tx: tx}, &outbox{tx}); err != nil {
		return err
	}
	return tx.Commit()
}

func scoped(ctx context.Context, db DB, p Publisher) error {
	return inTx(ctx, db, func(o Orders, bound Publisher) error {
		if err := o.Insert(ctx); err != nil {
			return err
		}
		return p.Publish(ctx, "1") // want "bound.Publisher.Publish leaves"
	})
}

// A helper publishes by what it is given.
func emit(ctx context.Context, p Publisher, id string) error { return p.Publish(ctx, id) }

// boundTo is the publisher of one transaction, by its own type.
func boundTo(tx Tx) *outbox { return &outbox{tx} }

func emitsBound(ctx context.Context, tx Tx) error { return emit(ctx, boundTo(tx), "1") }

func emitsUnbound(ctx context.Context, tx Tx, p Publisher) error {
	if _, err := tx.ExecContext(ctx, "UPDATE orders SET told = TRUE"); err != nil {
		return err
	}
	return emit(ctx, p, "1") // want "bound.emit leaves"
}

// A scope whose function gets the transaction itself.
func within(ctx context.Context, db DB, fn func(Tx) error) error {
	tx, err := db.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func emitsWithin(ctx context.Context, db DB, p Publisher) error {
	return within(ctx, db, func(tx Tx) error {
		if err := emit(ctx, boundTo(tx), "1"); err != nil {
			return err
		}
		return emit(ctx, p, "1") // want "bound.emit leaves"
	})
}
