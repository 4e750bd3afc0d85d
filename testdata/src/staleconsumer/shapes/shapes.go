// Package shapes has the ways in which code comes by its messages.
package shapes

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/IBM/sarama"
	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/bus"
	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/shapes/routes"
)

type store struct{ db *sql.DB }

func (s *store) rename(ctx context.Context, id, name string) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", name, id)
	return err
}

// --- closures that functions return, also of another package

func renamer(s *store) nats.MsgHandler {
	return func(m *nats.Msg) {
		var e msgs.NameChanged
		_ = json.Unmarshal(m.Data, &e)
		_ = s.rename(context.Background(), e.ID, e.Name) // want `consumer renamer overwrites customers by a message of type msgs.NameChanged, which carries nothing to compare their order by`
	}
}

func closures(nc *nats.Conn, s *store) {
	_, _ = nc.Subscribe("a", renamer(s))
	_, _ = nc.Subscribe("b", routes.Rename(s.db))
}

// --- the config says what subscribes, and what handles

func configured(s *store) {
	bus.Subscribe("customers", func(ctx context.Context, data []byte) error {
		var e msgs.CustomerChanged
		if err := json.Unmarshal(data, &e); err != nil {
			return err
		}
		return s.rename(ctx, e.ID, e.Name) // want `consumer configured overwrites customers by a message of type msgs.CustomerChanged`
	})
	bus.Subscribe("names", s.named)
	bus.Subscribe("more", routes.Configured(s.db))
}

func (s *store) named(ctx context.Context, data []byte) error {
	var e msgs.NameChanged
	if err := json.Unmarshal(data, &e); err != nil {
		return err
	}
	return s.rename(ctx, e.ID, e.Name) // want `consumer store.named overwrites customers by a message`
}

type logic struct{ *store }

var _ bus.Consumer[msgs.NameChanged] = logic{}

func (l logic) HandleLogic(ctx context.Context, msg msgs.NameChanged) error {
	return l.rename(ctx, msg.ID, msg.Name) // want `consumer logic.HandleLogic overwrites customers by a message of type msgs.NameChanged, which carries nothing`
}

// observer has a method of no interface that messages come through.
type observer struct{ *store }

func (o observer) Notify(ctx context.Context, event any) error {
	e := event.(msgs.NameChanged)
	return o.rename(ctx, e.ID, e.Name)
}

// --- dispatch by the name of the event

func (s *store) dispatch(ctx context.Context, m *nats.Msg) error {
	switch m.Subject {
	case "customer.renamed":
		var e msgs.NameChanged
		if err := json.Unmarshal(m.Data, &e); err != nil {
			return err
		}
		return s.rename(ctx, e.ID, e.Name) // want `consumer store.dispatch overwrites customers by a message`
	case "customer.created":
		var e msgs.CustomerChanged
		if err := json.Unmarshal(m.Data, &e); err != nil {
			return err
		}
		_, err := s.db.ExecContext(ctx, "INSERT INTO customers (id, name) VALUES ($1, $2)", e.ID, e.Name)
		return err
	}
	return nil
}

type handlerFunc func(ctx context.Context, data []byte) error

func (s *store) table() map[string]handlerFunc {
	return map[string]handlerFunc{"renamed": s.onRenamed, "created": s.onCreated}
}

func (s *store) onRenamed(ctx context.Context, data []byte) error {
	var e msgs.NameChanged
	if err := json.Unmarshal(data, &e); err != nil {
		return err
	}
	return s.rename(ctx, e.ID, e.Name) // want `consumer store.onRenamed overwrites customers by a message`
}

func (s *store) onCreated(ctx context.Context, data []byte) error {
	var e msgs.NameChanged
	if err := json.Unmarshal(data, &e); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "INSERT INTO customers (id, name) VALUES ($1, $2)", e.ID, e.Name)
	return err
}

func (s *store) byTable(ctx context.Context, m *nats.Msg) error {
	h, ok := s.table()[m.Subject]
	if !ok {
		return fmt.Errorf("no handler for %s", m.Subject)
	}
	return h(ctx, m.Data)
}

// --- a router that keeps its handlers

type router struct {
	handlers map[string]handlerFunc
}

func (r *router) add(name string, h handlerFunc) { r.handlers[name] = h }

func (r *router) serve(ctx context.Context, ch <-chan *nats.Msg) {
	for m := range ch {
		if h, ok := r.handlers[m.Subject]; ok {
			_ = h(ctx, m.Data)
		}
	}
}

func routed(s *store) *router {
	r := &router{handlers: map[string]handlerFunc{}}
	r.add("mailed", s.onMailed)
	r.add("blocked", func(ctx context.Context, data []byte) error {
		_, err := s.db.ExecContext(ctx, "UPDATE customers SET status = 'blocked' WHERE id = $1", string(data)) // want `consumer routed overwrites customers by a message`
		return err
	})
	return r
}

func (s *store) onMailed(ctx context.Context, data []byte) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(data, &e); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET email = $1 WHERE id = $2", e.Email, e.ID) // want `consumer store.onMailed overwrites customers by a message`
	return err
}

// --- middleware

func logged(next handlerFunc) handlerFunc {
	return func(ctx context.Context, data []byte) error {
		println(len(data))
		return next(ctx, data)
	}
}

func chain(h handlerFunc, with ...func(handlerFunc) handlerFunc) handlerFunc {
	for _, w := range with {
		h = w(h)
	}
	return h
}

func wrapped(s *store) {
	bus.Subscribe("wrapped", bus.Handler(logged(s.behindMiddleware)))
}

func (s *store) behindMiddleware(ctx context.Context, data []byte) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1", string(data)) // want `consumer store.behindMiddleware overwrites customers by a message`
	return err
}

func chained(s *store) {
	bus.Subscribe("chained", bus.Handler(chain(s.behindChain, logged, logged)))
}

func (s *store) behindChain(ctx context.Context, data []byte) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1", string(data)) // want `consumer store.behindChain overwrites customers by a message`
	return err
}

// --- batches and pools

func (s *store) batch(ctx context.Context, claim sarama.ConsumerGroupClaim) error {
	var batch []msgs.NameChanged
	for m := range claim.Messages() {
		var e msgs.NameChanged
		if err := json.Unmarshal(m.Value, &e); err != nil {
			return err
		}
		if batch = append(batch, e); len(batch) == 100 {
			if err := s.flush(ctx, batch); err != nil {
				return err
			}
			batch = nil
		}
	}
	return nil
}

func (s *store) flush(ctx context.Context, batch []msgs.NameChanged) error {
	for _, e := range batch {
		if err := s.rename(ctx, e.ID, e.Name); err != nil { // want `consumer store.flush overwrites customers by a message`
			return err
		}
	}
	return nil
}

func (s *store) pool(ctx context.Context, sub *nats.Subscription) {
	work := make(chan []byte)
	for range 4 {
		go func() {
			for data := range work {
				var e msgs.NameChanged
				_ = json.Unmarshal(data, &e)
				_ = s.rename(ctx, e.ID, e.Name) // want `consumer store.pool overwrites customers by a message`
			}
		}()
	}
	for {
		m, err := sub.NextMsgWithContext(ctx)
		if err != nil {
			return
		}
		work <- m.Data
	}
}

// A pooled worker gets its messages through a field.
type pooled struct {
	*store
	work chan *nats.Msg
}

func (p *pooled) receive(m *nats.Msg) { p.work <- m }

func (p *pooled) run(ctx context.Context) {
	for m := range p.work {
		_ = p.rename(ctx, "", string(m.Data)) // want `consumer pooled.run overwrites customers by a message`
	}
}

// --- generics

type typed[T any] struct {
	apply func(ctx context.Context, e T) error
}

func (t *typed[T]) handle(m *nats.Msg) {
	var e T
	_ = json.Unmarshal(m.Data, &e)
	_ = t.apply(context.Background(), e)
}

func handler[T any](apply func(ctx context.Context, e T) error) nats.MsgHandler {
	return func(m *nats.Msg) {
		var e T
		if err := json.Unmarshal(m.Data, &e); err == nil {
			_ = apply(context.Background(), e)
		}
	}
}

func generic(nc *nats.Conn, s *store) {
	_, _ = nc.Subscribe("g", handler(s.generic))
	t := &typed[msgs.CustomerChanged]{apply: s.viaField}
	_, _ = nc.Subscribe("t", t.handle)
}

func (s *store) generic(ctx context.Context, e msgs.NameChanged) error {
	return s.rename(ctx, e.ID, e.Name) // want `consumer store.generic overwrites customers by a message`
}

func (s *store) viaField(ctx context.Context, e msgs.CustomerChanged) error {
	return s.rename(ctx, e.ID, e.Name) // want `consumer store.viaField overwrites customers by a message`
}

// --- decoding by a helper that fills what it is given

type event struct {
	Msg *msgs.NameChanged
}

func (*event) parse(data []byte, into any) error { return json.Unmarshal(data, into) }

func (s *store) parsed(ctx context.Context, m *nats.Msg) error {
	e := &event{}
	if err := e.parse(m.Data, e); err != nil {
		return err
	}
	return s.rename(ctx, e.Msg.ID, e.Msg.Name) // want `consumer store.parsed overwrites customers by a message`
}

// --- a handler that is subscribed through an interface

type eventBus interface {
	Subscribe(ctx context.Context, topic string, h func(ctx context.Context, e *msgs.NameChanged) error) error
}

type natsBus struct{ nc *nats.Conn }

func (b *natsBus) Subscribe(ctx context.Context, topic string, h func(ctx context.Context, e *msgs.NameChanged) error) error {
	_, err := b.nc.Subscribe(topic, func(m *nats.Msg) {
		e := new(msgs.NameChanged)
		if err := json.Unmarshal(m.Data, e); err != nil {
			return
		}
		_ = h(ctx, e)
	})
	return err
}

type memoryBus interface {
	Listen(topic string, h func(ctx context.Context, e *msgs.NameChanged) error)
}

type inProcess struct {
	listeners []func(ctx context.Context, e *msgs.NameChanged) error
}

func (p *inProcess) Listen(topic string, h func(ctx context.Context, e *msgs.NameChanged) error) {
	p.listeners = append(p.listeners, h)
}

func (p *inProcess) raise(ctx context.Context, e *msgs.NameChanged) {
	for _, l := range p.listeners {
		_ = l(ctx, e)
	}
}

func viaInterface(ctx context.Context, bus eventBus, local memoryBus, s *store) error {
	local.Listen("renamed", s.onLocal)
	if err := bus.Subscribe(ctx, "renamed", s.onBus); err != nil {
		return err
	}
	return bus.Subscribe(ctx, "mailed", func(ctx context.Context, e *msgs.NameChanged) error {
		return s.rename(ctx, e.ID, e.Name) // want `consumer viaInterface overwrites customers by a message`
	})
}

func (s *store) onBus(ctx context.Context, e *msgs.NameChanged) error {
	return s.rename(ctx, e.ID, e.Name) // want `consumer store.onBus overwrites customers by a message`
}

// onLocal is told by the process itself.
func (s *store) onLocal(ctx context.Context, e *msgs.NameChanged) error {
	return s.rename(ctx, e.ID, e.Name)
}

func wire(ctx context.Context, nc *nats.Conn, s *store) error {
	return viaInterface(ctx, &natsBus{nc}, &inProcess{}, s)
}

// --- handlers in a map that is made at once, and in a variable of the package

type table struct {
	handlers map[string]handlerFunc
}

func newTable(s *store) *table {
	return &table{handlers: map[string]handlerFunc{
		"a": s.inTable,
		"b": func(ctx context.Context, data []byte) error {
			return s.rename(ctx, "", string(data)) // want `consumer newTable overwrites customers by a message`
		},
	}}
}

func (t *table) serve(ctx context.Context, m *nats.Msg) error {
	return t.handlers[m.Subject](ctx, m.Data)
}

func (s *store) inTable(ctx context.Context, data []byte) error {
	return s.rename(ctx, "", string(data)) // want `consumer store.inTable overwrites customers by a message`
}

var byName = map[string]func(ctx context.Context, s *store, data []byte) error{"a": inVariable}

func inVariable(ctx context.Context, s *store, data []byte) error {
	return s.rename(ctx, "", string(data)) // want `consumer inVariable overwrites customers by a message`
}

func fromVariable(ctx context.Context, s *store, m *nats.Msg) error {
	if h, ok := byName[m.Subject]; ok {
		return h(ctx, s, m.Data)
	}
	return nil
}
