// Package repeated passes over messages that would change nothing.
package repeated

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"
)

const (
	paid      = "PAID"
	cancelled = "CANCELLED"
	pending   = "PENDING"
)

type order struct {
	ID     string
	Status string
	Note   string
}

type orderPaid struct{ ID string }

type orders struct {
	db   *sql.DB
	gorm *gorm.DB
}

// Run subscribes them.
func Run(conn *nats.Conn, o *orders) {
	for _, h := range []nats.MsgHandler{o.paid, o.saved, o.helped, o.fromPending, o.unlessCancelled, o.noted, o.told} {
		conn.Subscribe("orders", h)
	}
}

func read(m *nats.Msg) (e orderPaid) {
	_ = json.Unmarshal(m.Data, &e)
	return e
}

func (o *orders) find(id string) (r order, err error) {
	err = o.db.QueryRow(`SELECT id, status, note FROM orders WHERE id = $1`, id).Scan(&r.ID, &r.Status, &r.Note)
	return r, err
}

// paid pays whatever is not paid yet, what was cancelled too.
func (o *orders) paid(m *nats.Msg) {
	e := read(m)
	row, err := o.find(e.ID)
	if err != nil || row.Status == paid {
		return
	}
	o.db.Exec(`UPDATE orders SET status = 'PAID' WHERE id = $1`, e.ID) // want `consumer orders.paid overwrites orders`
}

// saved does so by the row.
func (o *orders) saved(m *nats.Msg) {
	e := read(m)
	var row order
	if err := o.gorm.First(&row, "id = ?", e.ID).Error; err != nil {
		return
	}
	if row.Status == cancelled {
		return
	}
	row.Status = cancelled
	o.gorm.Save(&row) // want `consumer orders.saved overwrites orders`
}

func (o *orders) set(ctx context.Context, id, status string) error {
	_, err := o.db.ExecContext(ctx, `UPDATE orders SET status = $2 WHERE id = $1`, id, status)
	return err
}

// helped does so by a function.
func (o *orders) helped(m *nats.Msg) {
	e := read(m)
	row, err := o.find(e.ID)
	if err != nil {
		return
	}
	if row.Status != cancelled {
		o.set(context.Background(), e.ID, cancelled) // want `consumer orders.helped overwrites orders`
	}
}

// fromPending leaves what is no longer pending alone.
func (o *orders) fromPending(m *nats.Msg) {
	e := read(m)
	row, err := o.find(e.ID)
	if err != nil || row.Status != pending {
		return
	}
	o.db.Exec(`UPDATE orders SET status = 'PAID' WHERE id = $1`, e.ID)
}

// unlessCancelled leaves what was cancelled alone.
func (o *orders) unlessCancelled(m *nats.Msg) {
	e := read(m)
	row, err := o.find(e.ID)
	if err != nil || row.Status == paid || row.Status == cancelled {
		return
	}
	o.db.Exec(`UPDATE orders SET status = 'PAID' WHERE id = $1`, e.ID)
}

// noted writes something else than what it asks for.
func (o *orders) noted(m *nats.Msg) {
	e := read(m)
	row, err := o.find(e.ID)
	if err != nil || row.Status == paid {
		return
	}
	o.db.Exec(`UPDATE orders SET note = 'reminded' WHERE id = $1`, e.ID)
}

// told tells the state that it asked for before.
func (o *orders) told(m *nats.Msg) {
	e := read(m)
	row, err := o.find(e.ID)
	if err != nil {
		return
	}
	if row.Status == cancelled {
		o.set(context.Background(), e.ID+"-copy", cancelled)
		return
	}
	o.db.Exec(`UPDATE orders SET status = 'PAID' WHERE id = $1`, e.ID)
}
