// Package port has a unit of work, and a use case that runs in one.
package port

import (
	"context"
	"iter"
)

type Order struct{ ID string }

type Repos interface {
	Orders() Orders
}

type Orders interface {
	Save(ctx context.Context, o Order) error
	Pending(ctx context.Context) iter.Seq2[Order, error]
}

type UoW interface {
	Do(ctx context.Context, fn func(ctx context.Context, r Repos) error) error
}

type Usecase[C any] interface {
	Execute(ctx context.Context, c C) error
}

type Tx interface {
	Within(ctx context.Context, fn func(context.Context) error) error
}

// Transactional decorates.
type Transactional[C any] struct {
	Next Usecase[C]
	Tx   Tx
}

func (t Transactional[C]) Execute(ctx context.Context, c C) error {
	return t.Tx.Within(ctx, func(ctx context.Context) error { return t.Next.Execute(ctx, c) }) // want `leaves`
}

type Notifier interface {
	Notify(ctx context.Context, o Order) error
}

type Place struct{ O Order }

type Placer struct {
	U       UoW
	N       Notifier
	OnSaved func(context.Context, Order) error
}

func (p *Placer) UnitOfWork(ctx context.Context, o Order) error {
	return p.U.Do(ctx, func(ctx context.Context, r Repos) error {
		if err := r.Orders().Save(ctx, o); err != nil {
			return err
		}
		return p.N.Notify(ctx, o) // want "leaves"
	})
}

func (p *Placer) FieldFunc(ctx context.Context, o Order) error {
	return p.U.Do(ctx, func(ctx context.Context, r Repos) error {
		if err := r.Orders().Save(ctx, o); err != nil {
			return err
		}
		return p.OnSaved(ctx, o) // want "leaves"
	})
}

func (p *Placer) Iterates(ctx context.Context) error {
	return p.U.Do(ctx, func(ctx context.Context, r Repos) error {
		for o, err := range r.Orders().Pending(ctx) {
			if err != nil {
				return err
			}
			if err := p.N.Notify(ctx, o); err != nil { // want "leaves"
				return err
			}
		}
		return nil
	})
}

func (p *Placer) Execute(ctx context.Context, c Place) error {
	return p.N.Notify(ctx, c.O)
}
