// Package resync is named by the config.
package resync

import (
	"context"

	"example.com/fixtures/copywrite/shipping/store"
)

type Job struct{ Store *store.Store }

func (j *Job) Run(ctx context.Context, since string) error {
	return j.Store.RenameClient(ctx, since, "x")
}
