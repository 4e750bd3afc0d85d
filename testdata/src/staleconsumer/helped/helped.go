// Package helped is a service's, with one file that helps tests beside the others.
package helped

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"
)

type store struct{ db *sql.DB }

func (s *store) renamed(ctx context.Context, m *nats.Msg) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", string(m.Data), m.Subject) // want `consumer store.renamed overwrites customers by a message`
	return err
}
