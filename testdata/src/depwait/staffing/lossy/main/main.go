// Command main brings a desk and a broker together.
package main

import (
	"context"
	"database/sql"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/depwait/staffing/lossy/broker"
	"example.com/fixtures/depwait/staffing/lossy/desk"
)

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	if err := desk.New(db).Subscribe(context.Background(), broker.New(new(amqp.Channel))); err != nil {
		log.Fatal(err)
	}
}
