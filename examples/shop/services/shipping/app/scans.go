package app

import (
	"context"
	"log/slog"
	"time"

	"example.com/shop/services/shipping/carrier"
	"example.com/shop/services/shipping/store"
)

const pollEvery = 5 * time.Minute

// Scans fetches what the carrier reports.
type Scans struct {
	Carrier  *carrier.Client
	Tracking *store.Tracking
}

// Run fetches scans until ctx is done.
func (s *Scans) Run(ctx context.Context) {
	since := time.Now()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			if err := s.fetch(ctx, since); err != nil {
				slog.WarnContext(ctx, "scans not fetched", "since", since, "error", err)
				continue
			}
			since = now
		}
	}
}

func (s *Scans) fetch(ctx context.Context, since time.Time) error {
	scans, err := s.Carrier.Scans(ctx, since)
	if err != nil {
		return err
	}
	return s.Tracking.Add(ctx, scans)
}
