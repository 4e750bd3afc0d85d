package app

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"

	"example.com/shop/services/orders/client"
	"example.com/shop/services/orders/domain"
	"example.com/shop/services/orders/store"
)

// Returns takes goods back.
type Returns struct {
	DB     *sql.DB
	HTTP   *http.Client
	Labels string // base URL of the label printer's API
	Risk   *client.Risk
}

// Open opens a return and orders a label for it.
func (r *Returns) Open(ctx context.Context, orderID, reason string) (err error) {
	var order domain.Order
	defer func() {
		if err != nil {
			return
		}
		if err := r.Risk.Report(ctx, order); err != nil {
			slog.WarnContext(ctx, "return not reported", "order", orderID, "error", err)
		}
	}()

	tx, err := r.DB.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback()

	if order, err = store.LockOrder(ctx, tx, orderID); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO returns (order_id, reason) VALUES ($1, $2)", orderID, reason); err != nil {
		return fmt.Errorf("insert return: %w", err)
	}

	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.Labels+"/labels?order="+url.QueryEscape(orderID), nil)
	if err != nil {
		return err
	}
	resp, err := r.HTTP.Do(req)
	if err != nil {
		return fmt.Errorf("order label: %w", err)
	}
	defer resp.Body.Close()
	var label struct {
		Code string `json:"code"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&label); err != nil {
		return fmt.Errorf("decode label: %w", err)
	}

	if _, err := tx.ExecContext(ctx, "UPDATE returns SET label = $2 WHERE order_id = $1", orderID, label.Code); err != nil {
		return fmt.Errorf("set label: %w", err)
	}
	if err := store.SetStatus(ctx, tx, orderID, domain.StatusReturned); err != nil {
		return err
	}
	return tx.Commit()
}
