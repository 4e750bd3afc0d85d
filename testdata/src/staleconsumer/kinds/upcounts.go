package kinds

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
)

// An alarm is raised again and again: the row tells the last of them, and how many
// there were.
type alarmRaised struct {
	DeviceID string
	Type     string
	Text     string
	At       time.Time
}

type alarmBook struct{ db *sql.DB }

func (b *alarmBook) raised(ctx context.Context, m *nats.Msg) error {
	var e alarmRaised
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := b.db.ExecContext(ctx, ` // want "consumer alarmBook.raised overwrites device_alarms"
		INSERT INTO device_alarms (device_id, type, description, observed_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (device_id, type) DO UPDATE
			SET
				description=EXCLUDED.description,
				observed_at=EXCLUDED.observed_at,
				count = device_alarms.count + 1
				`, e.DeviceID, e.Type, e.Text, e.At)
	return err
}
