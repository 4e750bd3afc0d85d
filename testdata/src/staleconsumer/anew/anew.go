// Package anew holds consumers that are told what has changed, and read it anew.
package anew

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

type placed struct {
	OrderID, ShopID, CustomerID, CourierID string
	Note, Coupon                           string
	Weight                                 int
}

func decode(m *nats.Msg) (placed, error) {
	var e placed
	err := json.Unmarshal(m.Data, &e)
	return e, err
}

type order struct {
	ID, ShopID, CourierID, Courier, Note, Status string
	Total, Weight                                int
}

type line struct {
	OrderID     string
	Price, Each int
}

type orders interface {
	FindOrder(ctx context.Context, id string) (*order, error)
	SaveOrder(ctx context.Context, o *order) error
}

type lines interface {
	ListLines(ctx context.Context, order string) ([]line, error)
}

type courier struct{ ID, Name string }

type couriers interface {
	FindCourier(ctx context.Context, id string) (*courier, error)
}

type table struct{ db *sql.DB }

func (t *table) FindOrder(ctx context.Context, id string) (*order, error) {
	o := new(order)
	err := t.db.QueryRowContext(ctx, "SELECT id, shop_id, courier, note, total FROM orders WHERE id = $1", id).Scan(&o.ID, &o.ShopID, &o.Courier, &o.Note, &o.Total)
	return o, err
}

func (t *table) SaveOrder(ctx context.Context, o *order) error {
	_, err := t.db.ExecContext(ctx, "UPDATE orders SET courier_id = $1, courier = $2, note = $3, total = $4, status = $5 WHERE id = $6", o.CourierID, o.Courier, o.Note, o.Total, o.Status, o.ID)
	return err
}

func (t *table) ListLines(ctx context.Context, id string) ([]line, error) {
	rows, err := t.db.QueryContext(ctx, "SELECT order_id, price, each FROM lines WHERE order_id = $1", id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []line
	for rows.Next() {
		var l line
		if err := rows.Scan(&l.OrderID, &l.Price, &l.Each); err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, rows.Err()
}

func (t *table) setTotal(ctx context.Context, id string, total int) error {
	_, err := t.db.ExecContext(ctx, "UPDATE orders SET total = $1, updated_at = now() WHERE id = $2", total, id)
	return err
}

func (t *table) setStatus(ctx context.Context, id, status string) error {
	_, err := t.db.ExecContext(ctx, "UPDATE orders SET status = $1 WHERE id = $2", status, id)
	return err
}

func (t *table) setCourier(ctx context.Context, id, courier string) error {
	_, err := t.db.ExecContext(ctx, "UPDATE orders SET courier_id = $1 WHERE id = $2", courier, id)
	return err
}

func (t *table) setCourierName(ctx context.Context, id, name string) error {
	_, err := t.db.ExecContext(ctx, "UPDATE orders SET courier = $1 WHERE id = $2", name, id)
	return err
}

type service struct {
	orders   orders
	lines    lines
	couriers couriers
	table    *table
}

func newService(db *sql.DB, c couriers) *service {
	return &service{orders: &table{db}, lines: &table{db}, couriers: c, table: &table{db}}
}

func sum(list []line) int {
	total := 0
	for _, l := range list {
		total += l.Price * l.Each
	}
	return total
}

// --- what is computed of what is read by the message's key

func (s *service) totalled(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	list, err := s.lines.ListLines(ctx, e.OrderID)
	if err != nil {
		return err
	}
	return s.table.setTotal(ctx, e.OrderID, sum(list))
}

func (s *service) saved(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.totalOrder(ctx, e.OrderID)
}

func (s *service) totalOrder(ctx context.Context, id string) error {
	o, err := s.orders.FindOrder(ctx, id)
	if err != nil {
		return err
	}
	list, err := s.lines.ListLines(ctx, id)
	if err != nil {
		return err
	}
	if total := sum(list); total != o.Total {
		o.Total = total
		return s.orders.SaveOrder(ctx, o)
	}
	return nil
}

func (s *service) inserted(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	list, err := s.lines.ListLines(ctx, e.OrderID)
	if err != nil {
		return err
	}
	return s.table.put(ctx, order{ID: e.OrderID, ShopID: e.ShopID, Total: sum(list)})
}

func (t *table) put(ctx context.Context, o order) error {
	_, err := t.db.ExecContext(ctx, "INSERT INTO totals (order_id, shop_id, total) VALUES ($1, $2, $3) ON CONFLICT (order_id) DO UPDATE SET total = EXCLUDED.total", o.ID, o.ShopID, o.Total)
	return err
}

// --- what the message says is written all the same

func (s *service) noted(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	o, err := s.orders.FindOrder(ctx, e.OrderID)
	if err != nil {
		return err
	}
	o.Note = e.Note
	return s.orders.SaveOrder(ctx, o) // want `consumer service.noted overwrites orders`
}

func (s *service) weighed(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	list, err := s.lines.ListLines(ctx, e.OrderID)
	if err != nil {
		return err
	}
	return s.table.setTotal(ctx, e.OrderID, sum(list)+e.Weight) // want `consumer service.weighed overwrites orders`
}

// coupons are looked up by what the message says.
func (s *service) discounted(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	list, err := s.lines.ListLines(ctx, e.Coupon)
	if err != nil {
		return err
	}
	return s.table.setTotal(ctx, e.OrderID, sum(list)) // want `consumer service.discounted overwrites orders`
}

// A reference is as old as the message, whatever stands for it.
func (s *service) assigned(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	o, err := s.orders.FindOrder(ctx, e.OrderID)
	if err != nil {
		return err
	}
	o.CourierID = e.CourierID
	return s.orders.SaveOrder(ctx, o) // want `consumer service.assigned overwrites orders`
}

func (s *service) assignedTo(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c, err := s.couriers.FindCourier(ctx, e.CourierID)
	if err != nil {
		return err
	}
	return s.table.setCourier(ctx, e.OrderID, c.ID) // want `consumer service.assignedTo overwrites orders`
}

func (s *service) assignedByName(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c, err := s.couriers.FindCourier(ctx, e.CourierID)
	if err != nil {
		return err
	}
	return s.table.setCourierName(ctx, e.OrderID, c.Name) // want `consumer service.assignedByName overwrites orders`
}

func (s *service) renamed(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	o, err := s.orders.FindOrder(ctx, e.OrderID)
	if err != nil {
		return err
	}
	c, err := s.couriers.FindCourier(ctx, e.CourierID)
	if err != nil {
		return err
	}
	o.Courier = c.Name
	return s.orders.SaveOrder(ctx, o) // want `consumer service.renamed overwrites orders`
}

// --- a state that the message implies

func (s *service) closed(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	o, err := s.orders.FindOrder(ctx, e.OrderID)
	if err != nil {
		return err
	}
	o.Status = "closed"
	return s.orders.SaveOrder(ctx, o) // want `consumer service.closed overwrites orders`
}

func (o *order) open() { o.Status = "open" }

func (o *order) become(status string) { o.Status = status }

func (s *service) opened(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	o, err := s.orders.FindOrder(ctx, e.OrderID)
	if err != nil {
		return err
	}
	o.open()
	return s.orders.SaveOrder(ctx, o) // want `consumer service.opened overwrites orders`
}

func (s *service) shipped(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	o, err := s.orders.FindOrder(ctx, e.OrderID)
	if err != nil {
		return err
	}
	list, err := s.lines.ListLines(ctx, e.OrderID)
	if err != nil {
		return err
	}
	o.Total = sum(list)
	o.become("shipped")
	return s.orders.SaveOrder(ctx, o) // want `consumer service.shipped overwrites orders`
}

func (s *service) paid(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.table.setStatus(ctx, e.OrderID, "paid") // want `consumer service.paid overwrites orders`
}

// --- a state that is computed of amounts which are read

func (s *service) settled(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	o, list, err := s.open(ctx, e.OrderID)
	if err != nil {
		return err
	}
	if sum(list) == o.Total {
		o.Status = "settled"
	}
	return s.table.setState(ctx, o.ID, o.Status)
}

func (s *service) open(ctx context.Context, id string) (*order, []line, error) {
	o, err := s.orders.FindOrder(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	list, err := s.lines.ListLines(ctx, id)
	return o, list, err
}

func (t *table) setState(ctx context.Context, id, status string) error {
	_, err := t.db.ExecContext(ctx, "UPDATE states SET status = $1 WHERE id = $2", status, id)
	return err
}

// outweighed asks what the message says.
func (s *service) outweighed(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	o, list, err := s.open(ctx, e.OrderID)
	if err != nil {
		return err
	}
	if sum(list) < e.Weight {
		o.Status = "heavy"
	}
	return s.table.setState(ctx, e.OrderID, o.Status) // want `consumer service.outweighed overwrites states`
}

func listen(nc *nats.Conn, s *service) {
	ctx := context.Background()
	for subject, handle := range map[string]func(context.Context, *nats.Msg) error{
		"a": s.totalled, "b": s.saved, "c": s.inserted, "d": s.noted, "e": s.weighed, "f": s.discounted, "g": s.assigned,
		"h": s.assignedTo, "i": s.assignedByName, "j": s.renamed, "k": s.closed, "l": s.opened, "m": s.shipped, "n": s.paid, "o": s.settled, "p": s.outweighed,
	} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) { _ = handle(ctx, m) })
	}
}
