// Package retrying receives messages, and commits what went well.
package retrying

import (
	"context"
	"log"

	"example.com/fixtures/depwait/tram/handling"
	"github.com/segmentio/kafka-go"
)

// Fares leaves what failed to the next one who reads.
func Fares(ctx context.Context, r *kafka.Reader, h *handling.Handler) error {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := h.OnFare(&m); err != nil {
			return err
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

// Notices ends before the message is committed.
func Notices(ctx context.Context, r *kafka.Reader, h *handling.Handler) {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return
		}
		if err := h.OnNotice(&m); err != nil {
			log.Fatal(err)
		}
		_ = r.CommitMessages(ctx, m)
	}
}
