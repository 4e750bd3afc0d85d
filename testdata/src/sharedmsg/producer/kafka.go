package producer

import (
	"context"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/segmentio/kafka-go"

	"example.com/fixtures/sharedmsg/contracts"
	"example.com/fixtures/sharedmsg/infra"
	"example.com/fixtures/sharedmsg/producer/store"
)

type Emitter struct {
	Kafka *infra.Kafka
	W     *kafka.Writer
}

func (e *Emitter) Row(ctx context.Context, u store.User) error {
	return e.Kafka.Emit(ctx, "users", u) // want `producer publishes messages of type store.User`
}

func (e *Emitter) Recorded(ctx context.Context, u *store.User) error {
	m, err := infra.Record("users", u)
	if err != nil {
		return err
	}
	return e.W.WriteMessages(ctx, m) // want `producer publishes messages of type store.User`
}

func (e *Emitter) Wrapped(ctx context.Context, u store.User) error {
	return e.Kafka.Emit(ctx, "users", contracts.Envelope[store.User]{ID: u.ID, Body: u}) // want `producer publishes messages of type store.User`
}

// Near misses.

func (e *Emitter) Shared(ctx context.Context, u store.User) error {
	return e.Kafka.Emit(ctx, "users", contracts.UserChanged{ID: u.ID})
}

func (e *Emitter) WrappedShared(ctx context.Context, u store.User) error {
	return e.Kafka.Emit(ctx, "users", contracts.Envelope[contracts.UserChanged]{Body: contracts.UserChanged{ID: u.ID}})
}

// reindex is for the service itself.
type reindex struct{ ID, From, To string }

func (e *Emitter) Reindex(ctx context.Context, id string) error {
	return e.Kafka.Emit(ctx, "producer.reindex", reindex{ID: id})
}

func (e *Emitter) OnReindex(m *message.Message) error {
	r, err := infra.As[reindex](m)
	if err != nil {
		return err
	}
	return e.Reindex(m.Context(), r.To)
}

// resize is likewise, and published by the library itself.
type resize struct{ ID, From, To string }

func (e *Emitter) Resize(ctx context.Context, id string) error {
	m, err := infra.Record("resize", resize{ID: id})
	if err != nil {
		return err
	}
	return e.W.WriteMessages(ctx, m)
}

func (e *Emitter) OnResize(m *message.Message) error {
	r, err := infra.As[resize](m)
	if err != nil {
		return err
	}
	return e.Resize(m.Context(), r.To)
}
