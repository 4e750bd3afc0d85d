// Package transport has a slot for each handler. What is in a slot is the consumer, and its
// finding stands there and nowhere else.
package transport

import (
	"context"
	"encoding/json"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/layers/slots/domain"
	"example.com/fixtures/staleconsumer/msgs"
)

// Handlers has one function for each topic.
type Handlers struct {
	Renamed func(context.Context, msgs.CustomerChanged) error
	Kept    func(context.Context, msgs.CustomerChanged) error
}

// Of fills the slots.
func Of(s *domain.Service) Handlers { return Handlers{Renamed: s.Renamed, Kept: s.Kept} }

// Serve receives.
func Serve(ctx context.Context, r *kafka.Reader, h Handlers) error {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := one(ctx, m, h); err != nil {
			return err
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

func one(ctx context.Context, m kafka.Message, h Handlers) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	if m.Topic == "renamed" {
		return h.Renamed(ctx, e)
	}
	return h.Kept(ctx, e)
}
