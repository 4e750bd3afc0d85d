// Package serve brings the two together.
package serve

import (
	"context"
	"database/sql"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/picked/handlers"
	"example.com/fixtures/staleconsumer/picked/routes"
)

// Serve runs all.
func Serve(ctx context.Context, r *kafka.Reader, db *sql.DB) error {
	u := &handlers.Users{DB: db}
	if err := routes.Tick(ctx, u.Timed(), "refresh"); err != nil {
		return err
	}
	go func() { _ = routes.Each(ctx, r, u.Typed()) }()
	go func() { _ = routes.Each(ctx, r, u.TypedOrdered()) }()
	reg := new(routes.Registry)
	u.Register(reg)
	go func() { _ = found(ctx, r, reg) }()
	go func() { _ = each(ctx, r, controls(u)) }()
	return routes.Run(ctx, r, u.Table())
}

// found asks a registry of another package.
func found(ctx context.Context, r *kafka.Reader, reg *routes.Registry) error {
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if h := reg.Find(m.Topic); h != nil {
			if err := h(ctx, m.Value); err != nil {
				return err
			}
		}
	}
}

// controls calls what others have made.
func controls(u *handlers.Users) func(kafka.Message) error {
	control, ordered := u.Control(), u.ControlOrdered()
	return func(m kafka.Message) error {
		if err := ordered(string(m.Key), string(m.Value)); err != nil {
			return err
		}
		return control(string(m.Key), string(m.Value)) // want `overwrites users`
	}
}

func each(ctx context.Context, r *kafka.Reader, do func(kafka.Message) error) error {
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if err := do(m); err != nil {
			return err
		}
	}
}
