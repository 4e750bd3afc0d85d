// Command cmd wires the layers.
package main

import (
	"context"
	"database/sql"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/forcesync/layers/consumer"
	"example.com/fixtures/forcesync/layers/pgstore"
)

func main() {
	db, err := sql.Open("pgx", "")
	if err != nil {
		panic(err)
	}
	c := &consumer.Consumer{Customers: &pgstore.Customers{DB: db}, Policy: pgstore.Policy{}}
	if err := c.Run(context.Background(), kafka.NewReader(kafka.ReaderConfig{})); err != nil {
		panic(err)
	}
}
