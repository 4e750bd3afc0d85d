// Package domain has an interface, and beside it what stands for the database in
// tests: all that know the one know the other.
package domain

import "context"

type Shops interface {
	Rename(ctx context.Context, id, name string) error
}

type Shop struct{ ID, Name string }

// Memory keeps shops while the process runs. It must not stand for the database,
// which only main knows.
type Memory struct{ shops map[string]*Shop }

var _ Shops = (*Memory)(nil)

func (m *Memory) Rename(ctx context.Context, id, name string) error {
	if shop, ok := m.shops[id]; ok {
		shop.Name = name
	}
	return nil
}
