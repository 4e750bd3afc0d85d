// Package closures has texts that go through function values.
package closures

import (
	"context"
	"database/sql"
	"fmt"

	"example.com/fixtures/foreigndb/accounts/store"
)

// A report makes its query.
type report struct {
	title string
	build func(since int) (string, error)
}

var (
	lines = report{"users", func(int) (string, error) { return "SELECT count(*) FROM order_lines", nil }}
	names = report{"names", func(since int) (string, error) {
		q := ""
		for i, table := range [...]string{"orders", "users"} {
			if i > 0 {
				q += " UNION ALL "
			}
			q += fmt.Sprintf("SELECT '%[1]s', count(*) FROM %[1]s", table)
		}
		return q, nil
	}}
)

func own(ctx context.Context, db *sql.DB) error {
	q, err := lines.build(1)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, q)
	return err
}

func foreign(ctx context.Context, db *sql.DB) error {
	q, err := names.build(1)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, q) // want "orders reads table users of service accounts"
	return err
}

// shards runs code for the shard of a key.
type shards struct {
	db    *sql.DB
	table string
	n     int
}

func (s *shards) in(ctx context.Context, key int, fn func(db *sql.DB, table string) error) error {
	return fn(s.db, fmt.Sprintf("audit_%d", key%s.n))
}

func (s *shards) own(ctx context.Context, fn func(table string) error) error {
	return fn("order_lines")
}

func sharded(ctx context.Context, s *shards) error {
	return s.in(ctx, 1, func(db *sql.DB, table string) error {
		_, err := db.ExecContext(ctx, fmt.Sprintf("DELETE FROM %s WHERE id = 1", table)) // want "orders writes table audit_.* of service accounts"
		return err
	})
}

func ownShard(ctx context.Context, s *shards) error {
	return s.own(ctx, func(table string) error {
		_, err := s.db.ExecContext(ctx, "DELETE FROM "+table)
		return err
	})
}

func local(ctx context.Context, db *sql.DB) error {
	count := func(table string) error {
		_, err := db.ExecContext(ctx, "SELECT count(*) FROM "+table) // want "orders reads table users of service accounts"
		return err
	}
	if err := count("orders"); err != nil {
		return err
	}
	return count("users")
}

func values(ctx context.Context, s *store.Store, is bool) error {
	find := s.Look
	if is {
		find = own2
	}
	_, err := find(ctx) // want "orders reads table users of service accounts"
	return err
}

func own2(context.Context) (int, error) { return 0, nil }
