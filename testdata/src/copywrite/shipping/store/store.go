// Package store is the repository: consumers and requests alike come here.
package store

import (
	"context"
	"database/sql"
	"time"
)

type Store struct{ DB *sql.DB }

type Client struct{ ID, Name, Email string }

func (s *Store) SaveClient(ctx context.Context, c Client, at time.Time) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO clients (id, name, last_message_at) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, last_message_at = EXCLUDED.last_message_at
		WHERE clients.last_message_at < EXCLUDED.last_message_at`, c.ID, c.Name, at)
	return err
}

func (s *Store) RenameClient(ctx context.Context, id, name string) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE clients SET name = $2 WHERE id = $1`, id, name)
	return err
}

func (s *Store) DropClient(ctx context.Context, id string) error {
	_, err := s.DB.ExecContext(ctx, `DELETE FROM clients WHERE id = $1`, id)
	return err
}

func (s *Store) PutClient(ctx context.Context, c Client) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE clients SET name = $2, email = $3 WHERE id = $1`, c.ID, c.Name, c.Email)
	return err
}

func (s *Store) Client(ctx context.Context, id string) (Client, error) {
	var c Client
	err := s.DB.QueryRowContext(ctx, `SELECT id, name FROM clients WHERE id = $1`, id).Scan(&c.ID, &c.Name)
	return c, err
}

func (s *Store) SaveParcel(ctx context.Context, id, client string) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO parcels (id, client_id) VALUES ($1, $2)`, id, client)
	return err
}
