// Package goroutines: what runs beside the transaction holds it up only if the
// transaction waits for it.
package goroutines

import (
	"context"
	"database/sql"
	"sync"

	"golang.org/x/sync/errgroup"

	"example.com/fixtures/remote"
)

func notWaitedFor(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	go remote.Call(ctx, "beside")
	go func() { _ = remote.Call(ctx, "beside") }()
	return tx.Commit()
}

func waitGroup(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		_ = remote.Call(ctx, "waited for") // want "remote.Call leaves"
	}()
	wg.Wait()
	return tx.Commit()
}

func waitGroupGo(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = remote.Call(ctx, "waited for") // want "remote.Call leaves"
	})
	wg.Wait()
	return tx.Commit()
}

func waitGroupAfter(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var wg sync.WaitGroup
	wg.Go(func() { _ = remote.Call(ctx, "waited for after the commit") })
	err = tx.Commit()
	wg.Wait()
	return err
}

// The group that is waited for is another one.
func otherGroup(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	var here, there sync.WaitGroup
	there.Go(func() { _ = remote.Call(ctx, "waited for after the commit") })
	here.Go(func() { _ = remote.Local(ctx, "waited for inside") })
	here.Wait()
	err = tx.Commit()
	there.Wait()
	return err
}

func errGroup(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	g, ctx := errgroup.WithContext(ctx)
	for _, id := range []string{"a", "b"} {
		g.Go(func() error { return remote.Call(ctx, id) }) // want "remote.Call leaves"
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return tx.Commit()
}

// All is fetched before the transaction begins.
func errGroupBefore(ctx context.Context, db *sql.DB) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return remote.Call(ctx, "before") })
	if err := g.Wait(); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	return tx.Commit()
}

func channel(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	done := make(chan error, 1)
	go func() { done <- remote.Call(ctx, "waited for") }() // want "remote.Call leaves"
	if err := <-done; err != nil {
		return err
	}
	return tx.Commit()
}

func closedChannel(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = remote.Call(ctx, "waited for") // want "remote.Call leaves"
	}()
	<-done
	return tx.Commit()
}

func channelAfter(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- remote.Call(ctx, "waited for after the commit") }()
	if err := tx.Commit(); err != nil {
		return err
	}
	return <-done
}

func selected(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	done := make(chan error, 1)
	go func() { done <- remote.Call(ctx, "waited for") }() // want "remote.Call leaves"
	select {
	case err := <-done:
		if err != nil {
			return err
		}
	case <-ctx.Done():
		return ctx.Err()
	}
	return tx.Commit()
}

// A goroutine with a transaction of its own.
func ownTransaction(ctx context.Context, db *sql.DB) {
	go func() {
		tx, err := db.Begin()
		if err != nil {
			return
		}
		defer tx.Rollback()
		_ = remote.Call(ctx, "inside") // want "remote.Call leaves"
		_ = tx.Commit()
	}()
	_ = remote.Call(ctx, "beside")
}

// It is started in a helper that does not wait.
func startsInHelper(ctx context.Context, tx *sql.Tx) error {
	beside(ctx)
	return nil
}

func beside(ctx context.Context) {
	go func() { _ = remote.Call(ctx, "beside") }()
}

// This helper waits.
func waitsInHelper(ctx context.Context, tx *sql.Tx) error {
	return all(ctx) // want "goroutines.all leaves"
}

func all(ctx context.Context) error {
	var g errgroup.Group
	g.Go(func() error { return remote.Call(ctx, "waited for") })
	return g.Wait()
}

// The named function in a goroutine.
func namedWaitedFor(ctx context.Context, tx *sql.Tx) {
	var wg sync.WaitGroup
	wg.Add(1)
	go work(ctx, &wg) // want "goroutines.work leaves"
	wg.Wait()
}

func work(ctx context.Context, wg *sync.WaitGroup) {
	defer wg.Done()
	_ = remote.Call(ctx, "waited for")
}
