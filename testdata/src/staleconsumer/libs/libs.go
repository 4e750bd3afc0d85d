// Package libs has a consumer of each library that updates whatever comes.
package libs

import (
	"context"
	"database/sql"
	"encoding/json"

	"example.com/fixtures/staleconsumer/msgs"
)

type store struct{ db *sql.DB }

// rename is common to all of the consumers here: what it writes counts for each.
func (s *store) rename(ctx context.Context, data []byte) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(data, &e); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID)
	return err
}

// unused calls rename with what is no message.
func unused(ctx context.Context, s *store, data []byte) error { return s.rename(ctx, data) }
