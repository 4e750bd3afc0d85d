// Package changes handles messages that another package receives.
package changes

import (
	"context"
	"database/sql"

	"github.com/aarondl/sqlboiler/v4/boil"

	"example.com/fixtures/staleconsumer/boiler/models"
)

type Changed struct{ ID, Kind, Owner, State string }

type Handler struct{ DB *sql.DB }

func (h *Handler) HandleChange(ctx context.Context, e *Changed) error {
	switch e.Kind {
	case "given":
		return h.given(ctx, e)
	case "moved":
		return h.moved(ctx, e)
	case "made":
		d := models.Device{ID: e.ID, Owner: e.Owner}
		return d.Upsert(ctx, h.DB, false, []string{"id"}, boil.None(), boil.Infer())
	}
	return nil
}

func (h *Handler) given(ctx context.Context, e *Changed) error {
	d := models.Device{ID: e.ID, Owner: e.Owner}
	_, err := d.Update(ctx, h.DB, boil.Whitelist("owner")) // want `overwrites devices by a message of type changes.Changed`
	return err
}

func (h *Handler) moved(ctx context.Context, e *Changed) error {
	d := models.Device{ID: e.ID, State: e.State}
	_, err := d.Update(ctx, h.DB, boil.Whitelist("state")) // want `overwrites devices by a message of type changes.Changed`
	return err
}

type Store struct{ DB *sql.DB }

func (s *Store) Save(ctx context.Context, e *Changed) error {
	d := models.Device{ID: e.ID, Owner: e.Owner, State: e.State}
	_, err := d.Update(ctx, s.DB, boil.Infer())
	return err
}
