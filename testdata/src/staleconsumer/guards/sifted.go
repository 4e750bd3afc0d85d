package guards

import (
	"context"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// A batch is sifted before it is written.
type batches struct{ db *sqlx.DB }

type field struct {
	ID      string `db:"id"`
	Name    string `db:"name"`
	Version int64  `db:"version"`
}

const replaceFields = `INSERT INTO fields (id, name, version) VALUES (:id, :name, :version)
	ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, version = EXCLUDED.version`

func versions(ctx context.Context, tx *sqlx.Tx, list []*msgs.CustomerChanged) (map[string]int64, error) {
	var rows []field
	if err := tx.SelectContext(ctx, &rows, "SELECT id, version FROM fields FOR UPDATE"); err != nil {
		return nil, err
	}
	out := map[string]int64{}
	for _, r := range rows {
		out[r.ID] = r.Version
	}
	return out, nil
}

func all(list []*nats.Msg) (out []*msgs.CustomerChanged, err error) {
	for _, m := range list {
		e, err := received(m)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func (b *batches) sifted(ctx context.Context, tx *sqlx.Tx, list []*nats.Msg) error {
	items, err := all(list)
	if err != nil {
		return err
	}
	known, err := versions(ctx, tx, items)
	if err != nil {
		return err
	}
	var rows []field
	for _, e := range items {
		if v, ok := known[e.ID]; ok && v >= e.Version {
			continue
		}
		rows = append(rows, field{e.ID, e.Name, e.Version})
	}
	_, err = tx.NamedExecContext(ctx, replaceFields, rows)
	return err
}

// Some get into the list without being compared.
func (b *batches) someSifted(ctx context.Context, tx *sqlx.Tx, list []*nats.Msg) error {
	items, err := all(list)
	if err != nil {
		return err
	}
	known, err := versions(ctx, tx, items)
	if err != nil {
		return err
	}
	var rows []field
	for _, e := range items {
		if e.Status == msgs.Blocked {
			rows = append(rows, field{e.ID, "", e.Version})
		} else if known[e.ID] < e.Version {
			rows = append(rows, field{e.ID, e.Name, e.Version})
		}
	}
	_, err = tx.NamedExecContext(ctx, replaceFields, rows) // want `overwrites fields`
	return err
}

func newerOf(items []*msgs.CustomerChanged, known map[string]int64) []*msgs.CustomerChanged {
	var out []*msgs.CustomerChanged
	for _, e := range items {
		if e.Version > known[e.ID] {
			out = append(out, e)
		}
	}
	return out
}

func save(ctx context.Context, tx *sqlx.Tx, list []*msgs.CustomerChanged) error {
	for _, e := range list {
		if _, err := tx.ExecContext(ctx, "UPDATE fields SET name = $2, version = $3 WHERE id = $1", e.ID, e.Name, e.Version); err != nil {
			return err
		}
	}
	return nil
}

func (b *batches) siftedByHelper(ctx context.Context, tx *sqlx.Tx, list []*nats.Msg) error {
	items, err := all(list)
	if err != nil {
		return err
	}
	known, err := versions(ctx, tx, items)
	if err != nil {
		return err
	}
	return save(ctx, tx, newerOf(items, known))
}

func (b *batches) siftedByFunc(ctx context.Context, tx *sqlx.Tx, list []*nats.Msg) error {
	items, err := all(list)
	if err != nil {
		return err
	}
	known, err := versions(ctx, tx, items)
	if err != nil {
		return err
	}
	items = slices.DeleteFunc(items, func(e *msgs.CustomerChanged) bool { return known[e.ID] >= e.Version })
	return save(ctx, tx, items)
}

func (b *batches) siftedForOther(ctx context.Context, tx *sqlx.Tx, list []*nats.Msg) error {
	items, err := all(list)
	if err != nil {
		return err
	}
	items = slices.DeleteFunc(items, func(e *msgs.CustomerChanged) bool { return e.Name == "" })
	return save(ctx, tx, items) // want `overwrites fields`
}
