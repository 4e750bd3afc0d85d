// Package repos hands out its repositories as interfaces.
package repos

import (
	"context"
	"database/sql"

	"go.mongodb.org/mongo-driver/mongo"
	"gorm.io/gorm"
)

// A Repo keeps values of one type.
type Repo[T any] interface {
	ByID(ctx context.Context, id int64) (T, error)
	Save(ctx context.Context, v *T) error
}

type gormRepo[T any] struct{ db *gorm.DB }

// For makes one of a type.
func For[T any](db *gorm.DB) Repo[T] { return &gormRepo[T]{db: db} }

func (r *gormRepo[T]) ByID(ctx context.Context, id int64) (v T, err error) {
	return v, r.db.WithContext(ctx).First(&v, id).Error
}

func (r *gormRepo[T]) Save(ctx context.Context, v *T) error {
	return r.db.WithContext(ctx).Save(v).Error
}

// A Counter counts the rows of the table that it was made for.
type Counter interface {
	Count(ctx context.Context) (int, error)
}

type counter struct {
	db    *sql.DB
	query string
}

// Counting makes one.
func Counting(db *sql.DB, table string) Counter {
	return &counter{db: db, query: "SELECT count(*) FROM " + table}
}

func (c *counter) Count(ctx context.Context) (n int, err error) {
	err = c.db.QueryRowContext(ctx, c.query).Scan(&n)
	return n, err
}

// A Spec describes a table.
type Spec struct{ Table, Key string }

// A Row describes its table.
type Row interface{ Spec() Spec }

// Rows lists the rows of a type.
type Rows[T Row] struct {
	db   *sql.DB
	list string
}

// Of makes one.
func Of[T Row](db *sql.DB) *Rows[T] {
	var row T
	s := row.Spec()
	return &Rows[T]{db: db, list: "SELECT * FROM " + s.Table + " ORDER BY " + s.Key}
}

// List lists them.
func (r *Rows[T]) List(ctx context.Context) error {
	_, err := r.db.QueryContext(ctx, r.list)
	return err
}

// Exists looks a row up, as the description says.
func Exists(ctx context.Context, db *sql.DB, s Spec, key string) (n int, err error) {
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM "+s.Table+" WHERE "+s.Key+" = $1", key).Scan(&n)
	return n, err
}

// A Factory makes stores.
type Factory interface {
	Store(collection string) *Store
}

type factory struct{ db *mongo.Database }

// Open makes one.
func Open(db *mongo.Database) Factory { return &factory{db: db} }

func (f *factory) Store(collection string) *Store { return &Store{c: f.db.Collection(collection)} }

// A Store is one collection.
type Store struct{ c *mongo.Collection }

// One reads a document.
func (s *Store) One(ctx context.Context, filter, into any) error {
	return s.c.FindOne(ctx, filter).Decode(into)
}

// Typed is a store of one type of document.
type Typed[T any] struct{ s *Store }

// TypedOf makes one.
func TypedOf[T any](f Factory, collection string) Typed[T] { return Typed[T]{s: f.Store(collection)} }

// Get reads one.
func (t Typed[T]) Get(ctx context.Context, id any) (v T, err error) {
	err = t.s.One(ctx, id, &v)
	return v, err
}

// Empty empties the tables that it is told.
func Empty(ctx context.Context, db *sql.DB, tables ...string) error {
	for _, t := range tables {
		if _, err := db.ExecContext(ctx, "TRUNCATE "+t); err != nil {
			return err
		}
	}
	return nil
}
