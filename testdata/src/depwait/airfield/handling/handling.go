// Package handling handles what becomes of planes.
package handling

import (
	"context"
	"database/sql"
	"fmt"
	"log"

	"example.com/fixtures/depwait/airfield/bus"
	"example.com/fixtures/depwait/airfield/store"
)

type (
	PlaneAdded   struct{ ID, Name string }
	PlaneLanded  struct{ ID string }
	PlaneParked  struct{ ID, Stand string }
	PlanePainted struct{ ID, Colour string }
	PlaneWeighed struct {
		ID    string
		Kilos int
	}
	PlaneFuelled struct {
		ID     string
		Litres int
	}
	PlaneCleaned   struct{ ID, Name, By string }
	PlaneTowed     struct{ ID, Stand string }
	HangarClosed   struct{ HangarID string }
	PlaneInspected struct{ ID, By string }
	PlaneRemoved   struct{ ID string }
	PlaneNamed     struct{ ID, Name string }
	PlaneCounted   struct {
		ID    string
		Seats int
	}
	PlaneLoaded struct {
		ID    string
		Seq   int64
		Tonns int
	}
	GateOpened   struct{ ID string }
	HangarBuilt  struct{ ID string }
	HangarTagged struct{ ID, Tag string }
	HangarLit    struct{ ID string }
	PlaneSwept   struct{ ID string }
	PlaneWashed  struct{ ID string }
)

// planes is what weighs and fuels them.
type planes interface {
	Weigh(ctx context.Context, id string, kilos int) (bool, error)
	Fuel(ctx context.Context, id string, litres int) (bool, error)
}

// A Handler handles what comes.
type Handler struct {
	DB      *sql.DB
	Store   *store.Store
	Planes  planes
	Hangars *store.Hangars
}

// New is a handler with a store.
func New(db *sql.DB) *Handler {
	s := &store.Store{DB: db}
	return &Handler{DB: db, Store: s, Planes: s}
}

// Wire subscribes the handlers, which are more than a few.
func (h *Handler) Wire(s *bus.Server) {
	quiet, named := bus.Quiet("airfield"), bus.Named("airfield")
	s.On("airfield.tagged", quiet(bus.JSON(h.tagged)))
	s.On("airfield.lit", named(bus.JSON(h.lit)))
	for _, r := range []struct {
		queue  string
		handle bus.Handler
	}{
		{"added", bus.JSON(h.added)},
		{"landed", bus.JSON(h.landed)},
		{"parked", bus.JSON(h.parked)},
		{"painted", bus.Lenient(bus.JSON(h.painted))},
		{"repainted", bus.JSON(h.repainted)},
		{"weighed", bus.JSON(h.weighed)},
		{"fuelled", bus.JSON(h.fuelled)},
		{"cleaned", bus.JSON(h.cleaned)},
		{"towed", bus.JSON(h.towed)},
		{"hangars", bus.JSON(h.hangarClosed)},
		{"inspected", bus.JSON(h.inspected)},
		{"removed", bus.JSON(h.removed)},
		{"named", bus.JSON(h.named)},
		{"counted", bus.JSON(h.counted)},
		{"loaded", bus.JSON(h.loaded)},
		{"gates", bus.JSON(h.gate)},
		{"hangars", bus.JSON(h.built)},
		{"swept", bus.JSON(h.swept)},
		{"washed", bus.JSON(h.washed)},
	} {
		s.On("airfield."+r.queue, r.handle)
	}
}

func (h *Handler) added(ctx context.Context, e PlaneAdded) error {
	return h.Store.Add(ctx, e.ID, e.Name)
}

func (h *Handler) landed(ctx context.Context, e PlaneLanded) error {
	n, err := h.Store.Land(ctx, e.ID) // want `consumer Handler.landed of handling.PlaneLanded changes planes, of which other messages bring the rows, but answers success where it is missing`
	if err != nil || n == 0 {
		return err
	}
	log.Print("landed ", e.ID)
	return nil
}

// parked has the message come again.
func (h *Handler) parked(ctx context.Context, e PlaneParked) error {
	res, err := h.DB.ExecContext(ctx, `UPDATE planes SET stand = $2 WHERE id = $1`, e.ID, e.Stand)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		err = fmt.Errorf("plane %s: %w", e.ID, bus.ErrMissing)
	}
	return err
}

// painted does so too, but who stands before it takes that for no failure.
func (h *Handler) painted(ctx context.Context, e PlanePainted) error {
	n, err := h.Store.Paint(ctx, e.ID, e.Colour) // want `changes planes, of which other messages bring the rows, but answers success`
	if err == nil && n == 0 {
		err = bus.ErrMissing
	}
	return err
}

// repainted is subscribed by itself.
func (h *Handler) repainted(ctx context.Context, e PlanePainted) error {
	n, err := h.Store.Paint(ctx, e.ID, e.Colour)
	if err == nil && n == 0 {
		err = bus.ErrMissing
	}
	return err
}

func (h *Handler) weighed(ctx context.Context, e PlaneWeighed) error {
	ok, err := h.Planes.Weigh(ctx, e.ID, e.Kilos) // want `changes planes, of which other messages bring the rows, but answers success`
	if err != nil {
		return err
	}
	if !ok {
		log.Print("weighed what is not there: ", e.ID)
	}
	return nil
}

func (h *Handler) fuelled(ctx context.Context, e PlaneFuelled) error {
	ok, err := h.Planes.Fuel(ctx, e.ID, e.Litres)
	if err != nil {
		return err
	}
	if !ok {
		return bus.ErrMissing
	}
	return nil
}

// cleaned makes the plane that is not there.
func (h *Handler) cleaned(ctx context.Context, e PlaneCleaned) error {
	res, err := h.DB.ExecContext(ctx, `UPDATE planes SET cleaned_by = $2 WHERE id = $1`, e.ID, e.By)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n > 0 {
		return nil
	}
	return h.Store.Add(ctx, e.ID, e.Name)
}

// towed looks why nothing was changed.
func (h *Handler) towed(ctx context.Context, e PlaneTowed) error {
	res, err := h.DB.ExecContext(ctx, `UPDATE planes SET stand = $2 WHERE id = $1 AND stand <> $2`, e.ID, e.Stand)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	switch known, err := h.Store.Known(ctx, e.ID); {
	case err != nil:
		return err
	case !known:
		return bus.ErrMissing
	}
	return nil
}

// hangarClosed is about whichever planes there are.
func (h *Handler) hangarClosed(ctx context.Context, e HangarClosed) error {
	res, err := h.DB.ExecContext(ctx, `UPDATE planes SET outside = true WHERE hangar_id = $1`, e.HangarID)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return nil
	}
	log.Print("planes outside")
	return nil
}

// inspected does not ask.
func (h *Handler) inspected(ctx context.Context, e PlaneInspected) error {
	_, err := h.DB.ExecContext(ctx, `UPDATE planes SET inspected_by = $2 WHERE id = $1`, e.ID, e.By)
	return err
}

// removed finds what is gone already.
func (h *Handler) removed(ctx context.Context, e PlaneRemoved) error {
	res, err := h.DB.ExecContext(ctx, `UPDATE planes SET gone = true WHERE id = $1`, e.ID)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return nil
	}
	log.Print("gone ", e.ID)
	return nil
}

// named decides once the transaction is over.
func (h *Handler) named(ctx context.Context, e PlaneNamed) error {
	missing := false
	err := h.within(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE planes SET name = $2 WHERE id = $1`, e.ID, e.Name)
		if err != nil {
			return err
		}
		if n, _ := res.RowsAffected(); n == 0 {
			missing = true
			return nil
		}
		return nil
	})
	if err == nil && missing {
		err = bus.ErrMissing
	}
	return err
}

func (h *Handler) within(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := h.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// counted only says how many it were.
func (h *Handler) counted(ctx context.Context, e PlaneCounted) error {
	res, err := h.DB.ExecContext(ctx, `UPDATE planes SET seats = $2 WHERE id = $1`, e.ID, e.Seats)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	log.Print("counted ", n)
	return err
}

// loaded does not tell what is old from what is not there: as a rule it is old.
func (h *Handler) loaded(ctx context.Context, e PlaneLoaded) error {
	return h.within(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE planes SET tonns = $2, seq = $3 WHERE id = $1 AND seq < $3`, e.ID, e.Tonns, e.Seq)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO loads (plane, tonns) VALUES ($1, $2)`, e.ID, e.Tonns)
		return err
	})
}

// gate is of what no message brings.
func (h *Handler) gate(ctx context.Context, e GateOpened) error {
	res, err := h.DB.ExecContext(ctx, `UPDATE gates SET open = true WHERE id = $1`, e.ID)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return nil
	}
	log.Print("open ", e.ID)
	return nil
}

func (h *Handler) built(ctx context.Context, e HangarBuilt) error {
	return h.Hangars.Add(ctx, &store.Hangar{ID: e.ID})
}

// tagged fails, but is subscribed behind what takes that for done.
func (h *Handler) tagged(ctx context.Context, e HangarTagged) error {
	known, err := h.Hangars.Known(ctx, e.ID)
	if err != nil {
		return err
	}
	if !known {
		return bus.ErrMissing
	}
	return h.Hangars.Tag(ctx, e.ID, e.Tag) // want `changes hangars, of which other messages bring the rows, but answers success`
}

// lit comes again.
func (h *Handler) lit(ctx context.Context, e HangarLit) error {
	known, err := h.Hangars.Known(ctx, e.ID)
	if err != nil {
		return err
	}
	if !known {
		return bus.ErrMissing
	}
	return h.Hangars.Tag(ctx, e.ID, "lit")
}

// swept goes on beside the handler, which says that it is done.
func (h *Handler) swept(ctx context.Context, e PlaneSwept) error {
	go h.sweep(context.WithoutCancel(ctx), e.ID)
	return nil
}

func (h *Handler) sweep(ctx context.Context, id string) {
	known, err := h.Store.Known(ctx, id)
	if err == nil && !known {
		err = bus.ErrMissing
	}
	if err == nil {
		_, err = h.DB.ExecContext(ctx, `INSERT INTO sweeps (plane_id) VALUES ($1) ON CONFLICT DO NOTHING`, id) // want `writes sweeps, whose plane_id refers to planes, which other messages fill, but acknowledges the message where it is missing`
	}
	if err != nil {
		log.Print("sweep: ", err)
	}
}

// washed is waited for.
func (h *Handler) washed(ctx context.Context, e PlaneWashed) error {
	done := make(chan error, 1)
	go h.wash(ctx, e.ID, done)
	return <-done
}

func (h *Handler) wash(ctx context.Context, id string, done chan<- error) {
	known, err := h.Store.Known(ctx, id)
	if err == nil && !known {
		err = bus.ErrMissing
	}
	if err == nil {
		_, err = h.DB.ExecContext(ctx, `INSERT INTO washes (plane_id) VALUES ($1) ON CONFLICT DO NOTHING`, id)
	}
	done <- err
}
