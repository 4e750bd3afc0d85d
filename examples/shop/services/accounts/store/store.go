// Package store reads and writes the tables of the accounts service.
package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/services/accounts/domain"
)

// ErrNotFound is returned for a user who does not exist.
var ErrNotFound = errors.New("user not found")

const userColumns = "id::text, company_id::text, country, name, email, status, updated_at, deleted_at"

// Store reads users.
type Store struct {
	pool *pgxpool.Pool
}

// New returns a store on the pool.
func New(pool *pgxpool.Pool) *Store { return &Store{pool: pool} }

// User returns one user.
func (s *Store) User(ctx context.Context, id string) (domain.User, error) {
	rows, err := s.pool.Query(ctx, "SELECT "+userColumns+" FROM accounts.users WHERE id = $1", id)
	if err != nil {
		return domain.User{}, err
	}
	return one(rows)
}

// InsertUser adds a user and returns it as it was stored.
func InsertUser(ctx context.Context, tx pgx.Tx, u domain.User) (domain.User, error) {
	rows, err := tx.Query(ctx, `
		INSERT INTO accounts.users (id, company_id, country, name, email)
		VALUES (gen_random_uuid(), $1, $2, $3, $4)
		RETURNING `+userColumns, u.CompanyID, u.Country, u.Name, u.Email)
	if err != nil {
		return domain.User{}, err
	}
	return one(rows)
}

// SetEmail changes the address and returns the user as it is then.
func SetEmail(ctx context.Context, tx pgx.Tx, id, email string) (domain.User, error) {
	rows, err := tx.Query(ctx, `
		UPDATE accounts.users SET email = $2, updated_at = now()
		WHERE id = $1 AND deleted_at IS NULL
		RETURNING `+userColumns, id, email)
	if err != nil {
		return domain.User{}, err
	}
	return one(rows)
}

// DeleteUser marks the user as deleted and returns it.
func DeleteUser(ctx context.Context, tx pgx.Tx, id string) (domain.User, error) {
	rows, err := tx.Query(ctx, `
		UPDATE accounts.users SET deleted_at = now(), updated_at = now()
		WHERE id = $1 AND deleted_at IS NULL
		RETURNING `+userColumns, id)
	if err != nil {
		return domain.User{}, err
	}
	return one(rows)
}

// Enqueue leaves a message for the relay.
func Enqueue(ctx context.Context, tx pgx.Tx, topic string, msg any) error {
	payload, err := json.Marshal(msg)
	if err != nil {
		return fmt.Errorf("encode %T: %w", msg, err)
	}
	_, err = tx.Exec(ctx, "INSERT INTO accounts.outbox (topic, payload) VALUES ($1, $2)", topic, payload)
	return err
}

func one(rows pgx.Rows) (domain.User, error) {
	u, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[domain.User])
	if errors.Is(err, pgx.ErrNoRows) {
		return u, ErrNotFound
	}
	return u, err
}
