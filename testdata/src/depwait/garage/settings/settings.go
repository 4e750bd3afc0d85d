// Package settings keeps documents in collections whose names stand in a file of settings.
package settings

import (
	"context"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
)

// Collections are where documents are kept.
type Collections struct {
	Members      string `yaml:"members"`
	MongoClubs   string `yaml:"clubs"`
	CardsTable   string `yaml:"cards"`
	PassesName   string `yaml:"passes"`
	OtherMembers string `yaml:"others"`
}

// A Config is read from a file.
type Config struct{ Collections Collections }

// A Logger writes lines.
type Logger interface {
	Info(what string, of ...any)
}

type member struct {
	ID   string `bson:"_id"`
	Name string `bson:"name"`
}

type card struct {
	ID       string `bson:"_id,omitempty"`
	MemberID string `bson:"member_id,omitempty"`
	ClubID   string `bson:"club_id,omitempty"`
	Level    int    `bson:"level,omitempty"`
}

type consumer struct {
	db  *mongo.Database
	cfg *Config
	log Logger
}

func (c *consumer) member(msg *message.Message) error {
	var m member
	if err := json.Unmarshal(msg.Payload, &m); err != nil {
		return err
	}
	_, err := c.db.Collection(c.cfg.Collections.Members).InsertOne(context.Background(), m)
	return err
}

// What is logged makes sure of nothing.
func (c *consumer) card(msg *message.Message) error {
	var d card
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	c.log.Info("card", d.ID, d.MemberID)
	_, err := c.db.Collection(c.cfg.Collections.CardsTable).InsertOne(context.Background(), d) // want `writes cards, whose member_id refers to members, which other messages fill, without making sure that it is there`
	return err
}

// A pass is looked up under the same setting.
func (c *consumer) pass(msg *message.Message) error {
	ctx := context.Background()
	var d card
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	if err := c.db.Collection(c.cfg.Collections.Members).FindOne(ctx, bson.M{"_id": d.MemberID}).Err(); err != nil {
		return err
	}
	_, err := c.db.Collection(c.cfg.Collections.PassesName).InsertOne(ctx, d)
	return err
}

// What is empty is left out of an update, whatever the document may hold.
func (c *consumer) update(ctx context.Context, d *card) error {
	_, err := c.db.Collection(c.cfg.Collections.CardsTable).UpdateOne(ctx, bson.M{"_id": d.ID}, bson.M{"$set": stored(d)})
	return err
}

func stored(d *card) *card {
	out := &card{Level: d.Level}
	if d.MemberID != "" {
		out.MemberID = d.MemberID
	}
	return out
}

type levelled struct {
	ID    string
	Level int
}

func (c *consumer) level(msg *message.Message) error {
	var l levelled
	if err := json.Unmarshal(msg.Payload, &l); err != nil {
		return err
	}
	return c.update(context.Background(), &card{ID: l.ID, Level: l.Level})
}
