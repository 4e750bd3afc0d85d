// Command cmd wires the layers.
package main

import (
	"context"
	"database/sql"
	"os"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/syncecho/layers/consumer"
	"example.com/fixtures/syncecho/layers/domain"
	"example.com/fixtures/syncecho/layers/pgstore"
)

func main() {
	db, err := sql.Open("pgx", "")
	if err != nil {
		panic(err)
	}
	events := &pgstore.Kafka{Writer: &kafka.Writer{}}
	var notices domain.Notices = events
	if os.Getenv("QUIET") != "" {
		notices = pgstore.Silence{}
	}
	c := &consumer.Consumer{Customers: &pgstore.Customers{DB: db, Events: events}, Events: events, Notices: notices}
	if err := c.Run(context.Background(), kafka.NewReader(kafka.ReaderConfig{})); err != nil {
		panic(err)
	}
}
