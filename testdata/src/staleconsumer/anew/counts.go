package anew

import (
	"context"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// Counts are taken from the store whenever a message says that they may have changed.

type left struct {
	GroupID, MemberID, Reason string
	Members                   int64
}

type group struct{ ID, Title, Reason string }

type counting interface {
	Tally(ctx context.Context, id string) error
	TallyBut(ctx context.Context, id string, but int64) error
	Remove(ctx context.Context, id, member string) error
}

type groups struct{ members, groups *mongo.Collection }

func (g *groups) Remove(ctx context.Context, id, member string) error {
	_, err := g.members.DeleteOne(ctx, bson.M{"groupId": id, "member": member})
	return err
}

func (g *groups) Tally(ctx context.Context, id string) error {
	total, err := g.members.CountDocuments(ctx, bson.M{"groupId": id})
	if err != nil {
		return err
	}
	bots, err := g.members.CountDocuments(ctx, bson.M{"groupId": id, "bot": true})
	if err != nil {
		return err
	}
	_, err = g.groups.UpdateOne(ctx, bson.M{"_id": id}, bson.M{"$set": bson.M{"people": total - bots, "bots": bots, "updatedAt": time.Now().UTC()}}, options.UpdateOne().SetUpsert(true))
	if err != nil {
		return err
	}
	_, err = g.groups.UpdateOne(ctx, bson.M{"_id": id}, bson.M{"$set": bson.M{"size": total}})
	return err
}

// TallyBut takes a number off that it is told.
func (g *groups) TallyBut(ctx context.Context, id string, but int64) error {
	total, err := g.members.CountDocuments(ctx, bson.M{"groupId": id})
	if err != nil {
		return err
	}
	_, err = g.groups.UpdateOne(ctx, bson.M{"_id": id}, bson.M{"$set": bson.M{"people": total - but, "updatedAt": time.Now().UTC()}})
	return err
}

type desk struct {
	store counting
}

func (d *desk) left(ctx context.Context, m *nats.Msg) error {
	var e left
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if err := d.store.Remove(ctx, e.GroupID, e.MemberID); err != nil {
		return err
	}
	return d.store.Tally(ctx, e.GroupID)
}

func (d *desk) leftBut(ctx context.Context, m *nats.Msg) error {
	var e left
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return d.store.TallyBut(ctx, e.GroupID, e.Members) // want `consumer desk.leftBut overwrites groups`
}

// opened counts for a group that it has made of the message.
func (d *desk) opened(ctx context.Context, m *nats.Msg) error {
	var e left
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	g := &group{ID: e.GroupID, Reason: e.Reason}
	return d.finish(ctx, &e, g)
}

func (d *desk) finish(ctx context.Context, e *left, g *group) error {
	return d.store.Tally(ctx, g.ID)
}

func (d *desk) listen(nc *nats.Conn, c *mongo.Database) {
	d.store = &groups{c.Collection("members"), c.Collection("groups")}
	ctx := context.Background()
	_, _ = nc.Subscribe("a", func(m *nats.Msg) { _ = d.left(ctx, m) })
	_, _ = nc.Subscribe("b", func(m *nats.Msg) { _ = d.leftBut(ctx, m) })
	_, _ = nc.Subscribe("c", func(m *nats.Msg) { _ = d.opened(ctx, m) })
}
