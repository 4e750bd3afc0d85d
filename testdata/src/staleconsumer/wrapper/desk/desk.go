// Package desk consumes.
package desk

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/wrapper/repo"
	"example.com/fixtures/staleconsumer/wrapper/store"
)

type desk struct{ repo *repo.Repo }

func newDesk(db *mongo.Database) *desk {
	s := &store.Store{DB: db}
	return &desk{&repo.Repo{Via: s, Direct: s}}
}

func decode(m *nats.Msg) (*msgs.CustomerChanged, error) {
	e := new(msgs.CustomerChanged)
	return e, json.Unmarshal(m.Data, e)
}

func (d *desk) renamed(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return d.repo.Rename(ctx, e) // want `consumer desk.renamed overwrites`
}

func (d *desk) renamedNewer(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return d.repo.RenameNewer(ctx, e)
}

func (d *desk) added(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return d.repo.Add(ctx, e)
}

func (d *desk) highest(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return d.repo.Highest(ctx, e)
}

func (d *desk) left(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return d.repo.Leave(ctx, e)
}

func (d *desk) mailed(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return d.repo.Mail(ctx, e) // want `consumer desk.mailed overwrites`
}

func (d *desk) handed(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return d.repo.Whatever(ctx, e, bson.M{"_id": e.ID}) // want `consumer desk.handed overwrites`
}

func (d *desk) handedNewer(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return d.repo.Whatever(ctx, e, bson.M{"_id": e.ID, "version": bson.M{"$lt": e.Version}}) // want `compares version of a table with the message of type msgs.CustomerChanged but does not store it`
}

func (d *desk) handedAny(ctx context.Context, m *nats.Msg, asked map[string]any) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return d.repo.Whatever(ctx, e, asked)
}
