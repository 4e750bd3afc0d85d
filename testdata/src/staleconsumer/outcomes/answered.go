package outcomes

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// What another process has answered decides which state a row gets.

type charge struct {
	ChargeID string
	Amount   int64
	Approved bool
}

// A PaymentGateway is not part of this service.
type PaymentGateway interface {
	Charge(ctx context.Context, id string) (receipt, error)
	Known(ctx context.Context, id string) (bool, error)
}

type receipt struct {
	Approved bool
	Code     string
}

func (r *reports) chargeState(ctx context.Context, id, state string) error {
	_, err := r.db.ExecContext(ctx, "UPDATE charges SET state = $2 WHERE id = $1", id, state)
	return err
}

func (r *reports) chargeOf(ctx context.Context, id string) (receipt, error) {
	var c receipt
	err := r.db.QueryRowContext(ctx, "SELECT approved, code FROM charges WHERE id = $1", id).Scan(&c.Approved, &c.Code)
	return c, err
}

type charger struct {
	reports *reports
	gateway PaymentGateway
}

// settles writes once.
func (p *charger) settles(ctx context.Context, e charge) error {
	r, err := p.gateway.Charge(ctx, e.ChargeID)
	if err != nil {
		return err
	}
	state := "declined"
	if r.Approved {
		state = "approved"
	}
	return p.reports.chargeState(ctx, e.ChargeID, state)
}

// splits writes in either of two places.
func (p *charger) splits(ctx context.Context, e charge) error {
	r, err := p.gateway.Charge(ctx, e.ChargeID)
	if err != nil {
		return err
	}
	if r.Code == "00" {
		return p.reports.chargeState(ctx, e.ChargeID, "approved")
	}
	return p.reports.chargeState(ctx, e.ChargeID, "declined")
}

// skips asks whether there is anything to do, and does what the message says.
func (p *charger) skips(ctx context.Context, e charge) error {
	known, err := p.gateway.Known(ctx, e.ChargeID)
	if err != nil || !known {
		return err
	}
	return p.reports.chargeState(ctx, e.ChargeID, "approved") // want `consumer charger.skips overwrites charges`
}

// repeats has the message decide.
func (p *charger) repeats(ctx context.Context, e charge) error {
	if _, err := p.gateway.Charge(ctx, e.ChargeID); err != nil {
		return err
	}
	state := "declined"
	if e.Approved {
		state = "approved"
	}
	return p.reports.chargeState(ctx, e.ChargeID, state) // want `consumer charger.repeats overwrites charges`
}

// stored has a row decide that may be as old as the one that is written.
func (p *charger) stored(ctx context.Context, e charge) error {
	r, err := p.reports.chargeOf(ctx, e.ChargeID)
	if err != nil {
		return err
	}
	state := "declined"
	if r.Code != "" {
		state = "approved"
	}
	return p.reports.chargeState(ctx, e.ChargeID, state) // want `consumer charger.stored overwrites charges`
}

func listenForCharges(nc *nats.Conn, p *charger) {
	for subject, handle := range map[string]func(context.Context, charge) error{
		"settles": p.settles, "splits": p.splits, "skips": p.skips, "repeats": p.repeats, "stored": p.stored,
	} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) {
			var e charge
			if json.Unmarshal(m.Data, &e) == nil {
				_ = handle(context.Background(), e)
			}
		})
	}
}
