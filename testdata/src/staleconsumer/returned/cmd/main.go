// Command cmd brings the channels together with those who take from them.
package main

import (
	"context"
	"database/sql"
	"os"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/staleconsumer/returned/desk"
	"example.com/fixtures/staleconsumer/returned/feed"
)

func main() {
	db, err := sql.Open("pgx", "")
	if err != nil {
		panic(err)
	}
	conn, err := amqp.Dial("")
	if err != nil {
		panic(err)
	}
	ch, err := conn.Channel()
	if err != nil {
		panic(err)
	}
	backend, err := feed.NewRabbit(ch)
	if err != nil {
		panic(err)
	}
	ctx, d, sub := context.Background(), &desk.Desk{DB: db}, feed.New(ch)
	go d.Stats(ctx, backend)
	go d.Marks(ctx, backend)
	go d.Locals(ctx, backend)
	go d.Copied(ctx)
	d.Imported(ctx, os.Stdin)
	for _, run := range []func(context.Context, *feed.Subscriber) error{d.Follow, d.Guarded, d.Offered, d.Two} {
		if err := run(ctx, sub); err != nil {
			panic(err)
		}
	}
}
