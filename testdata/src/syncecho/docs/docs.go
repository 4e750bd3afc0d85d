// Package docs keeps documents of any kind, in a collection that who makes it names.
package docs

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// A Doc has a key.
type Doc interface{ Key() string }

// Coll is a collection of them.
type Coll[D Doc] struct{ c *mongo.Collection }

// Of is the collection of a name.
func Of[D Doc](db *mongo.Database, name string) *Coll[D] { return &Coll[D]{c: db.Collection(name)} }

// Put replaces a document.
func (s *Coll[D]) Put(ctx context.Context, d D) error {
	_, err := s.c.ReplaceOne(ctx, bson.M{"_id": d.Key()}, d, options.Replace().SetUpsert(true))
	return err
}

// Set sets some fields.
func (s *Coll[D]) Set(ctx context.Context, id string, fields bson.M) error {
	_, err := s.c.UpdateOne(ctx, bson.M{"_id": id}, bson.M{"$set": fields})
	return err
}
