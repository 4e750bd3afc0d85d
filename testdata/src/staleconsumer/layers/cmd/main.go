// Command cmd wires the layers.
package main

import (
	"context"
	"database/sql"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/layers/consumer"
	"example.com/fixtures/staleconsumer/layers/domain"
	"example.com/fixtures/staleconsumer/layers/pgstore"
)

func main() {
	db, err := sql.Open("pgx", "")
	if err != nil {
		panic(err)
	}
	customers := &pgstore.Customers{DB: db}
	c := &consumer.Consumer{Customers: customers, Service: domain.NewService(customers)}
	if err := c.Run(context.Background(), kafka.NewReader(kafka.ReaderConfig{})); err != nil {
		panic(err)
	}
}
