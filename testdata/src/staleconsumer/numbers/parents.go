package numbers

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
)

// What is kept beside a row whose key the database has just made is as new as the row, although
// the statement would overwrite what is there.

type alarm struct {
	ID, Tenant, Title string
	Labels            map[string]string
}

type alarms struct{ db *sql.DB }

func (a *alarms) inTx(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := a.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func insertAlarm(ctx context.Context, tx *sql.Tx, row *alarm) error {
	return tx.QueryRowContext(ctx, "INSERT INTO alarms (tenant, title) VALUES ($1, $2) RETURNING id, created_at", row.Tenant, row.Title).Scan(&row.ID, new(string))
}

// putAlarm goes by the tenant: the row may have been there.
func putAlarm(ctx context.Context, tx *sql.Tx, row *alarm) error {
	return tx.QueryRowContext(ctx, "INSERT INTO tenant_alarms (tenant) VALUES ($1) ON CONFLICT (tenant) DO UPDATE SET tenant = EXCLUDED.tenant RETURNING id", row.Tenant).Scan(&row.ID)
}

// insertKnown has the message tell the key.
func insertKnown(ctx context.Context, tx *sql.Tx, row *alarm) error {
	return tx.QueryRowContext(ctx, "INSERT INTO known_alarms (id, title) VALUES ($1, $2) RETURNING id", row.ID, row.Title).Scan(&row.ID)
}

// insertUnheard does not hear of the key.
func insertUnheard(ctx context.Context, tx *sql.Tx, row *alarm) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO unheard_alarms (tenant, title) VALUES ($1, $2)", row.Tenant, row.Title)
	return err
}

func insertTitle(ctx context.Context, db *sql.DB, title string) (int64, error) {
	var id int64
	err := db.QueryRowContext(ctx, "INSERT INTO titles (title) VALUES ($1) RETURNING id", title).Scan(&id)
	return id, err
}

func putLabels(ctx context.Context, tx *sql.Tx, id string, labels map[string]string) error {
	var keys, values []string
	for k, v := range labels {
		keys, values = append(keys, k), append(values, v)
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO alarm_labels (alarm_id, key, value) SELECT $1, k, v FROM unnest($2::text[], $3::text[]) AS t(k, v)
		ON CONFLICT (alarm_id, key) DO UPDATE SET value = EXCLUDED.value`, id, keys, values)
	return err
}

func putTitle(ctx context.Context, db *sql.DB, id int64, title string) error {
	_, err := db.ExecContext(ctx, "INSERT INTO title_texts (title_id, text) VALUES ($1, $2) ON CONFLICT (title_id) DO UPDATE SET text = EXCLUDED.text", id, title)
	return err
}

// putLatest has one row for each tenant, whichever alarm it is about.
func putLatest(ctx context.Context, tx *sql.Tx, id, tenant, title string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO latest_alarms (alarm_id, tenant, title) VALUES ($1, $2, $3) ON CONFLICT (tenant) DO UPDATE SET title = EXCLUDED.title", id, tenant, title) // want `consumer putLatest overwrites latest_alarms`
	return err
}

func alarmOf(msg *message.Message) *alarm {
	var a alarm
	_ = json.Unmarshal(msg.Payload, &a)
	return &a
}

// raised puts labels beside a new row.
func (a *alarms) raised(msg *message.Message) error {
	return a.create(msg.Context(), alarmOf(msg))
}

func (a *alarms) create(ctx context.Context, row *alarm) error {
	return a.inTx(ctx, func(tx *sql.Tx) error {
		if err := insertAlarm(ctx, tx, row); err != nil {
			return err
		}
		return putLabels(ctx, tx, row.ID, row.Labels)
	})
}

// titled is given the key back.
func (a *alarms) titled(msg *message.Message) error {
	row := alarmOf(msg)
	id, err := insertTitle(msg.Context(), a.db, row.Title)
	if err != nil {
		return err
	}
	return putTitle(msg.Context(), a.db, id, row.Title)
}

// relabelled has the message tell which alarm it is.
func (a *alarms) relabelled(msg *message.Message) error {
	row := alarmOf(msg)
	return a.inTx(msg.Context(), func(tx *sql.Tx) error {
		return putLabels(msg.Context(), tx, row.ID, row.Labels) // want `consumer alarms.relabelled overwrites alarm_labels`
	})
}

// perhapsThere may have found the row.
func (a *alarms) perhapsThere(msg *message.Message) error {
	row := alarmOf(msg)
	return a.inTx(msg.Context(), func(tx *sql.Tx) error {
		if err := putAlarm(msg.Context(), tx, row); err != nil {
			return err
		}
		return putLabels(msg.Context(), tx, row.ID, row.Labels) // want `consumer alarms.perhapsThere overwrites alarm_labels`
	})
}

// known has inserted a row of which others may know: labels may have come before.
func (a *alarms) known(msg *message.Message) error {
	row := alarmOf(msg)
	return a.inTx(msg.Context(), func(tx *sql.Tx) error {
		if err := insertKnown(msg.Context(), tx, row); err != nil {
			return err
		}
		return putLabels(msg.Context(), tx, row.ID, row.Labels) // want `consumer alarms.known overwrites alarm_labels`
	})
}

// unheard goes on with another key than the one that was made.
func (a *alarms) unheard(msg *message.Message) error {
	row := alarmOf(msg)
	return a.inTx(msg.Context(), func(tx *sql.Tx) error {
		if err := insertUnheard(msg.Context(), tx, row); err != nil {
			return err
		}
		return putLabels(msg.Context(), tx, row.ID, row.Labels) // want `consumer alarms.unheard overwrites alarm_labels`
	})
}

// latest overwrites the row of the tenant.
func (a *alarms) latest(msg *message.Message) error {
	row := alarmOf(msg)
	return a.inTx(msg.Context(), func(tx *sql.Tx) error {
		if err := insertAlarm(msg.Context(), tx, row); err != nil {
			return err
		}
		return putLatest(msg.Context(), tx, row.ID, row.Tenant, row.Title)
	})
}

// told goes on with the key that the message tells, while another one was made.
func (a *alarms) told(msg *message.Message) error {
	row := alarmOf(msg)
	if _, err := insertReturning(msg.Context(), a.db, row); err != nil {
		return err
	}
	return putText(msg.Context(), a.db, row.ID, row.Title) // want `consumer alarms.told overwrites alarm_texts`
}

// returned goes on with the one that was made.
func (a *alarms) returned(msg *message.Message) error {
	row := alarmOf(msg)
	id, err := insertReturning(msg.Context(), a.db, row)
	if err != nil {
		return err
	}
	return putText(msg.Context(), a.db, id, row.Title)
}

func insertReturning(ctx context.Context, db *sql.DB, row *alarm) (string, error) {
	var id string
	err := db.QueryRowContext(ctx, "INSERT INTO returned_alarms (title) VALUES ($1) RETURNING id", row.Title).Scan(&id)
	return id, err
}

func putText(ctx context.Context, db *sql.DB, id, text string) error {
	_, err := db.ExecContext(ctx, "INSERT INTO alarm_texts (alarm_id, text) VALUES ($1, $2) ON CONFLICT (alarm_id) DO UPDATE SET text = EXCLUDED.text", id, text)
	return err
}
