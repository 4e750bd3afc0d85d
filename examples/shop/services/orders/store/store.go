// Package store reads and writes the tables of the orders service.
package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/jmoiron/sqlx"

	"example.com/shop/services/orders/domain"
	"example.com/shop/services/orders/store/queries"
)

// Store reads orders.
type Store struct {
	db *sqlx.DB
}

// New returns a store on the pool.
func New(db *sqlx.DB) *Store { return &Store{db: db} }

// Pick is one article to be taken from the shelf.
type Pick struct {
	OrderID  string `db:"id"`
	SKU      string `db:"sku"`
	Quantity int    `db:"quantity"`
}

// Backlog returns what waits to be packed.
func (s *Store) Backlog(ctx context.Context, limit int) ([]Pick, error) {
	var picks []Pick
	return picks, s.db.SelectContext(ctx, &picks, queries.ReadyForPicking, limit)
}

// VATRate returns the rate of a country, in percent.
func (s *Store) VATRate(ctx context.Context, country string) (float64, error) {
	var rate float64
	err := s.db.GetContext(ctx, &rate, "SELECT vat_rate FROM accounts.countries WHERE code = $1", country)
	if err != nil {
		return 0, fmt.Errorf("vat rate from accounts.countries: %w", err)
	}
	return rate, nil
}

// InsertOrder adds an order with its lines.
func InsertOrder(ctx context.Context, tx *sqlx.Tx, o domain.Order) error {
	_, err := tx.NamedExecContext(ctx, `
		INSERT INTO orders (id, customer_id, country, amount_cents, currency)
		VALUES (:id, :customer_id, :country, :amount_cents, :currency)`, o)
	if err != nil {
		return fmt.Errorf("insert order: %w", err)
	}
	_, err = tx.NamedExecContext(ctx, `
		INSERT INTO order_lines (order_id, sku, quantity, price_cents)
		VALUES (:order_id, :sku, :quantity, :price_cents)`, o.Lines)
	if err != nil {
		return fmt.Errorf("insert lines: %w", err)
	}
	return nil
}

// SetInvoice remembers the invoice of an order.
func SetInvoice(ctx context.Context, tx *sqlx.Tx, orderID, invoiceID string) error {
	_, err := tx.ExecContext(ctx, "UPDATE orders SET invoice_id = $2 WHERE id = $1", orderID, invoiceID)
	return err
}

// LockOrder returns an order that nobody else can change until tx ends.
func LockOrder(ctx context.Context, tx *sql.Tx, id string) (domain.Order, error) {
	var o domain.Order
	err := tx.QueryRowContext(ctx, `
		SELECT id, customer_id, status, amount_cents, currency, invoice_id
		FROM orders WHERE id = $1 FOR UPDATE`, id).
		Scan(&o.ID, &o.CustomerID, &o.Status, &o.AmountCents, &o.Currency, &o.InvoiceID)
	if err != nil {
		return o, fmt.Errorf("lock order %s: %w", id, err)
	}
	return o, nil
}

// SetStatus changes the status of an order.
func SetStatus(ctx context.Context, tx *sql.Tx, id, status string) error {
	_, err := tx.ExecContext(ctx, "UPDATE orders SET status = $2 WHERE id = $1", id, status)
	return err
}

// Enqueue leaves a message for the relay.
func Enqueue(ctx context.Context, tx *sqlx.Tx, topic string, msg any) error {
	payload, err := json.Marshal(msg)
	if err != nil {
		return fmt.Errorf("encode %T: %w", msg, err)
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO outbox (topic, payload) VALUES ($1, $2)", topic, payload)
	return err
}
