// Package kit has servers that hand messages to handlers. What becomes of a failure is
// chosen by whoever makes one, or runs it.
package kit

import (
	"context"
	"encoding/json"
	"log"

	"github.com/IBM/sarama"
	amqp "github.com/rabbitmq/amqp091-go"
)

// A Handler handles a message.
type Handler func(ctx context.Context, body []byte) error

// JSON decodes what a handler takes.
func JSON[T any](h func(ctx context.Context, v T) error) Handler {
	return func(ctx context.Context, body []byte) error {
		var v T
		if err := json.Unmarshal(body, &v); err != nil {
			return err
		}
		return h(ctx, v)
	}
}

// A Registry keeps handlers.
type Registry struct{ byKind map[string]Handler }

// NewRegistry returns an empty one.
func NewRegistry() *Registry { return &Registry{byKind: map[string]Handler{}} }

// On adds a handler.
func (r *Registry) On(kind string, h Handler) *Registry {
	r.byKind[kind] = h
	return r
}

// Dispatch hands a message to its handler.
func (r *Registry) Dispatch(ctx context.Context, m *sarama.ConsumerMessage) error {
	h, ok := r.byKind[m.Topic]
	if !ok {
		return nil
	}
	return h(ctx, m.Value)
}

// Strict ends the claim where a handler fails.
type Strict struct{ *Registry }

// Setup does nothing.
func (Strict) Setup(sarama.ConsumerGroupSession) error { return nil }

// Cleanup does nothing.
func (Strict) Cleanup(sarama.ConsumerGroupSession) error { return nil }

// ConsumeClaim marks what was handled.
func (s Strict) ConsumeClaim(sess sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for m := range claim.Messages() {
		if err := s.Dispatch(sess.Context(), m); err != nil {
			return err
		}
		sess.MarkMessage(m, "")
	}
	return nil
}

// Lenient goes on.
type Lenient struct{ *Registry }

// Setup does nothing.
func (Lenient) Setup(sarama.ConsumerGroupSession) error { return nil }

// Cleanup does nothing.
func (Lenient) Cleanup(sarama.ConsumerGroupSession) error { return nil }

// ConsumeClaim marks whatever came.
func (l Lenient) ConsumeClaim(sess sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for m := range claim.Messages() {
		if err := l.Dispatch(sess.Context(), m); err != nil {
			log.Print(err)
		}
		sess.MarkMessage(m, "")
	}
	return nil
}

// Run has a group's messages consumed.
func Run(ctx context.Context, cg sarama.ConsumerGroup, topics []string, h sarama.ConsumerGroupHandler) error {
	for ctx.Err() == nil {
		if err := cg.Consume(ctx, topics, h); err != nil {
			log.Print(err)
		}
	}
	return ctx.Err()
}

// A Poller takes deliveries.
type Poller struct {
	in     <-chan amqp.Delivery
	routes map[string]Handler
}

// NewPoller returns one.
func NewPoller(in <-chan amqp.Delivery) *Poller {
	return &Poller{in: in, routes: map[string]Handler{}}
}

// On adds a route.
func (p *Poller) On(key string, h Handler) *Poller {
	p.routes[key] = h
	return p
}

// Run acknowledges what was handled.
func (p *Poller) Run(ctx context.Context) {
	for d := range p.in {
		if err := p.routes[d.RoutingKey](ctx, d.Body); err != nil {
			log.Print(err)
			_ = d.Nack(false, true)
			continue
		}
		_ = d.Ack(false)
	}
}

// RunFast acknowledges first.
func (p *Poller) RunFast(ctx context.Context) {
	for d := range p.in {
		_ = d.Ack(false)
		if err := p.routes[d.RoutingKey](ctx, d.Body); err != nil {
			log.Print(err)
		}
	}
}

// A Pump is told what to do about failures.
type Pump struct {
	reg      *Registry
	in       <-chan amqp.Delivery
	autoAck  bool
	onFailed func(d amqp.Delivery, err error)
}

// An Option says so.
type Option func(*Pump)

// Forgiving logs what fails and goes on.
func Forgiving() Option {
	return func(p *Pump) {
		p.onFailed = func(d amqp.Delivery, err error) {
			log.Print(err)
			_ = d.Ack(false)
		}
	}
}

// Patient hands back what fails.
func Patient() Option {
	return func(p *Pump) {
		p.onFailed = func(d amqp.Delivery, err error) {
			log.Print(err)
			_ = d.Nack(false, true)
		}
	}
}

// NewPump returns a pump.
func NewPump(in <-chan amqp.Delivery, reg *Registry, opts ...Option) *Pump {
	p := &Pump{in: in, reg: reg}
	p.onFailed = func(d amqp.Delivery, _ error) { _ = d.Nack(false, true) }
	for _, o := range opts {
		o(p)
	}
	return p
}

// Start hands the messages out.
func (p *Pump) Start(ctx context.Context) {
	for d := range p.in {
		if err := p.deliver(ctx, d); err != nil {
			p.onFailed(d, err)
			continue
		}
		_ = d.Ack(false)
	}
}

func (p *Pump) deliver(ctx context.Context, d amqp.Delivery) error {
	h, ok := p.reg.byKind[d.RoutingKey]
	if !ok {
		return nil
	}
	return h(ctx, d.Body)
}
