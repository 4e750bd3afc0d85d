// Package app is called by handlers, and calls the store by an interface.
package app

import (
	"context"

	"example.com/fixtures/copywrite/shipping/store"
)

type Clients interface {
	RenameClient(ctx context.Context, id, name string) error
	DropClient(ctx context.Context, id string) error
	PutClient(ctx context.Context, c store.Client) error
	Client(ctx context.Context, id string) (store.Client, error)
	SaveParcel(ctx context.Context, id, client string) error
}

// Accounts asks the owner; the interface's name does not tell.
type Accounts interface {
	User(ctx context.Context, id string) (store.Client, error)
}

type Service struct {
	Clients  Clients
	Accounts Accounts
}

func (s *Service) Rename(ctx context.Context, id, name string) error {
	return s.Clients.RenameClient(ctx, id, name)
}

// Correct reads the copy, changes it and writes it back.
func (s *Service) Correct(ctx context.Context, id, name string) error {
	c, err := s.Clients.Client(ctx, id)
	if err != nil {
		return err
	}
	c.Name = name
	return s.Clients.PutClient(ctx, c)
}

// Amend is what main hands requests to.
func (s *Service) Amend(ctx context.Context, id, name string) error {
	return s.Clients.RenameClient(ctx, id, name) // want `Service.Amend writes clients, the copy of accounts.users, outside of consumers and sync jobs`
}

// Refresh stores what the owner says.
func (s *Service) Refresh(ctx context.Context, id string) error {
	c, err := s.Accounts.User(ctx, id)
	if err != nil {
		return err
	}
	return s.Clients.PutClient(ctx, c)
}

func (s *Service) Ship(ctx context.Context, id, client string) error {
	return s.Clients.SaveParcel(ctx, id, client)
}
