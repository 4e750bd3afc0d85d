// Package mirrored is of a service that owns nothing but copies.
package mirrored

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"
	"go.mongodb.org/mongo-driver/mongo"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/msgs/mirror"
)

type person struct {
	ID   string `bson:"_id"`
	Name string `bson:"name"`
	Rev  int64  `bson:"rev"`
}

func (p person) Key() string     { return p.ID }
func (p person) Revision() int64 { return p.Rev }

type follower struct{ persons mirror.Of[person] }

// newFollower is told the collection.
func newFollower(db *mongo.Database, name string) *follower {
	return &follower{mirror.New[person](db, name)}
}

func (f *follower) put(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return f.persons.Put(ctx, person{e.ID, e.Name, e.Version}) // want `consumer follower.put overwrites a table`
}

func (f *follower) advance(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return f.persons.Advance(ctx, person{e.ID, e.Name, e.Version})
}
