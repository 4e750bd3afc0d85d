package generic

import (
	"context"
	"database/sql"

	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kgo"
)

// What is told how sending went has sent the message, and received none.
func writer(db *sql.DB) *kafka.Writer {
	return &kafka.Writer{Completion: func(sent []kafka.Message, err error) {
		for _, m := range sent {
			_, _ = db.Exec(`UPDATE books SET room = $1 WHERE id = $2`, string(m.Value), string(m.Key))
		}
	}}
}

func produce(ctx context.Context, cl *kgo.Client, db *sql.DB, r *kgo.Record) {
	cl.Produce(ctx, r, func(sent *kgo.Record, err error) {
		_, _ = db.Exec(`UPDATE books SET room = $1 WHERE id = $2`, string(sent.Value), string(sent.Key))
	})
}

func received(fetches kgo.Fetches, db *sql.DB) {
	fetches.EachRecord(func(r *kgo.Record) {
		_, _ = db.Exec(`UPDATE books SET room = $1 WHERE id = $2`, string(r.Value), string(r.Key)) // want `consumer received overwrites books`
	})
}
