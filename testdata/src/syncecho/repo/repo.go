// Package repo saves customers and tells of it.
package repo

import (
	"context"
	"database/sql"
	"time"

	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/msgs"
)

// A Customer is a row.
type Customer struct {
	ID, Name string
	SyncedAt time.Time
}

// Customers keeps them.
type Customers struct {
	DB      *sql.DB
	Bus     *events.Bus
	Publish bool
	Policy  *Policy
}

func (r *Customers) upsert(ctx context.Context, c Customer) error {
	_, err := r.DB.ExecContext(ctx, `INSERT INTO customers (id, name, synced_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE
		SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at WHERE customers.synced_at < EXCLUDED.synced_at`, c.ID, c.Name, c.SyncedAt)
	return err
}

func (r *Customers) raise(ctx context.Context, c Customer) error {
	return r.Bus.Publish(ctx, "customers", msgs.CustomerChanged{ID: c.ID, Name: c.Name, CreatedAt: c.SyncedAt})
}

// Save always tells.
func (r *Customers) Save(ctx context.Context, c Customer) error {
	if err := r.upsert(ctx, c); err != nil {
		return err
	}
	return r.raise(ctx, c)
}

// SaveQuietly never does.
func (r *Customers) SaveQuietly(ctx context.Context, c Customer) error { return r.upsert(ctx, c) }

// SaveIf does if it is to.
func (r *Customers) SaveIf(ctx context.Context, c Customer, publish bool) error {
	if err := r.upsert(ctx, c); err != nil {
		return err
	}
	if !publish {
		return nil
	}
	return r.raise(ctx, c)
}

// SaveUnless does unless it is not to.
func (r *Customers) SaveUnless(ctx context.Context, c Customer, dismiss bool) error {
	if err := r.upsert(ctx, c); err != nil {
		return err
	}
	if dismiss {
		return nil
	}
	return r.raise(ctx, c)
}

// SaveByContext asks the context.
func (r *Customers) SaveByContext(ctx context.Context, c Customer) error {
	if err := r.upsert(ctx, c); err != nil {
		return err
	}
	if events.Suppressed(ctx) {
		return nil
	}
	return r.raise(ctx, c)
}

// SaveByField depends on how it was made.
func (r *Customers) SaveByField(ctx context.Context, c Customer) error {
	if err := r.upsert(ctx, c); err != nil {
		return err
	}
	if r.Publish && r.Bus != nil {
		return r.raise(ctx, c)
	}
	return nil
}

type options struct{ quiet bool }

// An Option is how a customer is saved.
type Option func(*options)

// Quietly raises nothing.
func Quietly() Option { return func(o *options) { o.quiet = true } }

// SaveWith takes options.
func (r *Customers) SaveWith(ctx context.Context, c Customer, opts ...Option) error {
	var o options
	for _, set := range opts {
		set(&o)
	}
	if err := r.upsert(ctx, c); err != nil {
		return err
	}
	if o.quiet {
		return nil
	}
	return r.raise(ctx, c)
}

// SaveNewer tells if the row has changed, and takes options.
func (r *Customers) SaveNewer(ctx context.Context, c Customer, opts ...Option) error {
	o := options{}
	for _, set := range opts {
		set(&o)
	}
	res, err := r.DB.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", c.Name, c.SyncedAt, c.ID)
	if isDuplicate(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 || o.quiet {
		return err
	}
	return r.raise(ctx, c)
}

// SaveHow hands its options on.
func (r *Customers) SaveHow(ctx context.Context, c Customer, opts ...Option) error {
	if err := r.upsert(ctx, c); err != nil {
		return err
	}
	return r.announce(ctx, c, opts)
}

func (r *Customers) announce(ctx context.Context, c Customer, opts []Option) error {
	var o options
	for _, set := range opts {
		set(&o)
	}
	if o.quiet {
		return nil
	}
	return r.raise(ctx, c)
}

// SaveFresh tells of what was not stored yet, as the statement says.
func (r *Customers) SaveFresh(ctx context.Context, c Customer) error {
	fresh, err := r.merge(ctx, c)
	if err != nil || !fresh {
		return err
	}
	return r.raise(ctx, c)
}

func (r *Customers) merge(ctx context.Context, c Customer) (bool, error) {
	res, err := r.DB.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", c.Name, c.SyncedAt, c.ID)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// SaveAllowed tells where a policy lets it.
func (r *Customers) SaveAllowed(ctx context.Context, c Customer) error {
	if err := r.upsert(ctx, c); err != nil {
		return err
	}
	if !r.Policy.MayTell(ctx, c.ID) {
		return nil
	}
	return r.raise(ctx, c)
}

// A Policy says who is told.
type Policy struct{ On bool }

// MayTell goes by what the context bears.
func (p *Policy) MayTell(ctx context.Context, _ string) bool {
	return p.On && !events.Suppressed(ctx)
}

func isDuplicate(err error) bool { return err != nil && err.Error() == "duplicate" }

// SaveOrTell tells only of what could not be saved.
func (r *Customers) SaveOrTell(ctx context.Context, c Customer) error {
	err := r.upsert(ctx, c)
	if isDuplicate(err) {
		return r.raise(ctx, c)
	}
	return err
}

// SaveFrom tells only of what one of the callers saves.
func (r *Customers) SaveFrom(ctx context.Context, c Customer, origin string) error {
	if err := r.upsert(ctx, c); err != nil {
		return err
	}
	if origin == "operator" {
		return r.raise(ctx, c)
	}
	return nil
}

// SaveNotFrom tells of what anybody but one saves.
func (r *Customers) SaveNotFrom(ctx context.Context, c Customer, origin string) error {
	if err := r.upsert(ctx, c); err != nil {
		return err
	}
	if origin != "bus" {
		return r.raise(ctx, c)
	}
	return nil
}

// A Mode is how a customer is saved.
type Mode int

// The modes.
const (
	Plain Mode = iota
	Telling
)

// SaveIn goes by the mode.
func (r *Customers) SaveIn(ctx context.Context, c Customer, mode Mode) error {
	if err := r.upsert(ctx, c); err != nil {
		return err
	}
	switch mode {
	case Telling:
		return r.raise(ctx, c)
	}
	return nil
}
