// Command cmd wires it.
package main

import (
	"context"
	"database/sql"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/layers/slots/domain"
	"example.com/fixtures/staleconsumer/layers/slots/transport"
)

func main() {
	var db *sql.DB
	r := kafka.NewReader(kafka.ReaderConfig{Topic: "customers"})
	_ = transport.Serve(context.Background(), r, transport.Of(&domain.Service{DB: db}))
}
