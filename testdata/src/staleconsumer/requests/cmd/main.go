package main

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/requests/wires"
)

type renames struct{ db *sql.DB }

// Answer is asked.
func (r *renames) Answer(ctx context.Context, data []byte) (any, error) {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, err
	}
	res, err := r.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID)
	if err != nil {
		return nil, err
	}
	return res.RowsAffected()
}

// Observe is told.
func (r *renames) Observe(ctx context.Context, data []byte) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(data, &e); err != nil {
		return err
	}
	_, err := r.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID) // want `consumer Wire.Run overwrites customers by a message`
	return err
}

// counts answers with a number.
func (r *renames) counts(ctx context.Context, data []byte) ([]byte, error) {
	n, err := r.Answer(ctx, data)
	if err != nil {
		return nil, err
	}
	return json.Marshal(n)
}

// told has nothing to answer.
func (r *renames) told(ctx context.Context, data []byte) ([]byte, error) {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, err
	}
	_, err := r.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID) // want `consumer renames.told overwrites customers by a message`
	return nil, err
}

// raw is asked.
func (r *renames) raw(m *nats.Msg) (any, error) {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return nil, err
	}
	res, err := r.db.Exec("UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID)
	if err != nil {
		return nil, err
	}
	return res.RowsAffected()
}

func main() {
	r, w := &renames{new(sql.DB)}, wires.New(new(nats.Conn))
	w.Handle("rename", r)
	w.Watch("renamed", r)
	_ = w.Func("count", r.counts)
	_ = w.Func("told", r.told)
	_ = w.Raw("raw", r.raw)
	_ = w.Run(context.Background())
}
