// Package waiting waits for conditions.
package waiting

import (
	"context"
	"errors"
	"time"
)

// TryWaitUntil waits for a condition, no longer than it is told.
func TryWaitUntil(ctx context.Context, limit time.Duration, cond func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for ctx.Err() == nil {
		if ok, err := cond(); err == nil && ok {
			return nil
		}
		time.Sleep(time.Second)
	}
	return errors.New("waited in vain")
}
