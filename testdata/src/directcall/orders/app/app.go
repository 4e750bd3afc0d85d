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

type App struct {
	Accounts Accounts
	Names    Names
	Breaker  *gobreaker.CircuitBreaker[any]
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
