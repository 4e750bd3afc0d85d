// Package harmless has consumers whose writes lose nothing, whatever the order.
package harmless

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

type sync struct {
	db     *sql.DB
	owners *http.Client
}

func decode[T any](m *nats.Msg) (T, error) {
	var e T
	return e, json.Unmarshal(m.Data, &e)
}

func (s *sync) insert(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "INSERT INTO customers (id, name) VALUES ($1, $2)", e.ID, e.Name)
	return err
}

func (s *sync) insertOnce(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "INSERT INTO customers (id, name) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", e.ID, e.Name)
	return err
}

// upsertByName only inserts, whatever its name.
func (s *sync) upsertByName(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	return s.Upsert(ctx, e)
}

func (s *sync) Upsert(ctx context.Context, e msgs.CustomerChanged) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO customers (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", e.ID, e.Name)
	return err
}

func (s *sync) appended(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "INSERT INTO customer_events (customer_id, body) VALUES ($1, $2)", e.ID, m.Data)
	return err
}

func (s *sync) points(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.PointsEarned](m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE balances SET points = points + $1 WHERE customer_id = $2", e.Points, e.CustomerID)
	return err
}

func (s *sync) count(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.PointsEarned](m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `INSERT INTO balances (customer_id, points) VALUES ($1, $2)
		ON CONFLICT (customer_id) DO UPDATE SET points = balances.points + EXCLUDED.points`, e.CustomerID, e.Points)
	return err
}

func (s *sync) deleted(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "DELETE FROM customers WHERE id = $1", e.ID)
	return err
}

// inState changes the row only if it is in the state that the change is from.
func (s *sync) inState(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE orders SET status = 'paid' WHERE customer_id = $1 AND status = 'pending'", e.ID)
	return err
}

type order struct {
	ID     string
	Status orderStatus
}

type orderStatus string

const (
	pending orderStatus = "pending"
	paid    orderStatus = "paid"
)

var errState = errors.New("not pending")

func (o *order) pay() error {
	if o.Status != pending {
		return errState
	}
	o.Status = paid
	return nil
}

func (s *sync) order(ctx context.Context, id string) (*order, error) {
	o := new(order)
	return o, s.db.QueryRowContext(ctx, "SELECT id, status FROM orders WHERE id = $1 FOR UPDATE", id).Scan(&o.ID, &o.Status)
}

// inStateByCode asks the row's state in code.
func (s *sync) inStateByCode(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	o, err := s.order(ctx, e.ID)
	if err != nil {
		return err
	}
	if o.Status != pending {
		return nil
	}
	_, err = s.db.ExecContext(ctx, "UPDATE orders SET status = $1 WHERE id = $2", paid, o.ID)
	return err
}

// inStateByMethod has the entity refuse.
func (s *sync) inStateByMethod(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	o, err := s.order(ctx, e.ID)
	if err != nil {
		return err
	}
	if err := o.pay(); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE orders SET status = $1 WHERE id = $2", o.Status, o.ID)
	return err
}

// refetched takes the message for a hint, and asks the owner what is now.
func (s *sync) refetched(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.NameChanged](m)
	if err != nil {
		return err
	}
	now, err := s.ask(ctx, e.ID)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", now.Name, now.ID)
	return err
}

func (s *sync) ask(ctx context.Context, id string) (*msgs.NameChanged, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://accounts.example.com/customers/"+id, nil)
	if err != nil {
		return nil, err
	}
	res, err := s.owners.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	now := new(msgs.NameChanged)
	return now, json.NewDecoder(res.Body).Decode(now)
}

// marks sets nothing but what the service says of its own work.
func (s *sync) marks(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.NameChanged](m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE work SET processed_at = now(), attempts = attempts + 1 WHERE customer_id = $1", e.ID)
	return err
}

// unrelated writes what has nothing to do with the message.
func (s *sync) unrelated(ctx context.Context, m *nats.Msg) error {
	if _, err := s.db.ExecContext(ctx, "UPDATE heartbeats SET seen = now()"); err != nil {
		return err
	}
	return m.Ack()
}

// ledger keeps the service's own books on what it handled.
func (s *sync) ledger(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.NameChanged](m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE inbox_messages SET body = $1 WHERE id = $2", m.Data, e.ID)
	return err
}

// A dispatcher hands events on inside the process: they are no messages.
type dispatcher struct {
	handlers []func(ctx context.Context, e any) error
}

func (d *dispatcher) on(h func(ctx context.Context, e any) error) { d.handlers = append(d.handlers, h) }

func (d *dispatcher) dispatch(ctx context.Context, e any) error {
	for _, h := range d.handlers {
		if err := h(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

func inProcess(s *sync) {
	d := new(dispatcher)
	d.on(func(ctx context.Context, e any) error {
		changed := e.(msgs.CustomerChanged)
		_, err := s.db.ExecContext(ctx, "UPDATE totals SET name = $1 WHERE id = $2", changed.Name, changed.ID)
		return err
	})
	_ = d.dispatch(context.Background(), msgs.CustomerChanged{ID: "1"})
}

// ServeHTTP is a request, no message.
func (s *sync) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var e msgs.CustomerChanged
	if err := json.NewDecoder(r.Body).Decode(&e); err != nil {
		return
	}
	_, _ = s.db.ExecContext(r.Context(), "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID)
}

// listen reads a channel of the process's own.
func listen(s *sync, changes chan msgs.CustomerChanged) {
	for e := range changes {
		_, _ = s.db.Exec("UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID)
	}
}

// computedBeside does so in an expression of its own.
func (s *sync) computedBeside(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "WITH n AS (SELECT count(*) AS total FROM orders WHERE customer_id = $1) UPDATE customers SET orders = n.total FROM n WHERE customers.id = $1", e.ID)
	return err
}

// handedIn is what the message says all the same.
func (s *sync) handedIn(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = v.name FROM (VALUES ($1, $2)) AS v (id, name) WHERE customers.id = v.id", e.ID, e.Name) // want `overwrites customers`
	return err
}

// recomputed takes nothing from the message but which row is meant.
func (s *sync) recomputed(ctx context.Context, m *nats.Msg) error {
	e, err := decode[msgs.CustomerChanged](m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET orders = (SELECT count(*) FROM orders WHERE customer_id = $1) WHERE id = $1", e.ID)
	return err
}
