// Package desk has a container tell what implements its interfaces.
package desk

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"
	"go.uber.org/fx"

	"example.com/fixtures/staleconsumer/kinds/shelf"
	"example.com/fixtures/staleconsumer/msgs"
)

type shelves interface {
	Rename(ctx context.Context, id, name string) error
}

type desk struct{ shelf shelves }

func newDesk(s shelves) *desk { return &desk{s} }

var module = fx.Module("desk", fx.Provide(fx.Annotate(shelf.New, fx.As(new(shelves))), newDesk))

func (d *desk) handle(m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return d.shelf.Rename(context.Background(), e.ID, e.Name) // want `consumer desk.handle overwrites customers`
}
