// Package bus is how a company consumes, kept in a module of its own.
package bus

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"
	"google.golang.org/protobuf/proto"
)

// A Consumer is given messages that are decoded already.
type Consumer[T any] interface {
	Consume(ctx context.Context, message T) error
}

// A RawHandler decodes by itself.
type RawHandler interface {
	HandleMessage(ctx context.Context, body []byte) error
}

// A Publisher sends.
type Publisher interface {
	Publish(ctx context.Context, body []byte) error
}

// A Group has its consumer's messages decoded.
type Group[T any] struct {
	conn     *nats.Conn
	consumer Consumer[T]
}

// NewGroup makes one.
func NewGroup[T any](conn *nats.Conn, consumer Consumer[T]) *Group[T] {
	return &Group[T]{conn: conn, consumer: consumer}
}

// Run subscribes it.
func (g *Group[T]) Run(ctx context.Context, subject string) error {
	_, err := g.conn.Subscribe(subject, func(m *nats.Msg) {
		var message T
		if err := json.Unmarshal(m.Data, &message); err == nil {
			_ = g.consumer.Consume(ctx, message)
		}
	})
	return err
}

// Add subscribes another one.
func Add(ctx context.Context, conn *nats.Conn, subject string, h RawHandler) error {
	_, err := conn.Subscribe(subject, func(m *nats.Msg) { _ = h.HandleMessage(ctx, m.Data) })
	return err
}

// A Message is what came in, or goes out, whatever the broker.
type Message struct {
	Topic, Key string
	Headers    map[string]string
	Value      []byte
}

// An IncomingMessage came in.
type IncomingMessage interface {
	Body() []byte
	TopicName() string
}

// A Processor is given what comes in.
type Processor interface {
	Process(ctx context.Context, m *Message) error
}

// Start runs processors.
func Start(ctx context.Context, processors ...Processor) error {
	for {
		for _, p := range processors {
			if err := p.Process(ctx, new(Message)); err != nil {
				return err
			}
		}
	}
}

// A Notice is shown to people.
type Notice struct {
	Subject, Key string
	Body         []byte
}

// Decoded are handlers by the type that their messages are decoded to.
type Decoded struct {
	conn  *nats.Conn
	known map[string]func(context.Context, *nats.Msg, proto.Message)
}

// Register has a handler given what is decoded to the sample's type.
func (d *Decoded) Register(sample proto.Message, h func(ctx context.Context, m *nats.Msg, message proto.Message)) {
	d.known[string(sample.ProtoReflect().Descriptor().FullName())] = h
}

// Run subscribes them.
func (d *Decoded) Run(ctx context.Context, subject string, empty func(name string) proto.Message) error {
	_, err := d.conn.Subscribe(subject, func(m *nats.Msg) {
		name := m.Header.Get("Type")
		message := empty(name)
		if proto.Unmarshal(m.Data, message) == nil {
			d.known[name](ctx, m, message)
		}
	})
	return err
}
