// Package hides has handlers that look for what a message refers to. Who runs them decides
// what becomes of a failure.
package hides

import (
	"context"
	"database/sql"
	"encoding/json"
)

type soaked struct{ ID string }
type cut struct{ ID, Vat string }

// Handlers keep vats and hides.
type Handlers struct{ DB *sql.DB }

// Soaked brings a vat.
func (h *Handlers) Soaked(ctx context.Context, data []byte) error {
	var v soaked
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO vats (id) VALUES ($1)`, v.ID)
	return err
}

func (h *Handlers) vat(ctx context.Context, id string) error {
	return h.DB.QueryRowContext(ctx, `SELECT id FROM vats WHERE id = $1`, id).Scan(&id)
}

// Received brings a hide.
func (h *Handlers) Received(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat) // want `consumer Handlers.Received .*, whose vat_id refers to vats, which other messages fill, but acknowledges the message where it is missing`
	return err
}

// Kept brings a hide.
func (h *Handlers) Kept(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat)
	return err
}

// Continued brings a hide.
func (h *Handlers) Continued(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat) // want `consumer Handlers.Continued .*, whose vat_id refers to vats, which other messages fill, but acknowledges the message where it is missing`
	return err
}

// Retried brings a hide.
func (h *Handlers) Retried(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat)
	return err
}

// Parked brings a hide.
func (h *Handlers) Parked(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat)
	return err
}

// Dropped brings a hide.
func (h *Handlers) Dropped(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat) // want `consumer Handlers.Dropped .*, whose vat_id refers to vats, which other messages fill, but acknowledges the message where it is missing`
	return err
}

// Polled brings a hide.
func (h *Handlers) Polled(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat)
	return err
}

// Early brings a hide.
func (h *Handlers) Early(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat) // want `consumer Handlers.Early .*, whose vat_id refers to vats, which other messages fill, but acknowledges the message where it is missing`
	return err
}

// Made brings a hide.
func (h *Handlers) Made(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat) // want `consumer Handlers.Made .*, whose vat_id refers to vats, which other messages fill, but acknowledges the message where it is missing`
	return err
}

// MadeAgain brings a hide.
func (h *Handlers) MadeAgain(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat)
	return err
}

// Optional brings a hide.
func (h *Handlers) Optional(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat) // want `consumer Handlers.Optional .*, whose vat_id refers to vats, which other messages fill, but acknowledges the message where it is missing`
	return err
}

// Overridden brings a hide.
func (h *Handlers) Overridden(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat)
	return err
}

// Chosen brings a hide.
func (h *Handlers) Chosen(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat)
	return err
}

// Assigned brings a hide.
func (h *Handlers) Assigned(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat) // want `consumer Handlers.Assigned .*, whose vat_id refers to vats, which other messages fill, but acknowledges the message where it is missing`
	return err
}

// Defaulted brings a hide.
func (h *Handlers) Defaulted(ctx context.Context, data []byte) error {
	var v cut
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.vat(ctx, v.Vat); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO hides (id, vat_id) VALUES ($1, $2)`, v.ID, v.Vat)
	return err
}
