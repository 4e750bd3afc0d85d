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
