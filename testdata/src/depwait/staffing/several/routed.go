package several

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/segmentio/kafka-go"
)

// A table of functions by what a message is about: each is called for messages of its
// own kind.
type table struct {
	reader *kafka.Reader
	routes map[string]func(ctx context.Context, value []byte) error
}

func decoding[E any](fn func(context.Context, E) error) func(context.Context, []byte) error {
	return func(ctx context.Context, value []byte) error {
		var e E
		if err := json.Unmarshal(value, &e); err != nil {
			return err
		}
		return fn(ctx, e)
	}
}

func newTable(db *sql.DB, reader *kafka.Reader) *table {
	return &table{reader: reader, routes: map[string]func(context.Context, []byte) error{
		"company": decoding(func(ctx context.Context, c company) error {
			_, err := db.ExecContext(ctx, putCompany, c.ID, c.Name)
			return err
		}),
		"hired": decoding(func(ctx context.Context, e hired) error {
			_, err := db.ExecContext(ctx, putEmployee, e.ID, e.Name, e.Company) // want `without making sure that it is there`
			return err
		}),
		"asked": decoding(func(ctx context.Context, e hired) error {
			if err := require(db, e.Company); err != nil {
				return err
			}
			_, err := db.ExecContext(ctx, putEmployee, e.ID, e.Name, e.Company)
			return err
		}),
	}}
}

func (t *table) run(ctx context.Context) error {
	for {
		m, err := t.reader.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if handle, ok := t.routes[string(m.Key)]; ok {
			if err := handle(ctx, m.Value); err != nil {
				return err
			}
		}
		if err := t.reader.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
