// Package app sees ports only.
package app

import (
	"context"

	"example.com/fixtures/remotetx/ifaces/units/port"
)

// Service is the use.
type Service struct {
	Unit port.Unit
	Mail port.Mailer
}

// Place calls both sides in one function.
func (s *Service) Place(ctx context.Context) error {
	err := s.Unit.Do(ctx, func(ctx context.Context, r port.Repos) error {
		if err := r.Orders().Insert(ctx); err != nil { // the database's own
			return err
		}
		return s.Mail.Send(ctx) // want "port.Mailer.Send leaves"
	})
	if err != nil {
		return err
	}
	return s.Mail.Send(ctx)
}

// atomically is the service's own way to the unit.
func (s *Service) atomically(ctx context.Context, fn func(port.Repos) error) error {
	return s.Unit.Do(ctx, func(_ context.Context, r port.Repos) error { return fn(r) })
}

// Wrapped goes by it.
func (s *Service) Wrapped(ctx context.Context) error {
	return s.atomically(ctx, func(port.Repos) error {
		return s.mail(ctx) // want "app.Service.mail leaves"
	})
}

func (s *Service) mail(ctx context.Context) error { return s.Mail.Send(ctx) }

// Collected sends after what it has collected.
func (s *Service) Collected(ctx context.Context) error {
	var n int
	err := s.atomically(ctx, func(port.Repos) error {
		n++
		return nil
	})
	if err != nil || n == 0 {
		return err
	}
	return s.mail(ctx)
}
