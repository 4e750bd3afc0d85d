package values

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
)

// Server is told by its user how to notify.
type Server struct {
	Notify func(ctx context.Context, id string) error
	Local  func(ctx context.Context, id string) error
	audit  func(ctx context.Context, id string) error
	InTx   func(ctx context.Context, fn func(context.Context) error) error
	Plain  func(ctx context.Context, fn func(context.Context) error) error
}

// Run hands functions to what package main says.
func (s *Server) Run(ctx context.Context) error {
	err := s.InTx(ctx, func(ctx context.Context) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
	if err != nil {
		return err
	}
	return s.Plain(ctx, func(ctx context.Context) error {
		return remote.Call(ctx, "no transaction")
	})
}

// New keeps the function that it is given.
func New(audit func(ctx context.Context, id string) error) *Server { return &Server{audit: audit} }

// Place calls what package main, which fills the fields, says.
func (s *Server) Place(ctx context.Context, tx *sql.Tx) error {
	if err := s.Notify(ctx, "1"); err != nil { // want "values.Server.Notify leaves"
		return err
	}
	if err := s.audit(ctx, "1"); err != nil { // want "values.Server.audit leaves"
		return err
	}
	return s.Local(ctx, "1") // stays inside
}
