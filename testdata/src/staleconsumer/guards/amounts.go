package guards

import (
	"context"
	"database/sql"
	"encoding/json"

	amqp "github.com/rabbitmq/amqp091-go"
)

// What is left of a stock has to suffice, however that is worked out: it is no order.

type pick struct {
	SKU      string
	Quantity int64
	Seq      int64
}

type shelfItem struct {
	SKU              string
	OnHand, Reserved int64
	LastSeq, Skipped int64
}

type picks struct{ db *sql.DB }

func pickOf(d amqp.Delivery) (pick, error) {
	var p pick
	return p, json.Unmarshal(d.Body, &p)
}

func (s *picks) item(ctx context.Context, tx *sql.Tx, sku string) (*shelfItem, error) {
	var it shelfItem
	row := tx.QueryRowContext(ctx, "SELECT sku, on_hand, reserved, last_seq, skipped FROM items WHERE sku = $1 FOR UPDATE", sku)
	return &it, row.Scan(&it.SKU, &it.OnHand, &it.Reserved, &it.LastSeq, &it.Skipped)
}

func (s *picks) save(ctx context.Context, tx *sql.Tx, it *shelfItem) error {
	_, err := tx.ExecContext(ctx, "UPDATE items SET on_hand = $2, reserved = $3, last_seq = $4 WHERE sku = $1", it.SKU, it.OnHand, it.Reserved, it.LastSeq)
	return err
}

// reserved looks whether enough is left, of all first, and then takes it.
func (s *picks) reserved(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	p, err := pickOf(d)
	if err != nil {
		return err
	}
	items := map[string]*shelfItem{}
	it, err := s.item(ctx, tx, p.SKU)
	if err != nil {
		return err
	}
	left := it.OnHand - it.Reserved
	if left < p.Quantity {
		return nil
	}
	items[p.SKU] = it
	for _, it := range items {
		it.Reserved += p.Quantity
		if err := s.save(ctx, tx, it); err != nil {
			return err
		}
	}
	return nil
}

// numbered lets the older through: what was worked out is a place in the order.
func (s *picks) numbered(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	p, err := pickOf(d)
	if err != nil {
		return err
	}
	it, err := s.item(ctx, tx, p.SKU)
	if err != nil {
		return err
	}
	next := it.LastSeq + it.Skipped
	if next < p.Seq {
		return nil
	}
	it.OnHand, it.LastSeq = p.Quantity, p.Seq
	return s.save(ctx, tx, it) // want `the comparison is reversed`
}
