package shapes

import (
	"context"
	"encoding/json"

	"github.com/IBM/sarama"
	"github.com/nats-io/nats.go"
	"github.com/redis/go-redis/v9"
	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/msgs"
)

// --- a library gives whatever came in: a message, or something else

func polled(ctx context.Context, sub *redis.PubSub, s *store) error {
	for {
		v, err := sub.Receive(ctx)
		if err != nil {
			return err
		}
		switch m := v.(type) {
		case *redis.Message:
			_ = s.rename(ctx, m.Channel, m.Payload) // want `consumer polled overwrites customers by a message`
		case *redis.Subscription:
			_ = s.rename(ctx, m.Channel, m.Kind)
		}
	}
}

// reported is told what became of messages on their way out.
func reported(ctx context.Context, reports chan any, s *store) {
	for r := range reports {
		if m, ok := r.(*sarama.ConsumerMessage); ok {
			_ = s.rename(ctx, string(m.Key), "sent")
		}
	}
}

// --- the project's own code fetches the messages

type reader struct{ r *kafka.Reader }

func (r *reader) Next(ctx context.Context) (kafka.Message, error) { return r.r.FetchMessage(ctx) }

func fetched(ctx context.Context, r *reader, s *store) error {
	m, err := r.Next(ctx)
	if err != nil {
		return err
	}
	return s.rename(ctx, string(m.Key), string(m.Value)) // want `consumer fetched overwrites customers by a message`
}

type source interface {
	ReadMessage(ctx context.Context) (kafka.Message, error)
	Compose(id, name string) kafka.Message
}

func behindInterface(ctx context.Context, src source, s *store) error {
	m, err := src.ReadMessage(ctx)
	if err != nil {
		return err
	}
	return s.rename(ctx, string(m.Key), string(m.Value)) // want `consumer behindInterface overwrites customers by a message`
}

// composed is about a message that is made, not received.
func composed(ctx context.Context, src source, s *store) error {
	m := src.Compose("1", "a")
	return s.rename(ctx, string(m.Key), string(m.Value))
}

func compose(id, name string) kafka.Message {
	return kafka.Message{Key: []byte(id), Value: []byte(name)}
}

func sent(ctx context.Context, w *kafka.Writer, s *store) error {
	m := compose("1", "a")
	if err := w.WriteMessages(ctx, m); err != nil {
		return err
	}
	return s.rename(ctx, string(m.Key), string(m.Value))
}

// --- a closure that is returned under a name of the project's

type nameHandler func(e *msgs.NameChanged, ack func() error)

func (s *store) onName(ctx context.Context) nameHandler {
	return func(e *msgs.NameChanged, ack func() error) {
		if s.rename(ctx, e.ID, e.Name) == nil { // want `consumer store.onName overwrites customers by a message of type msgs.NameChanged`
			_ = ack()
		}
	}
}

type names struct{ nc *nats.Conn }

func (n names) consume(h nameHandler) error {
	_, err := n.nc.Subscribe("names", func(m *nats.Msg) {
		var e msgs.NameChanged
		if json.Unmarshal(m.Data, &e) == nil {
			h(&e, func() error { return m.Ack() })
		}
	})
	return err
}

func named(ctx context.Context, n names, s *store) error { return n.consume(s.onName(ctx)) }
