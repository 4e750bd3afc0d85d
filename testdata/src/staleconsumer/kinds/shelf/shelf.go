package shelf

import (
	"context"
	"database/sql"
)

type Shelf struct{ db *sql.DB }

func New(db *sql.DB) *Shelf { return &Shelf{db: db} }

func (s *Shelf) Rename(ctx context.Context, id, name string) error {
	_, err := s.db.ExecContext(ctx, `UPDATE customers SET name = $1 WHERE id = $2`, name, id)
	return err
}
