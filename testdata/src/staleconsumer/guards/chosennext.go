package guards

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"
)

// What comes next is worked out from the state that the row is in, and may be nothing.

type voucherState string

const (
	voucherOpen    voucherState = "open"
	voucherPaid    voucherState = "paid"
	voucherPrinted voucherState = "printed"
)

type voucher struct {
	ID     string
	Status voucherState
	Kind   string
}

type vouchers struct{ db *sql.DB }

func (t *vouchers) locked(ctx context.Context, tx *sql.Tx, id string) (*voucher, error) {
	x := new(voucher)
	return x, tx.QueryRowContext(ctx, "SELECT id, status, kind FROM vouchers WHERE id = $1 FOR UPDATE", id).Scan(&x.ID, &x.Status, &x.Kind)
}

func (t *vouchers) set(ctx context.Context, tx *sql.Tx, id string, s voucherState) error {
	_, err := tx.ExecContext(ctx, "UPDATE vouchers SET status = $2 WHERE id = $1", id, s)
	return err
}

// stepsTo are the states that lie between two.
func stepsTo(current, target voucherState) []voucherState {
	all := []voucherState{voucherOpen, voucherPaid, voucherPrinted}
	at, to := -1, -1
	for i, s := range all {
		if s == current {
			at = i
		}
		if s == target {
			to = i
		}
	}
	if at < 0 || to <= at {
		return nil
	}
	return all[at+1 : to+1]
}

var afterwards = map[voucherState]voucherState{voucherOpen: voucherPaid, voucherPaid: voucherPrinted}

func following(s voucherState) voucherState { return afterwards[s] }

// differs says where to go, if that is another state.
func differs(current, target voucherState) voucherState {
	if current == target {
		return ""
	}
	return target
}

// ofKind depends on what never changes.
func ofKind(kind string) voucherState {
	if kind == "free" {
		return ""
	}
	return voucherPaid
}

func (t *vouchers) walks(m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	ctx := context.Background()
	return inTx(ctx, t.db, func(tx *sql.Tx) error {
		row, err := t.locked(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		list := stepsTo(row.Status, voucherState(e.Name))
		if len(list) == 0 {
			return nil
		}
		for _, s := range list {
			if err := t.set(ctx, tx, row.ID, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// walksEach does nothing where there is no step.
func (t *vouchers) walksEach(m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	ctx := context.Background()
	return inTx(ctx, t.db, func(tx *sql.Tx) error {
		row, err := t.locked(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		for _, s := range stepsTo(row.Status, voucherState(e.Name)) {
			if err := t.set(ctx, tx, row.ID, s); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *vouchers) goesOn(m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	ctx := context.Background()
	return inTx(ctx, t.db, func(tx *sql.Tx) error {
		row, err := t.locked(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if to := following(row.Status); to != "" {
			return t.set(ctx, tx, e.ID, voucherState(e.Name))
		}
		return nil
	})
}

// goesThere asks for nothing but whether there is something to do.
func (t *vouchers) goesThere(m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	ctx := context.Background()
	return inTx(ctx, t.db, func(tx *sql.Tx) error {
		row, err := t.locked(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if to := differs(row.Status, voucherState(e.Name)); to != "" {
			return t.set(ctx, tx, e.ID, to) // want `goesThere overwrites vouchers`
		}
		return nil
	})
}

// goesByKind asks the row, but not for its state.
func (t *vouchers) goesByKind(m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	ctx := context.Background()
	return inTx(ctx, t.db, func(tx *sql.Tx) error {
		row, err := t.locked(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if to := ofKind(row.Kind); to != "" {
			return t.set(ctx, tx, e.ID, voucherState(e.Name)) // want `goesByKind overwrites vouchers`
		}
		return nil
	})
}

// goesAnyway looks at the steps, and writes without.
func (t *vouchers) goesAnyway(m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	ctx := context.Background()
	return inTx(ctx, t.db, func(tx *sql.Tx) error {
		row, err := t.locked(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if len(stepsTo(row.Status, voucherState(e.Name))) == 0 {
			println("nothing between")
		}
		return t.set(ctx, tx, e.ID, voucherState(e.Name)) // want `goesAnyway overwrites vouchers`
	})
}

// asTold goes to the state that a function works out from the message alone.
func (t *vouchers) asTold(m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	ctx := context.Background()
	return inTx(ctx, t.db, func(tx *sql.Tx) error {
		if to := following(voucherState(e.Name)); to != "" {
			return t.set(ctx, tx, e.ID, to) // want `asTold overwrites vouchers`
		}
		return nil
	})
}

// apply has its caller say what comes next of the row that it holds.
func (t *vouchers) apply(ctx context.Context, id string, decide func(x voucher) (voucherState, error)) error {
	return inTx(ctx, t.db, func(tx *sql.Tx) error {
		row, err := t.locked(ctx, tx, id)
		if err != nil {
			return err
		}
		to, err := decide(*row)
		if err != nil {
			return err
		}
		if to == "" || to == row.Status {
			return nil
		}
		return t.set(ctx, tx, id, to)
	})
}

// ask has its caller say what comes next, and does not tell it of the row.
func (t *vouchers) ask(ctx context.Context, id string, decide func(id string) voucherState) error {
	return inTx(ctx, t.db, func(tx *sql.Tx) error {
		row, err := t.locked(ctx, tx, id)
		if err != nil {
			return err
		}
		to := decide(id)
		if to == "" || to == row.Status {
			return nil
		}
		return t.set(ctx, tx, id, to) // want `overwrites vouchers`
	})
}

func (t *vouchers) pays(m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return t.apply(context.Background(), e.ID, func(x voucher) (voucherState, error) {
		if x.Status == voucherOpen {
			return voucherPaid, nil
		}
		return "", nil
	})
}

func (t *vouchers) asks(m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return t.ask(context.Background(), e.ID, func(string) voucherState { return voucherState(e.Name) })
}
