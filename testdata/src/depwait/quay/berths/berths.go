// Package berths keeps what another service tells of berths.
package berths

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/segmentio/kafka-go"
)

type Berth struct{ ID, Name string }

func Run(ctx context.Context, db *sql.DB, r *kafka.Reader) error {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		var b Berth
		if err := json.Unmarshal(m.Value, &b); err != nil {
			return err
		}
		if _, err := db.ExecContext(ctx, `INSERT INTO berths (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, b.ID, b.Name); err != nil {
			return err
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
