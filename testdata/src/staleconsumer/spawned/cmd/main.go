// Command cmd runs the projections.
package main

import (
	"context"
	"database/sql"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/staleconsumer/spawned"
	"example.com/fixtures/staleconsumer/spawned/titles"
)

func main() {
	var db *sql.DB
	var sub message.Subscriber
	projections := []spawned.Projection{&titles.Projection{DB: db}, &titles.Ordered{DB: db}}
	_ = spawned.New(sub).Run(context.Background(), projections)
}
