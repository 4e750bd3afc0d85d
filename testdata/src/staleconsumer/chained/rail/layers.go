package rail

import (
	"context"
	"database/sql"
)

// Ordered lets through what is newer than what came before, by a table of its own.
func Ordered[T any](db *sql.DB, stream string, key func(T) string) Layer[T] {
	return func(next Taker[T]) Taker[T] {
		return TakerFunc[T](func(ctx context.Context, p Parcel[T]) error {
			return inTx(ctx, db, func(tx *sql.Tx) error {
				id := key(p.Body)
				var seq int64
				if err := tx.QueryRowContext(ctx, `SELECT seq FROM positions WHERE stream = $1 AND id = $2 FOR UPDATE`, stream, id).Scan(&seq); err != nil {
					return err
				}
				if p.Seq <= seq {
					return nil
				}
				if err := next.Handle(ctx, p); err != nil {
					return err
				}
				_, err := tx.ExecContext(ctx, `UPDATE positions SET seq = $3 WHERE stream = $1 AND id = $2`, stream, id, p.Seq)
				return err
			})
		})
	}
}

// Once lets through what did not come before.
func Once[T any](db *sql.DB, key func(T) string) Layer[T] {
	return func(next Taker[T]) Taker[T] {
		return TakerFunc[T](func(ctx context.Context, p Parcel[T]) error {
			var n int
			if err := db.QueryRowContext(ctx, `SELECT count(*) FROM parcels_seen WHERE id = $1`, key(p.Body)).Scan(&n); err != nil {
				return err
			}
			if n > 0 {
				return nil
			}
			return next.Handle(ctx, p)
		})
	}
}

func inTx(ctx context.Context, db *sql.DB, f func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}
