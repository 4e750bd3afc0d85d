// Package userstore is shared, and reads accounts' table for whoever uses it.
package userstore

import (
	"context"
	"database/sql"
)

// Store reads and writes users.
type Store struct{ DB *sql.DB }

// Name reads.
func (s *Store) Name(ctx context.Context, id string) (string, error) {
	_, err := s.DB.ExecContext(ctx, "SELECT name FROM users WHERE id = $1", id)
	return "", err
}

// Rename writes.
func (s *Store) Rename(ctx context.Context, id, name string) error {
	_, err := s.DB.ExecContext(ctx, "UPDATE users SET name = $1", name)
	return err
}

// Known touches no table.
func (s *Store) Known(id string) bool { return id != "" }

// Clear empties the table.
func (s *Store) Clear(ctx context.Context) error {
	_, err := s.DB.ExecContext(ctx, "DELETE FROM users")
	return err
}

// Reader is seen beside its one implementation.
type Reader interface {
	Read(ctx context.Context) (int, error)
}

type reader struct{ db *sql.DB }

// NewReader returns it.
func NewReader(db *sql.DB) Reader { return &reader{db} }

func (r *reader) Read(ctx context.Context) (int, error) {
	_, err := r.db.ExecContext(ctx, "SELECT count(*) FROM users")
	return 0, err
}

// Source is what a Cache asks.
type Source interface {
	Name(ctx context.Context, id string) (string, error)
}

// Cache asks its source.
type Cache struct{ Source Source }

// NewCache decorates a source.
func NewCache(s Source) *Cache { return &Cache{s} }

// Find asks the source.
func (c *Cache) Find(ctx context.Context, id string) (string, error) { return c.Source.Name(ctx, id) }
