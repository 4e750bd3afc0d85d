// Package waiting waits for conditions.
package waiting

import (
	"context"
	"database/sql"
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

// Found makes of the error of a query whether there is a row.
func Found(err error) (bool, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Inserted makes of the error of an insert whether the row is new.
func Inserted(err error) (fresh bool, other error) {
	var told interface{ SQLState() string }
	if errors.As(err, &told) && told.SQLState() == "23505" {
		return false, nil
	}
	return err == nil, err
}
