// Package producer publishes.
package producer

import (
	"context"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/sharedmsg/consumer/types"
	"example.com/fixtures/sharedmsg/contracts"
	"example.com/fixtures/sharedmsg/infra"
	"example.com/fixtures/sharedmsg/producer/store"
)

type Producer struct {
	Pub message.Publisher
	Bus *infra.Bus
}

// Row publishes the row as it is.
func (p *Producer) Row(u store.User) error {
	data, err := json.Marshal(u)
	if err != nil {
		return err
	}
	msg := message.NewMessage(u.ID, data)
	return p.Pub.Publish("users", msg) // want `producer publishes messages of type store.User, which is defined in the service's own package`
}

func (p *Producer) RowByHelper(ctx context.Context, u *store.User) error {
	return p.Bus.Publish(ctx, "users", u) // want `publishes messages of type store.User`
}

// Theirs takes the type of those who consume it.
func (p *Producer) Theirs(ctx context.Context) error {
	return p.Bus.Publish(ctx, "users", types.Wanted{}) // want `publishes messages of type types.Wanted, which is defined in a package of service consumer`
}

func (p *Producer) NotAmongMessages(ctx context.Context) error {
	return p.Bus.Publish(ctx, "audit", infra.Audit{}) // want `publishes messages of type infra.Audit, which is defined in a package that is not among shared.messages`
}

// Near misses.

func (p *Producer) Shared(ctx context.Context, u store.User) error {
	return p.Bus.Publish(ctx, "users", contracts.UserChanged{ID: u.ID, Name: u.Name})
}

func (p *Producer) Map(ctx context.Context, u store.User) error {
	return p.Bus.Publish(ctx, "users", map[string]any{"id": u.ID})
}

type alias = contracts.UserChanged

func (p *Producer) Alias(ctx context.Context) error { return p.Bus.Publish(ctx, "users", alias{}) }

// Job is for this service's own worker.
type Job struct{ ID, A, B, C, D string }

func (p *Producer) Enqueue(ctx context.Context, j Job) error { return p.Bus.Publish(ctx, "jobs", j) }

func (p *Producer) Work(msg *message.Message) error {
	var j Job
	return json.Unmarshal(msg.Payload, &j)
}

// Stored encodes a row, and for no message.
func (p *Producer) Stored(ctx context.Context, u store.User) ([]byte, error) {
	data, err := json.Marshal(u)
	if err != nil {
		return nil, err
	}
	return data, p.Bus.Publish(ctx, "users", contracts.UserChanged{ID: u.ID})
}

// Behind publishes by the interface that is declared beside the broker's client.
func Behind(ctx context.Context, p infra.Publisher, u store.User) error {
	return p.Publish(ctx, "users", u) // want `publishes messages of type store.User`
}

func SharedBehind(ctx context.Context, p infra.Publisher, u store.User) error {
	return p.Publish(ctx, "users", contracts.UserChanged{ID: u.ID, Name: u.Name})
}

// Announce has an interface one of whose implementations stays in the process.
func Announce(ctx context.Context, a infra.Announcer, u store.User) error {
	return a.Announce(ctx, "users", u)
}

// A Retry is for the service itself, which publishes it by an interface.
type Retry struct{ ID, A, B, C, D string }

// Sender is implemented elsewhere.
type Sender interface {
	Send(ctx context.Context, topic string, v any) error
}

func EnqueueRetry(ctx context.Context, s Sender, id string) error {
	return s.Send(ctx, "producer.retries", Retry{ID: id})
}

func (p *Producer) Retry(msg *message.Message) error {
	var r Retry
	return json.Unmarshal(msg.Payload, &r)
}

func EnqueueBehind(ctx context.Context, p infra.Publisher, id string) error {
	return p.Publish(ctx, "producer.retries", Retry{ID: id})
}
