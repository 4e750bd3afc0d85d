// Package fronted has a service stand before a store of the same methods, which only
// the package that wires them knows.
package fronted

import (
	"context"
	"strings"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// Names keeps names.
type Names interface {
	Add(ctx context.Context, id, name string) error
	Keep(ctx context.Context, e msgs.CustomerChanged) error
}

// API is the service's own, which happens to have the same methods.
type API interface {
	Add(ctx context.Context, id, name string) error
	Keep(ctx context.Context, e msgs.CustomerChanged) error
}

type service struct{ names Names }

// New returns the service.
func New(n Names) API { return &service{n} }

func (s *service) Add(ctx context.Context, id, name string) error {
	return s.names.Add(ctx, id, strings.TrimSpace(name))
}

func (s *service) Keep(ctx context.Context, e msgs.CustomerChanged) error {
	return s.names.Keep(ctx, e)
}

// Subscribe has the service handle messages.
func Subscribe(ctx context.Context, nc *nats.Conn, api API) error {
	_, err := nc.Subscribe("customers", handler(ctx, api))
	return err
}

func handler(ctx context.Context, api API) nats.MsgHandler {
	return func(m *nats.Msg) {
		e := msgs.CustomerChanged{ID: m.Subject, Name: string(m.Data)}
		_ = api.Add(ctx, e.ID, e.Name) // want "overwrites customers"
		_ = api.Keep(ctx, e)
	}
}
