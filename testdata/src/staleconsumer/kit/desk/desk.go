// Package desk makes its consumers for whoever subscribes them, by interfaces of the
// company's own library.
package desk

import (
	"context"
	"encoding/json"

	"example.com/kit/bus"
	"example.com/kit/db"
	"github.com/Masterminds/squirrel"

	"example.com/fixtures/staleconsumer/msgs"
)

type renamer struct{ run db.Runner }

// Renames gives the consumer of names.
func Renames(run db.Runner) bus.Consumer[*msgs.CustomerChanged] { return &renamer{run} }

func (r *renamer) Consume(ctx context.Context, e *msgs.CustomerChanged) error {
	query := db.Build().Update("customers").SetMap(squirrel.Eq{"name": e.Name}).Where(squirrel.Eq{"id": e.ID})
	return r.run.Execx(ctx, query) // want `consumer renamer.Consume overwrites customers by a message of type msgs.CustomerChanged`
}

type ordered struct{ run db.Runner }

// Ordered gives one that writes what is newer.
func Ordered(run db.Runner) bus.Consumer[*msgs.CustomerChanged] { return &ordered{run} }

func (o *ordered) Consume(ctx context.Context, e *msgs.CustomerChanged) error {
	query := squirrel.Update("customers").Set("name", e.Name).Set("version", e.Version).Where(squirrel.Eq{"id": e.ID}).Where(squirrel.Lt{"version": e.Version})
	return r(ctx, o.run, query)
}

func r(ctx context.Context, run db.Runner, b db.Builder) error { return run.Execx(ctx, b) }

type raw struct{ run db.Runner }

// Raw gives one that decodes by itself.
func Raw(run db.Runner) bus.RawHandler { return &raw{run} }

func (w *raw) HandleMessage(ctx context.Context, body []byte) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(body, &e); err != nil {
		return err
	}
	var known string
	if err := w.run.Getx(ctx, &known, squirrel.Select("id").From("customers").Where(squirrel.Eq{"id": e.ID})); err != nil {
		return err
	}
	return w.run.Execx(ctx, squirrel.Update("customers").Set("email", e.Email).Where(squirrel.Eq{"id": e.ID})) // want `consumer raw.HandleMessage overwrites customers`
}

// A page has the method of a consumer, and is none: nobody makes it one.
type page struct{ run db.Runner }

func (p *page) Consume(ctx context.Context, e *msgs.CustomerChanged) error {
	return p.run.Execx(ctx, squirrel.Update("pages").Set("name", e.Name).Where(squirrel.Eq{"id": e.ID}))
}

// A sender publishes.
type sender struct{ run db.Runner }

var _ bus.Publisher = (*sender)(nil)

func (s *sender) Publish(ctx context.Context, body []byte) error {
	return s.run.Execx(ctx, squirrel.Update("outbox").Set("body", body).Where(squirrel.Eq{"id": 1}))
}

type wired struct{ run db.Runner }

// Wired gives one that a container subscribes.
func Wired(run db.Runner) bus.Consumer[*msgs.NameChanged] { return &wired{run} }

func (w *wired) Consume(ctx context.Context, e *msgs.NameChanged) error {
	return w.run.Execx(ctx, squirrel.Update("customers").Set("name", e.Name).Where(squirrel.Eq{"id": e.ID})) // want `consumer wired.Consume overwrites customers`
}
