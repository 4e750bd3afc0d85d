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

// refresh is likewise, and decoded where OnRefresh is wired.
type refresh struct{ ID, From, To string }

func (e *Emitter) Refresh(ctx context.Context, id string) error {
	return e.Kafka.Emit(ctx, "refresh", refresh{ID: id})
}

func (e *Emitter) OnRefresh(ctx context.Context, ev contracts.Envelope[refresh]) error {
	return e.Refresh(ctx, ev.Body.To)
}

// relayed is given to others alone: what takes it sends it.
type relayed struct{ ID, From, To string }

func (e *Emitter) Relay(ctx context.Context, ev contracts.Envelope[relayed]) error {
	return e.Kafka.Emit(ctx, "relayed", ev) // want `producer publishes messages of type producer.relayed`
}

// kept is given to others alone: what takes it gives something back.
type kept struct{ ID, From, To string }

func (e *Emitter) Keep(ctx context.Context, id string) error {
	return e.Kafka.Emit(ctx, "kept", kept{ID: id}) // want `producer publishes messages of type producer.kept`
}

func idOf(ev contracts.Envelope[kept]) string { return ev.Body.ID }
