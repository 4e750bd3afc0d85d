// Package helped opens a database by accounts' helper, and then uses accounts'
// tables: whatever the settings say, it is accounts' database.
package helped

import (
	"context"

	"example.com/fixtures/foreigndb/accounts/store"
)

func run(ctx context.Context, url string, m store.Metrics) error {
	s, err := store.Wrapped(url, m) // want "orders gets hold of the database of service accounts"
	if err != nil {
		return err
	}
	_, err = s.DB.ExecContext(ctx, "DELETE FROM users") // want "orders writes table users of service accounts"
	return err
}
