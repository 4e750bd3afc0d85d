package anew

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// What becomes of a whole is computed of its parts, by how many there are, and by the
// states that they are in.

type packed struct {
	LoadID, BoxID, Result string
	Faults                []fault
}

type fault struct{ State string }

type box struct{ ID, State string }

type load struct {
	ID, State string
	Waiting   bool
	Boxes     []box
}

type loads struct{ db *sql.DB }

func (y *loads) Load(ctx context.Context, id string) (*load, error) {
	l := new(load)
	if err := y.db.QueryRowContext(ctx, "SELECT id, state, waiting FROM loads WHERE id = $1", id).Scan(&l.ID, &l.State, &l.Waiting); err != nil {
		return nil, err
	}
	var err error
	l.Boxes, err = y.Boxes(ctx, id)
	return l, err
}

func (y *loads) Boxes(ctx context.Context, id string) ([]box, error) {
	rows, err := y.db.QueryContext(ctx, "SELECT id, state FROM boxes WHERE load_id = $1", id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []box
	for rows.Next() {
		var s box
		if err := rows.Scan(&s.ID, &s.State); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

func (y *loads) SetBox(ctx context.Context, id, state string) error {
	_, err := y.db.ExecContext(ctx, "UPDATE boxes SET state = $1 WHERE id = $2", state, id)
	return err
}

func (y *loads) SetState(ctx context.Context, id, state string) error {
	_, err := y.db.ExecContext(ctx, "UPDATE loads SET state = $1 WHERE id = $2", state, id)
	return err
}

func (y *loads) Save(ctx context.Context, l *load) error {
	_, err := y.db.ExecContext(ctx, "UPDATE loads SET state = $1, waiting = $2 WHERE id = $3", l.State, l.Waiting, l.ID)
	return err
}

type yard struct{ loads *loads }

func readPacked(m *nats.Msg) (packed, error) {
	var e packed
	err := json.Unmarshal(m.Data, &e)
	return e, err
}

// done is right but for the box, whose result is the message's.
func (y *yard) done(ctx context.Context, m *nats.Msg) error {
	e, err := readPacked(m)
	if err != nil {
		return err
	}
	if err := y.loads.SetBox(ctx, e.BoxID, e.Result); err != nil { // want `consumer yard.done overwrites boxes`
		return err
	}
	l, err := y.loads.Load(ctx, e.LoadID)
	if err != nil {
		return err
	}
	return y.settle(ctx, l)
}

func (y *yard) settle(ctx context.Context, l *load) error {
	all := true
	for _, s := range l.Boxes {
		if s.State != "done" {
			all = false
		}
		if s.State == "failed" {
			l.State = "failed"
			break
		}
	}
	if all {
		l.State = "done"
	}
	return y.loads.SetState(ctx, l.ID, l.State)
}

func (y *yard) counted(ctx context.Context, m *nats.Msg) error {
	e, err := readPacked(m)
	if err != nil {
		return err
	}
	l, err := y.loads.Load(ctx, e.LoadID)
	if err != nil {
		return err
	}
	boxes, err := y.loads.Boxes(ctx, l.ID)
	if err != nil {
		return err
	}
	l.Waiting = len(boxes) > 1
	return y.loads.Save(ctx, l)
}

func (l *load) become(state string) { l.State = state }

// emptied tells the load itself, which parts it has shown by a flag.
func (y *yard) emptied(ctx context.Context, m *nats.Msg) error {
	e, err := readPacked(m)
	if err != nil {
		return err
	}
	l, err := y.loads.Load(ctx, e.LoadID)
	if err != nil {
		return err
	}
	some := false
	for i := range l.Boxes {
		some = some || l.Boxes[i].State == "full"
	}
	if !some {
		l.become("empty")
	}
	return y.loads.SetState(ctx, l.ID, l.State)
}

// --- what the message says of the parts

func (y *yard) countedFaults(ctx context.Context, m *nats.Msg) error {
	e, err := readPacked(m)
	if err != nil {
		return err
	}
	l, err := y.loads.Load(ctx, e.LoadID)
	if err != nil {
		return err
	}
	l.Waiting = len(e.Faults) > 1
	return y.loads.Save(ctx, l) // want `consumer yard.countedFaults overwrites loads`
}

func (y *yard) faulty(ctx context.Context, m *nats.Msg) error {
	e, err := readPacked(m)
	if err != nil {
		return err
	}
	l, err := y.loads.Load(ctx, e.LoadID)
	if err != nil {
		return err
	}
	for _, f := range e.Faults {
		if f.State == "failed" {
			l.State = "failed"
		}
	}
	return y.loads.SetState(ctx, l.ID, l.State) // want `consumer yard.faulty overwrites loads`
}

// cancelled changes the parts that are in a state, because of the message.
func (y *yard) cancelled(ctx context.Context, m *nats.Msg) error {
	e, err := readPacked(m)
	if err != nil {
		return err
	}
	boxes, err := y.loads.Boxes(ctx, e.LoadID)
	if err != nil {
		return err
	}
	for _, s := range boxes {
		if s.State != "done" {
			s.State = "cancelled"
		}
		if err := y.loads.SetBox(ctx, s.ID, s.State); err != nil { // want `consumer yard.cancelled overwrites boxes`
			return err
		}
	}
	return nil
}

// picked changes the row itself, which is looked for among the parts.
func (y *yard) picked(ctx context.Context, m *nats.Msg) error {
	e, err := readPacked(m)
	if err != nil {
		return err
	}
	l, err := y.loads.Load(ctx, e.LoadID)
	if err != nil {
		return err
	}
	for _, s := range l.Boxes {
		if s.ID == e.BoxID {
			l.State = "packed"
		}
	}
	return y.loads.SetState(ctx, l.ID, l.State) // want `consumer yard.picked overwrites loads`
}

func (y *yard) listen(nc *nats.Conn) {
	ctx := context.Background()
	for subject, handle := range map[string]func(context.Context, *nats.Msg) error{
		"a": y.done, "b": y.counted, "c": y.countedFaults, "d": y.faulty, "e": y.cancelled, "f": y.picked, "g": y.emptied,
	} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) { _ = handle(ctx, m) })
	}
}
