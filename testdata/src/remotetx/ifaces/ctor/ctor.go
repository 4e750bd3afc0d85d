// Package ctor has constructors that give back the interface.
package ctor

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
)

// Notifier tells customers.
type Notifier interface{ Notify(context.Context) error }

type mailer struct{}

// NewMailer gives back the interface.
func NewMailer() Notifier { return mailer{} }

func (mailer) Notify(ctx context.Context) error { return remote.Call(ctx, "mail") }

// Cache has constructors too, and only implementations that stay inside.
type Cache interface{ Put(context.Context) error }

type memory struct{}

// NewCache gives back the interface.
func NewCache() Cache { return memory{} }

func (memory) Put(ctx context.Context) error { return remote.Local(ctx, "put") }

func local(ctx context.Context, tx *sql.Tx) error {
	n, c := NewMailer(), NewCache()
	if err := c.Put(ctx); err != nil {
		return err
	}
	return n.Notify(ctx) // want "ctor.Notifier.Notify leaves"
}

type service struct {
	notifier Notifier
	cache    Cache
}

func newService() *service { return &service{NewMailer(), NewCache()} }

func (s *service) place(ctx context.Context, tx *sql.Tx) error {
	if err := s.cache.Put(ctx); err != nil {
		return err
	}
	return s.notifier.Notify(ctx) // want "ctor.Notifier.Notify leaves"
}

// A function type that implements it.
type notifyFunc func(context.Context) error

func (f notifyFunc) Notify(ctx context.Context) error { return f(ctx) }

// It is named as the interface's, whichever value is meant: the analysis does
// not follow values through interfaces.
func functionType(ctx context.Context) Notifier {
	return notifyFunc(func(ctx context.Context) error { return remote.Call(ctx, "func") })
}
