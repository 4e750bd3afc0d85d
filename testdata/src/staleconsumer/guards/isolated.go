package guards

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/uptrace/bun"
)

type doctorChanged struct {
	ID, Name string
	At       time.Time
	Seq      int64
}

type isolated struct {
	db  *sql.DB
	bun *bun.DB
}

// What the comparison has read, nobody else writes.
func (i *isolated) serializable(msg *message.Message) error {
	var d doctorChanged
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	tx, err := i.db.BeginTx(msg.Context(), &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := i.apply(tx, d); err != nil {
		return err
	}
	return tx.Commit()
}

func (i *isolated) committed(msg *message.Message) error {
	var d doctorChanged
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	tx, err := i.db.BeginTx(msg.Context(), &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := i.apply(tx, d); err != nil { // want `compares the order of doctors and writes it in separate statements`
		return err
	}
	return tx.Commit()
}

func (i *isolated) apply(tx *sql.Tx, d doctorChanged) error {
	var at time.Time
	if err := tx.QueryRow(`SELECT at FROM doctors WHERE id = $1`, d.ID).Scan(&at); err != nil {
		return err
	}
	if !d.At.After(at) {
		return nil
	}
	_, err := tx.Exec(`UPDATE doctors SET name = $2, at = $3 WHERE id = $1`, d.ID, d.Name, d.At)
	return err
}

// The order is compared, under a lock, and not stored.
func (i *isolated) forgets(msg *message.Message) error {
	var d doctorChanged
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	tx, err := i.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var name string
	var latest int64
	if err := tx.QueryRow(`SELECT name, seq FROM doctors WHERE id = $1 FOR UPDATE`, d.ID).Scan(&name, &latest); err != nil {
		return err
	}
	if d.Seq <= latest {
		return nil
	}
	if _, err := tx.Exec(`UPDATE doctors SET name = $2 WHERE id = $1`, d.ID, d.Name); err != nil { // want `compares seq of doctors with the message of type guards.doctorChanged but does not store it`
		return err
	}
	return tx.Commit()
}

// Each column has its own condition, by names as short as they come.
func (i *isolated) eachColumn(msg *message.Message) error {
	var d doctorChanged
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	_, err := i.db.Exec(`INSERT INTO doctors AS d (id, name, seq) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET
		name = CASE WHEN EXCLUDED.seq > d.seq THEN EXCLUDED.name ELSE d.name END,
		seq = GREATEST(EXCLUDED.seq, d.seq)`, d.ID, d.Name, d.Seq)
	return err
}

func (i *isolated) oneColumnOnly(msg *message.Message) error {
	var d doctorChanged
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	const statement = `INSERT INTO doctors (id, name, seq) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE
		name = VALUES(name), seq = IF(VALUES(seq) > seq, VALUES(seq), seq)`
	_, err := i.db.Exec(statement, d.ID, d.Name, d.Seq) // want `overwrites doctors`
	return err
}

type doctorRow struct {
	bun.BaseModel `bun:"table:doctors"`

	ID, Name string
	At       time.Time
}

// The row is read into the model that an earlier call of the chain named.
func (i *isolated) modelled(msg *message.Message) error {
	var d doctorChanged
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	return i.bun.RunInTx(msg.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
		row := new(doctorRow)
		if err := tx.NewSelect().Model(row).Where("id = ?", d.ID).For("UPDATE").Scan(ctx); err != nil {
			return err
		}
		if !d.At.After(row.At) {
			return nil
		}
		row.Name, row.At = d.Name, d.At
		_, err := tx.NewUpdate().Model(row).WherePK().Exec(ctx)
		return err
	})
}

// A beginOption changes how a transaction is begun.
type beginOption func(*sql.TxOptions)

func isolatedly(o *sql.TxOptions) { o.Isolation = sql.LevelSerializable }

func readingOnly(o *sql.TxOptions) { o.ReadOnly = true }

func (i *isolated) within(ctx context.Context, fn func(tx *sql.Tx) error, opts ...beginOption) error {
	var o sql.TxOptions
	for _, set := range opts {
		set(&o)
	}
	tx, err := i.db.BeginTx(ctx, &o)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (i *isolated) byOption(msg *message.Message) error {
	var d doctorChanged
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	return i.within(msg.Context(), func(tx *sql.Tx) error { return i.apply(tx, d) }, isolatedly)
}

func (i *isolated) byOtherOption(msg *message.Message) error {
	var d doctorChanged
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	return i.within(msg.Context(), func(tx *sql.Tx) error { return i.apply(tx, d) }, readingOnly) // want `compares the order of doctors and writes it in separate statements`
}
