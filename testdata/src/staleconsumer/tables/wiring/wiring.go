// Package wiring brings tables and what runs them together.
package wiring

import (
	"context"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/tables/filled"
	"example.com/fixtures/staleconsumer/tables/runner"
)

// Run runs all of them.
func Run(ctx context.Context, r *kafka.Reader, h *filled.Handlers) error {
	pool := runner.NewPool(r, h.Table())
	go runner.RunJobs(ctx, h.Jobs())
	go func() { _ = runner.RunRoutes(ctx, r, h.Routes()) }()
	return pool.Run(ctx)
}
