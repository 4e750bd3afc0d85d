// Package declared is of a service that says which of its tables are copies.
package declared

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// A Sync keeps the copies.
type Sync struct{ db *sql.DB }

// OnChange writes a copy, and a table of the service's own.
func (s *Sync) OnChange(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE parcels SET recipient = $1 WHERE customer_id = $2", e.Name, e.ID); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID) // want `consumer Sync.OnChange overwrites customers by a message`
	return err
}

// OnRate writes a table of the service's own, of which it compares the order: that this
// matters is said by the comparison.
func (s *Sync) OnRate(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE parcels SET recipient = $1, version = $3 WHERE customer_id = $2 AND version > $3", e.Name, e.ID, e.Version) // want `only if the stored row is newer than the message`
	return err
}

// OnBacklog does it right.
func (s *Sync) OnBacklog(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE parcels SET recipient = $1, version = $3 WHERE customer_id = $2 AND version < $3", e.Name, e.ID, e.Version)
	return err
}
