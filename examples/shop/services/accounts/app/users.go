// Package app holds the use cases of the accounts service and its HTTP API.
package app

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/contracts"
	"example.com/shop/pkg/db"
	"example.com/shop/pkg/metrics"
	"example.com/shop/services/accounts/domain"
	"example.com/shop/services/accounts/mail"
	"example.com/shop/services/accounts/store"
)

// Users registers and changes users.
type Users struct {
	pool  *pgxpool.Pool
	store *store.Store
	mail  *mail.Sender
}

// NewUsers returns the use cases.
func NewUsers(pool *pgxpool.Pool, sender *mail.Sender) *Users {
	return &Users{pool: pool, store: store.New(pool), mail: sender}
}

// User returns one user.
func (u *Users) User(ctx context.Context, id string) (domain.User, error) {
	return u.store.User(ctx, id)
}

// Register adds a user. Nobody can sign in with an address that mail does not reach.
func (u *Users) Register(ctx context.Context, user domain.User) (domain.User, error) {
	if err := user.Validate(); err != nil {
		return user, err
	}
	err := db.InTx(ctx, u.pool, func(ctx context.Context, tx pgx.Tx) error {
		added, err := store.InsertUser(ctx, tx, user)
		if err != nil {
			return fmt.Errorf("insert user: %w", err)
		}
		user = added
		if err := u.mail.Welcome(user.Email, user.Name); err != nil {
			return err
		}
		return store.Enqueue(ctx, tx, contracts.TopicUsers, user.Changed())
	})
	return user, err
}

// ChangeEmail changes the address of several users at once, or of none.
func (u *Users) ChangeEmail(ctx context.Context, emails map[string]string) error {
	var after []func() error
	err := db.InTx(ctx, u.pool, func(ctx context.Context, tx pgx.Tx) error {
		for id, email := range emails {
			before, err := lock(ctx, tx, id)
			if err != nil {
				return err
			}
			user, err := store.SetEmail(ctx, tx, id, email)
			if err != nil {
				return fmt.Errorf("set email of %s: %w", id, err)
			}
			after = append(after, func() error { return u.mail.EmailChanged(before) })
			if err := store.Enqueue(ctx, tx, contracts.TopicUsers, user.Changed()); err != nil {
				return err
			}
			metrics.Count("accounts.email.changed")
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, notify := range after {
		if err := notify(); err != nil {
			slog.WarnContext(ctx, "old address not told", "error", err)
		}
	}
	return nil
}

// Close closes an account.
func (u *Users) Close(ctx context.Context, id string) error {
	var closed domain.User
	err := db.InTx(ctx, u.pool, func(ctx context.Context, tx pgx.Tx) (err error) {
		if closed, err = store.DeleteUser(ctx, tx, id); err != nil {
			return fmt.Errorf("delete user: %w", err)
		}
		slog.InfoContext(ctx, "account closed", "user", id)
		return store.Enqueue(ctx, tx, contracts.TopicUsers, closed.Changed())
	})
	if err != nil {
		return err
	}
	return u.mail.Goodbye(closed.Email)
}

// lock keeps others from changing the user and returns the present address.
func lock(ctx context.Context, tx pgx.Tx, id string) (string, error) {
	var email string
	err := tx.QueryRow(ctx, "SELECT email FROM accounts.users WHERE id = $1 FOR UPDATE", id).Scan(&email)
	if err != nil {
		return "", fmt.Errorf("lock user %s: %w", id, err)
	}
	return email, nil
}
