package guards

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// As of when something holds is its order, also where that is a number.

type quote struct {
	Code string
	Rate float64
	AsOf int64
}

type quotes struct{ db *sql.DB }

func (q *quotes) lock(ctx context.Context, tx *sql.Tx, code string) (asOf int64, err error) {
	err = tx.QueryRowContext(ctx, `SELECT as_of FROM quotes WHERE code = $1 FOR UPDATE`, code).Scan(&asOf)
	return asOf, err
}

func (q *quotes) put(ctx context.Context, tx *sql.Tx, e quote) error {
	_, err := tx.ExecContext(ctx, `UPDATE quotes SET rate = $2, as_of = $3 WHERE code = $1`, e.Code, e.Rate, e.AsOf)
	return err
}

func (q *quotes) older(m *nats.Msg) {
	var e quote
	if json.Unmarshal(m.Data, &e) != nil {
		return
	}
	ctx := context.Background()
	tx, err := q.db.BeginTx(ctx, nil)
	if err != nil {
		return
	}
	defer tx.Rollback()
	stored, err := q.lock(ctx, tx, e.Code)
	if err != nil || e.AsOf > stored {
		return
	}
	if q.put(ctx, tx, e) == nil { // want `the comparison is reversed`
		tx.Commit()
	}
}

func (q *quotes) newer(m *nats.Msg) {
	var e quote
	if json.Unmarshal(m.Data, &e) != nil {
		return
	}
	ctx := context.Background()
	tx, err := q.db.BeginTx(ctx, nil)
	if err != nil {
		return
	}
	defer tx.Rollback()
	stored, err := q.lock(ctx, tx, e.Code)
	if err != nil || e.AsOf <= stored {
		return
	}
	if q.put(ctx, tx, e) == nil {
		tx.Commit()
	}
}

func (q *quotes) forgets(m *nats.Msg) {
	var e quote
	if json.Unmarshal(m.Data, &e) != nil {
		return
	}
	q.db.Exec(rateOnly, e.Code, e.Rate, e.AsOf) // want `does not store it`
}

const rateOnly = `INSERT INTO quotes (code, rate, as_of) VALUES ($1, $2, $3)
	ON CONFLICT (code) DO UPDATE SET rate = EXCLUDED.rate WHERE quotes.as_of < EXCLUDED.as_of`

// RunQuotes subscribes them.
func RunQuotes(conn *nats.Conn, q *quotes) {
	conn.Subscribe("quotes", q.older)
	conn.Subscribe("quotes", q.newer)
	conn.Subscribe("quotes", q.forgets)
}
