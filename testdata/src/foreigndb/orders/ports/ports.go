// Package ports sees its stores through interfaces; main says which they are.
package ports

import (
	"context"

	"example.com/fixtures/foreigndb/accounts/client"
	"example.com/fixtures/foreigndb/pkg/events"
	"example.com/fixtures/foreigndb/pkg/userstore"
)

// Users is implemented by a shared package alone.
type Users interface {
	Name(ctx context.Context, id string) (string, error)
	Rename(ctx context.Context, id, name string) error
	Known(id string) bool
}

// Orders is implemented by the service itself.
type Orders interface {
	State(ctx context.Context, id string) (string, error)
}

// Either is implemented twice, with tables of different owners.
type Either interface {
	Clear(ctx context.Context) error
}

// Asked is implemented by accounts' api.
type Asked interface {
	Ask(ctx context.Context, id string) (string, error)
}

// Cached is implemented by a shared decorator of what a shared store does.
type Cached interface {
	Find(ctx context.Context, id string) (string, error)
}

// Service has them all.
type Service struct {
	users  Users
	orders Orders
	either Either
	asked  Asked
	cached Cached
	lookup func(ctx context.Context, id string) (string, error)
}

// New is called by main.
func New(u Users, o Orders, e Either, a Asked, c Cached, lookup func(ctx context.Context, id string) (string, error)) *Service {
	return &Service{u, o, e, a, c, lookup}
}

// Place calls them.
func (s *Service) Place(ctx context.Context, id string) error {
	if !s.users.Known(id) { // touches no table
		return nil
	}
	if _, err := s.users.Name(ctx, id); err != nil { // want "orders reads table users of service accounts"
		return err
	}
	if err := s.users.Rename(ctx, id, ""); err != nil { // want "orders writes table users of service accounts"
		return err
	}
	if _, err := s.orders.State(ctx, id); err != nil { // it is the implementation that reaches further
		return err
	}
	if err := s.either.Clear(ctx); err != nil { // which one is not known
		return err
	}
	if _, err := s.asked.Ask(ctx, id); err != nil { // the allowed way
		return err
	}
	if _, err := s.cached.Find(ctx, id); err != nil { // want "orders reads table users of service accounts"
		return err
	}
	_, err := s.lookup(ctx, id) // want "orders reads table users of service accounts"
	return err
}

// Known already: the shared package has interface and implementation.
func below(ctx context.Context, r userstore.Reader) error {
	_, err := r.Read(ctx) // want "orders reads table users of service accounts"
	return err
}

// An interface of accounts' api is the allowed way, whatever stands behind it.
func api(ctx context.Context, c client.Client) error {
	_, err := c.Look(ctx)
	return err
}

// Who handles the event is not for the publisher to answer for.
func publish(ctx context.Context, d *events.Dispatcher) error { return d.Publish(ctx, "placed") }
