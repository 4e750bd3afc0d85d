// Package crews keeps what another service tells of crews.
package crews

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/segmentio/kafka-go"
)

type Crew struct{ ID, Name string }

func Run(ctx context.Context, db *sql.DB, r *kafka.Reader) error {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		var c Crew
		if err := json.Unmarshal(m.Value, &c); err != nil {
			return err
		}
		if _, err := db.ExecContext(ctx, `INSERT INTO crews (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.Name); err != nil {
			return err
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
