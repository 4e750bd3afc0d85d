package wiring

import (
	"context"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/tables/filled"
	"example.com/fixtures/staleconsumer/tables/runner"
)

// RunBoard runs takers that are decorated on their way.
func RunBoard(ctx context.Context, r *kafka.Reader, h *filled.Handlers) error {
	b := new(runner.Board)
	for topic, fn := range h.Takers() {
		b.On(topic, h.Logged(fn))
	}
	for topic, fn := range h.Others() {
		b.On(topic, h.Newest(fn))
	}
	return b.Run(ctx, r)
}
