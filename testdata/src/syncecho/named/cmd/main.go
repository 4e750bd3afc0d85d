// Command cmd says which collections are which.
package main

import (
	"context"

	"github.com/ThreeDotsLabs/watermill/message"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"example.com/fixtures/syncecho/docs"
	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/named/core"
)

func main() {
	client, err := mongo.Connect()
	if err != nil {
		panic(err)
	}
	db := client.Database("echo")
	u := &core.Users{Copies: docs.Of[core.User](db, "customers"), Crates: docs.Of[core.User](db, "crates"), Bus: new(events.Bus)}
	var r message.Router
	r.AddNoPublisherHandler("changed", "users", nil, u.Changed)
	r.AddNoPublisherHandler("crated", "users", nil, u.Crated)
	if err := u.Fill(context.Background()); err != nil {
		panic(err)
	}
}
