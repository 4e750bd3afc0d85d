// Package handed gives methods of clients, as values, to helpers that call them.
package handed

import (
	"context"
	"time"

	"github.com/sony/gobreaker/v2"

	"example.com/fixtures/directcall/accounts/client"
)

// A Desk asks accounts.
type Desk struct {
	bare    *client.Bare
	safe    *client.Client
	breaker *gobreaker.CircuitBreaker[string]
}

// New makes both clients.
func New(address string) *Desk {
	return &Desk{bare: client.NewBare(address), safe: client.New(address), breaker: gobreaker.NewCircuitBreaker[string](gobreaker.Settings{})}
}

type ask = func(ctx context.Context, id string) (string, error)

func plainly(ctx context.Context, f ask, id string) (string, error) { return f(ctx, id) }

func bounded(ctx context.Context, f ask, id string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return f(ctx, id)
}

func broken(ctx context.Context, b *gobreaker.CircuitBreaker[string], f ask, id string) (string, error) {
	return b.Execute(func() (string, error) { return f(ctx, id) })
}

func (d *Desk) Plainly(ctx context.Context) (string, error) {
	return plainly(ctx, d.bare.Name, "1") // want `client.Bare.Name calls service accounts without a circuit breaker\n`
}

func (d *Desk) Bounded(ctx context.Context) (string, error) {
	return bounded(ctx, d.bare.Name, "2") // want `client.Bare.Name calls service accounts without a circuit breaker\n`
}

func (d *Desk) Broken(ctx context.Context) (string, error) {
	return broken(ctx, d.breaker, d.bare.Name, "3")
}

func (d *Desk) Safe(ctx context.Context) (string, error) { return plainly(ctx, d.safe.Name, "4") }
