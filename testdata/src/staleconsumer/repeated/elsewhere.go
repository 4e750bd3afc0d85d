package repeated

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"
)

// The state that is asked for first may be written by another function.

type ledger interface {
	Find(ctx context.Context, id string) (*order, error)
	MarkPaid(ctx context.Context, id string) error
	Remind(ctx context.Context, id string) error
	PayIfPending(ctx context.Context, id string) error
}

type sqlLedger struct{ db *sql.DB }

func (l *sqlLedger) Find(ctx context.Context, id string) (*order, error) {
	r := new(order)
	err := l.db.QueryRowContext(ctx, `SELECT id, status, note FROM orders WHERE id = $1`, id).Scan(&r.ID, &r.Status, &r.Note)
	return r, err
}

func (l *sqlLedger) MarkPaid(ctx context.Context, id string) error {
	_, err := l.db.ExecContext(ctx, `UPDATE orders SET status = 'PAID' WHERE id = $1`, id)
	return err
}

func (l *sqlLedger) Remind(ctx context.Context, id string) error {
	_, err := l.db.ExecContext(ctx, `UPDATE orders SET note = 'reminded' WHERE id = $1`, id)
	return err
}

func (l *sqlLedger) PayIfPending(ctx context.Context, id string) error {
	_, err := l.db.ExecContext(ctx, `UPDATE orders SET status = 'PAID' WHERE id = $1 AND status = 'PENDING'`, id)
	return err
}

// complete says itself to which state it brings an order.
func (o *orders) complete(ctx context.Context, id string) error {
	return o.set(ctx, id, paid)
}

// pay brings the row it is given there.
func (r *order) pay() { r.Status = paid }

type behind struct {
	ledger ledger
	orders *orders
}

// RunBehind subscribes those that have somebody else write.
func RunBehind(conn *nats.Conn, db *sql.DB, o *orders) {
	b := &behind{&sqlLedger{db}, o}
	for _, h := range []nats.MsgHandler{b.byInterface, b.reminds, b.pendingOnly, b.neither, b.below, b.bySetter, b.another} {
		conn.Subscribe("orders.behind", h)
	}
}

func (b *behind) byInterface(m *nats.Msg) {
	e, ctx := read(m), context.Background()
	row, err := b.ledger.Find(ctx, e.ID)
	if err != nil || row.Status == paid {
		return
	}
	b.ledger.MarkPaid(ctx, e.ID) // want `consumer behind.byInterface overwrites orders`
}

// reminds writes something else than what it asks for.
func (b *behind) reminds(m *nats.Msg) {
	e, ctx := read(m), context.Background()
	row, err := b.ledger.Find(ctx, e.ID)
	if err != nil || row.Status == paid {
		return
	}
	b.ledger.Remind(ctx, e.ID)
}

// pendingOnly leaves it to the statement to say from where.
func (b *behind) pendingOnly(m *nats.Msg) {
	e, ctx := read(m), context.Background()
	row, err := b.ledger.Find(ctx, e.ID)
	if err != nil || row.Status == paid {
		return
	}
	b.ledger.PayIfPending(ctx, e.ID)
}

// neither leaves what was cancelled alone.
func (b *behind) neither(m *nats.Msg) {
	e, ctx := read(m), context.Background()
	row, err := b.ledger.Find(ctx, e.ID)
	if err != nil || row.Status == cancelled || row.Status == paid {
		return
	}
	b.ledger.MarkPaid(ctx, e.ID)
}

func (b *behind) below(m *nats.Msg) {
	e, ctx := read(m), context.Background()
	row, err := b.orders.find(e.ID)
	if err != nil || row.Status == paid {
		return
	}
	b.orders.complete(ctx, e.ID) // want `consumer behind.below overwrites orders`
}

func (b *behind) bySetter(m *nats.Msg) {
	var row order
	if err := b.orders.gorm.First(&row, "id = ?", read(m).ID).Error; err != nil || row.Status == paid {
		return
	}
	row.pay()
	b.orders.gorm.Save(&row) // want `consumer behind.bySetter overwrites orders`
}

type parcel struct{ ID, Status string }

func (o *orders) release(id string) error {
	p := &parcel{ID: id}
	p.Status = paid
	return o.gorm.Create(p).Error
}

// another brings another thing to the state of that name.
func (b *behind) another(m *nats.Msg) {
	e, ctx := read(m), context.Background()
	row, err := b.ledger.Find(ctx, e.ID)
	if err != nil || row.Status == paid {
		return
	}
	b.orders.release(e.ID)
	b.ledger.Remind(ctx, e.ID)
}
