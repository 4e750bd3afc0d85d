// Package injected is put together by a container, by reflection.
package injected

import "context"

// Names is accounts' store, as the container is told.
type Names interface {
	Count(ctx context.Context) (int, error)
}

// Own is the service's.
type Own interface {
	Total(ctx context.Context) (int, error)
}

// Lines is the service's own implementation of Own.
type Lines struct{}

// Total counts nothing.
func (*Lines) Total(ctx context.Context) (int, error) { return 0, ctx.Err() }

// Unbound is what the accounts' store could be, too.
type Unbound interface {
	Count(ctx context.Context) (int, error)
}

// Service has them.
type Service struct {
	names Names
	own   Own
	other Unbound
}

// New is called by the container.
func New(n Names, o Own, u Unbound) *Service { return &Service{n, o, u} }

// Run asks them.
func (s *Service) Run(ctx context.Context) {
	s.names.Count(ctx) // want "reads table users"
	s.own.Total(ctx)
	s.other.Count(ctx)
}
