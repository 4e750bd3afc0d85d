package shapes

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// --- functions that are made from others, which get the message in another form

func decoding[T any](handle func(ctx context.Context, e T) error) nats.MsgHandler {
	return func(m *nats.Msg) {
		var e T
		if json.Unmarshal(m.Data, &e) == nil {
			_ = handle(context.Background(), e)
		}
	}
}

func (s *store) onDecoded(ctx context.Context, e msgs.NameChanged) error {
	return s.rename(ctx, e.ID, e.Name) // want `consumer store.onDecoded overwrites customers by a message of type msgs.NameChanged`
}

func decoded(nc *nats.Conn, s *store) {
	_, _ = nc.Subscribe("names", decoding(s.onDecoded))
	_, _ = nc.Subscribe("names", decoding(func(ctx context.Context, e msgs.NameChanged) error {
		return s.rename(ctx, e.ID, e.Name) // want `consumer decoded overwrites customers by a message of type msgs.NameChanged`
	}))
}

// --- around functions that take bytes, which say nothing by their type

type bytesHandler func(ctx context.Context, data []byte) error

func ofType[T any](handle func(ctx context.Context, e T) error) bytesHandler {
	return func(ctx context.Context, data []byte) error {
		var e T
		if err := json.Unmarshal(data, &e); err != nil {
			return err
		}
		return handle(ctx, e)
	}
}

func retrying(h bytesHandler) bytesHandler {
	return func(ctx context.Context, data []byte) error {
		return errors.Join(h(ctx, data), nil)
	}
}

func (s *store) onTyped(ctx context.Context, e msgs.NameChanged) error {
	return s.rename(ctx, e.ID, e.Name) // want `consumer store.onTyped overwrites customers by a message of type msgs.NameChanged`
}

func (s *store) insertTyped(ctx context.Context, e msgs.NameChanged) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO customers (id, name) VALUES ($1, $2)", e.ID, e.Name)
	return err
}

// requested is made in the same way, and nothing gives it messages.
func (s *store) requested(ctx context.Context, e msgs.NameChanged) error {
	return s.rename(ctx, e.ID, e.Name)
}

func subscribeBytes(nc *nats.Conn, h bytesHandler) {
	_, _ = nc.Subscribe("names", func(m *nats.Msg) { _ = h(context.Background(), m.Data) })
}

func wrappers(nc *nats.Conn, s *store) bytesHandler {
	subscribeBytes(nc, retrying(ofType(s.onTyped)))
	subscribeBytes(nc, ofType(s.insertTyped))
	return ofType(s.requested)
}

// --- a wrapper that heeds the order

func ordered(s *store, handle func(ctx context.Context, e msgs.CustomerChanged) error) bytesHandler {
	return func(ctx context.Context, data []byte) error {
		var e msgs.CustomerChanged
		if err := json.Unmarshal(data, &e); err != nil {
			return err
		}
		var version int64
		if err := s.db.QueryRowContext(ctx, "SELECT version FROM customers WHERE id = $1 FOR UPDATE", e.ID).Scan(&version); err != nil {
			return err
		}
		if e.Version <= version {
			return nil
		}
		return handle(ctx, e)
	}
}

func (s *store) onOrdered(ctx context.Context, e msgs.CustomerChanged) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1, version = $2 WHERE id = $3", e.Name, e.Version, e.ID)
	return err
}

func inOrder(nc *nats.Conn, s *store) { subscribeBytes(nc, ordered(s, s.onOrdered)) }

// --- functions that are given along with the data

func with[T any](ctx context.Context, data []byte, handle func(ctx context.Context, e T) error) error {
	var e T
	if err := json.Unmarshal(data, &e); err != nil {
		return err
	}
	return handle(ctx, e)
}

func (s *store) alongside(ctx context.Context, m *nats.Msg) error {
	if m.Subject == "named" {
		return with(ctx, m.Data, s.onAlong)
	}
	return with(ctx, m.Data, func(ctx context.Context, e msgs.NameChanged) error {
		return s.rename(ctx, e.ID, e.Name) // want `consumer store.alongside overwrites customers by a message of type msgs.NameChanged`
	})
}

func (s *store) onAlong(ctx context.Context, e msgs.NameChanged) error {
	return s.rename(ctx, e.ID, e.Name) // want `consumer store.onAlong overwrites customers by a message`
}

// --- a table of functions that is handed over

func serve(ctx context.Context, ch <-chan *nats.Msg, table map[string]bytesHandler) {
	for m := range ch {
		if h, ok := table[m.Subject]; ok {
			_ = h(ctx, m.Data)
		}
	}
}

func (s *store) onTabled(ctx context.Context, data []byte) error {
	return s.rename(ctx, "1", string(data)) // want `consumer store.onTabled overwrites customers by a message`
}

func tabled(ctx context.Context, ch <-chan *nats.Msg, s *store) {
	serve(ctx, ch, map[string]bytesHandler{
		"renamed": s.onTabled,
		"typed":   ofType(s.onTyped),
		"literal": func(ctx context.Context, data []byte) error {
			return s.rename(ctx, "2", string(data)) // want `consumer tabled overwrites customers by a message`
		},
	})
}

// --- through the interface of a bus

type byteBus interface {
	Listen(subject string, h bytesHandler) error
}

type natsBytes struct{ nc *nats.Conn }

func (b natsBytes) Listen(subject string, h bytesHandler) error {
	_, err := b.nc.Subscribe(subject, func(m *nats.Msg) { _ = h(context.Background(), m.Data) })
	return err
}

var _ byteBus = natsBytes{}

func overBytes(b byteBus, s *store) error {
	if err := b.Listen("inserted", retrying(ofType(s.insertTyped))); err != nil {
		return err
	}
	return b.Listen("typed", retrying(ofType(s.onListened)))
}

func (s *store) onListened(ctx context.Context, e msgs.NameChanged) error {
	return s.rename(ctx, e.ID, e.Name) // want `consumer store.onListened overwrites customers by a message of type msgs.NameChanged`
}
