package main

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/queued/queue"
	"example.com/fixtures/staleconsumer/queued/work"
)

func main() {
	db := new(sql.DB)
	_ = work.New(db, queue.New(new(nats.Conn))).Start()
	_ = work.Run(context.Background(), db, new(nats.Subscription))
}
