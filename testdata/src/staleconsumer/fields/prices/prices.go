// Package prices keeps two books of prices behind one interface.
package prices

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/fields/book"
)

// A Consumer has several books.
type Consumer struct {
	list, promo, sale book.Book
}

// New is told which is which.
func New(list, promo, sale book.Book) *Consumer { return &Consumer{list, promo, sale} }

func changed(m *nats.Msg) (book.Changed, error) {
	var c book.Changed
	return c, json.Unmarshal(m.Data, &c)
}

// OnList writes what the list's book does not compare.
func (c *Consumer) OnList(ctx context.Context, m *nats.Msg) error {
	p, err := changed(m)
	if err != nil {
		return err
	}
	return c.list.Put(ctx, p) // want `consumer Consumer.OnList overwrites list_prices`
}

// OnPromo writes to a book that compares.
func (c *Consumer) OnPromo(ctx context.Context, m *nats.Msg) error {
	p, err := changed(m)
	if err != nil {
		return err
	}
	return c.promo.Put(ctx, p)
}

// OnSale writes to one that only counts and hands on.
func (c *Consumer) OnSale(ctx context.Context, m *nats.Msg) error {
	p, err := changed(m)
	if err != nil {
		return err
	}
	return c.sale.Put(ctx, p) // want `consumer Consumer.OnSale overwrites sale_prices`
}
