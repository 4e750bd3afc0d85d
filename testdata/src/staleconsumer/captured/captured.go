// Package captured starts its consumers in literals, which capture the handlers that
// others have made.
package captured

import (
	"context"

	"golang.org/x/sync/errgroup"

	"example.com/fixtures/staleconsumer/captured/berths"
	"example.com/fixtures/staleconsumer/captured/kit"
)

func start(ctx context.Context, a, b, c *kit.Intake, s *berths.Berths) error {
	g, ctx := errgroup.WithContext(ctx)
	h := kit.Guarded(func() string { return "now" }, berths.Route(s))
	g.Go(func() error { return a.Run(ctx, h) })
	g.Go(func() error {
		go func() { _ = b.Run(ctx, h) }()
		return nil
	})

	only := berths.Listed(s)
	g.Go(func() error { return c.Run(ctx, only) })
	return g.Wait()
}
