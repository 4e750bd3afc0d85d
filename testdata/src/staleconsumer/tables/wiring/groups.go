package wiring

import (
	"context"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/tables/filled"
	"example.com/fixtures/staleconsumer/tables/runner"
)

// RunGroups runs those that say what they handle.
func RunGroups(ctx context.Context, r *kafka.Reader, h *filled.Handlers) error {
	go runner.RunTimed(ctx, h.Timed())
	go func() { _ = runner.NewGroup(r, &filled.Given{H: h}).Run(ctx) }()
	return runner.NewGroup(r, h.Group()...).Run(ctx)
}
