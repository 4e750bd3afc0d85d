package guards

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// A flag that must not be set yet where it is set is moved from one state to the other, as a
// column is that has to hold one value and is given another.
type flags struct{ db *sql.DB }

func (f *flags) retire(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := f.db.ExecContext(ctx, `UPDATE customers SET retired = true WHERE id = $1 AND NOT retired RETURNING id`, e.ID)
	return err
}

func (f *flags) told(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := f.db.ExecContext(ctx, `UPDATE customers c SET retired = TRUE, name = $2 WHERE c.retired IS NOT TRUE AND c.id = $1`, e.ID, e.Name)
	return err
}

func (f *flags) put(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := f.db.ExecContext(ctx, `UPDATE customers SET active = false WHERE active AND id = $1`, e.ID)
	return err
}

// Another flag than the one that is set says nothing of it.
func (f *flags) other(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := f.db.ExecContext(ctx, `UPDATE customers SET retired = true WHERE id = $1 AND NOT archived`, e.ID) // want "overwrites customers"
	return err
}

// Nor does the flag, where it stays what it is.
func (f *flags) same(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := f.db.ExecContext(ctx, `UPDATE customers SET retired = false, name = $2 WHERE id = $1 AND NOT retired`, e.ID, e.Name) // want "overwrites customers"
	return err
}

// Either of two things is no condition.
func (f *flags) either(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := f.db.ExecContext(ctx, `UPDATE customers SET retired = true WHERE id = $1 AND (NOT retired OR name = $2)`, e.ID, e.Name) // want "overwrites customers"
	return err
}
