// Package decorated guards another service's client by a type of its own.
package decorated

import (
	"context"
	"time"

	"example.com/fixtures/directcall/accounts/client"
	"example.com/fixtures/directcall/pkg/resilience"
)

type guarded struct {
	inner client.Namer
	limit time.Duration
}

// Guard bounds the calls in time, and breaks them.
func Guard(n client.Namer, limit time.Duration) client.Namer { return &guarded{n, limit} }

func (g *guarded) Name(ctx context.Context, id string) (name string, err error) {
	ctx, cancel := context.WithTimeout(ctx, g.limit)
	defer cancel()
	err = resilience.Do(ctx, func(ctx context.Context) error {
		name, err = g.inner.Name(ctx, id)
		return err
	})
	return name, err
}

type logged struct{ inner client.Titler }

// Log guards nothing.
func Log(t client.Titler) client.Titler { return logged{t} }

func (l logged) Title(ctx context.Context, id string) (string, error) {
	return l.inner.Title(ctx, id) // want `without a circuit breaker`
}

type Board struct {
	Names  client.Namer
	Titles client.Titler
}

func (b *Board) Show(ctx context.Context) (string, error) {
	name, err := b.Names.Name(ctx, "1")
	if err != nil {
		return "", err
	}
	title, err := b.Titles.Title(ctx, "1") // want `without a timeout, without a circuit breaker`
	return title + name, err
}

// Calls of another method of the same name say nothing of the interface's.
type bounded struct{ t client.Titler }

func (b bounded) Brief(ctx context.Context, id string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return b.t.Title(ctx, id) // want `without a circuit breaker`
}
