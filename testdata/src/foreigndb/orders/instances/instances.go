// Package instances keeps several instances of shared types, each told its own
// table by whoever wires them.
package instances

import (
	"context"
	"database/sql"

	"go.mongodb.org/mongo-driver/mongo"

	"example.com/fixtures/foreigndb/pkg/dbx"
	"example.com/fixtures/foreigndb/pkg/mongox"
	"example.com/fixtures/foreigndb/pkg/queries"
)

// Service has one of orders' tables and one of accounts'.
type Service struct {
	lines, users *dbx.Repo
	names        dbx.Names
	db           *sql.DB
	people       *mongo.Collection

	// Count is what the wiring has accounts hand out.
	Count func(ctx context.Context, db *sql.DB) (int, error)
}

// New is given them.
func New(db *sql.DB, lines, users *dbx.Repo, names dbx.Names, people *mongo.Collection) *Service {
	return &Service{lines: lines, users: users, names: names, db: db, people: people}
}

// Lines clears orders' own.
func (s *Service) Lines(ctx context.Context) error { return s.lines.Clear(ctx) }

// Users clears accounts'.
func (s *Service) Users(ctx context.Context) error {
	return s.users.Clear(ctx) // want "orders writes table users of service accounts"
}

// Named goes by a struct of names.
func (s *Service) Named(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, "SELECT 1 FROM "+s.names.Own); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "SELECT 1 FROM "+s.names.Users) // want "orders reads table users of service accounts"
	return err
}

// People reads a collection that it was given.
func (s *Service) People(ctx context.Context) (int64, error) {
	return s.people.CountDocuments(ctx, map[string]any{}) // want "orders reads table users of service accounts"
}

// Counted asks what it was handed.
func (s *Service) Counted(ctx context.Context) (int, error) { return s.Count(ctx, s.db) }

// A User is kept in accounts' collection, an Order in orders' own.
type User struct{ ID string }

// Collection is where.
func (User) Collection() string { return "users" }

// Order is orders' own.
type Order struct{ ID string }

// Collection is where.
func (Order) Collection() string { return "orders" }

func documents(ctx context.Context, db *mongo.Database) error {
	if _, err := mongox.Of[Order](db).First(ctx); err != nil {
		return err
	}
	_, err := mongox.Of[User](db).First(ctx) // want "orders reads table users of service accounts"
	return err
}

func files(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(ctx, queries.Get("lines")); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, queries.Get("nameless")) // want "orders reads table users of service accounts"
	return err
}
