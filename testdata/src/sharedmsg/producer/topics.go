package producer

import (
	"context"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/sharedmsg/contracts"
	"example.com/fixtures/sharedmsg/infra"
)

// Frame comes in from devices, and goes out to others.
type Frame struct{ ID, A, B, C, D string }

func (p *Producer) Framed(msg *message.Message) error {
	var f Frame
	if err := json.Unmarshal(msg.Payload, &f); err != nil {
		return err
	}
	return p.Bus.Publish(msg.Context(), contracts.TopicFrames, f) // want `publishes messages of type producer.Frame, which is defined in the service's own package`
}

// Loaded sends what has no name.
func (p *Producer) Loaded(ctx context.Context, id string) error {
	load := struct{ ID, Kind string }{id, "load"}
	return p.Bus.Publish(ctx, contracts.TopicLoads, load) // want `publishes messages of type struct{…}, which is defined in the service's own package`
}

// LoadedBehind does so by the interface.
func LoadedBehind(ctx context.Context, p infra.Publisher, id string) error {
	return p.Publish(ctx, contracts.TopicLoads, &struct{ ID string }{id}) // want `publishes messages of type struct{…}`
}

// Near misses.

// Again is for this service, though others may read the name of its topic.
type Again struct{ ID, A, B, C, D string }

func (p *Producer) Renew(ctx context.Context, a Again) error {
	return p.Bus.Publish(ctx, contracts.TopicRetry, a)
}

func (p *Producer) Renewed(r *message.Router, sub message.Subscriber) {
	r.AddConsumerHandler("retry", contracts.TopicRetry, sub, func(msg *message.Message) error {
		var a Again
		return json.Unmarshal(msg.Payload, &a)
	})
}

// Own goes to a topic of the service's own.
func (p *Producer) Own(ctx context.Context, id string) error {
	return p.Bus.Publish(ctx, "steps", struct{ ID string }{id})
}

// Nothing tells no more than that it happened.
func (p *Producer) Nothing(ctx context.Context) error {
	return p.Bus.Publish(ctx, contracts.TopicLoads, struct{}{})
}

// Chore is decoded by what the service has handle it, further down.
type Chore struct{ ID, A, B, C, D string }

func (p *Producer) Chored(ctx context.Context, c Chore) error {
	return p.Bus.Publish(ctx, "chores", c)
}

func (p *Producer) chore(context.Context, Chore) error { return nil }

// A job is how the service's own router has it.
type job struct{ body []byte }

func typed[T any](f func(context.Context, T) error) func(context.Context, *job) error {
	return func(ctx context.Context, j *job) error {
		var v T
		if err := json.Unmarshal(j.body, &v); err != nil {
			return err
		}
		return f(ctx, v)
	}
}

// Jobs are what the service runs.
func (p *Producer) Jobs() map[string]func(context.Context, *job) error {
	return map[string]func(context.Context, *job) error{"chores": typed(p.chore)}
}
