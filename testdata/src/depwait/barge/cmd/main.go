// Command cmd declares the queues and takes in what comes of them.
package main

import (
	"context"
	"database/sql"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/depwait/barge/queues"
	"example.com/fixtures/depwait/barge/taking"
)

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		return
	}
	conn, err := amqp.Dial("amqp://localhost")
	if err != nil {
		return
	}
	ch, err := conn.Channel()
	if err != nil || queues.Declare(ch) != nil {
		return
	}
	(&taking.Taker{DB: db, Ch: ch}).Run(context.Background())
	select {}
}
