package fixes

import (
	"context"
	"database/sql"
	"time"

	"example.com/fixtures/staleconsumer/bus"
)

// Alone needs package time for nothing but the present.
type Alone struct{ tx *sql.Tx }

var _ bus.Consumer[ProductChanged] = (*Alone)(nil)

func (a *Alone) HandleLogic(ctx context.Context, evt ProductChanged) error {
	p, err := load(ctx, a.tx, evt.ID)
	if err != nil {
		return err
	}
	if p.SyncedAt.After(time.Now()) {
		return nil
	}
	p.Name, p.SyncedAt = evt.Name, evt.UpdatedAt
	return set(ctx, a.tx, p) // want `compares the stored time of products with the present time`
}
