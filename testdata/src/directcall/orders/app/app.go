// Package app calls its clients through interfaces.
package app

import (
	"context"
	"time"

	"github.com/sony/gobreaker/v2"
)

type Accounts interface {
	Far(ctx context.Context) error
	Never(ctx context.Context) error
}

type Names interface {
	Name(ctx context.Context) error
}

// Directory is implemented by accounts' client.
type Directory interface {
	Name(ctx context.Context, id string) (string, error)
}

// Safe is implemented by accounts' client that has both guards.
type Safe interface {
	Name(ctx context.Context, id string) (string, error)
}

// Store stays inside.
type Store interface {
	Save(ctx context.Context, name string) error
}

type App struct {
	Directory Directory
	Safe      Safe
	Store     Store
	Accounts  Accounts
	Names     Names
	Breaker   *gobreaker.CircuitBreaker[any]
}

func (a *App) Place(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return a.place(ctx)
}

func (a *App) place(ctx context.Context) error {
	if _, err := a.Breaker.Execute(func() (any, error) { return nil, a.Names.Name(ctx) }); err != nil {
		return err
	}
	return a.Accounts.Far(ctx)
}

func (a *App) Forget(ctx context.Context) error { return a.Accounts.Never(ctx) }

func (a *App) Look(ctx context.Context) error {
	name, err := a.Directory.Name(ctx, "1") // want `app.Directory.Name calls service accounts without a timeout, without a circuit breaker\n`
	if err != nil {
		return err
	}
	if _, err := a.Safe.Name(ctx, "1"); err != nil {
		return err
	}
	return a.Store.Save(ctx, name)
}
