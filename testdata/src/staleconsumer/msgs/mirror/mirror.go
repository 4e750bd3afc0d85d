// Package mirror keeps documents of any type, in a collection that it is told.
package mirror

import (
	"context"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

// A Doc has a key and a revision.
type Doc interface {
	Key() string
	Revision() int64
}

// Of is a collection.
type Of[D Doc] struct{ col *mongo.Collection }

// New is told the collection's name.
func New[D Doc](db *mongo.Database, name string) Of[D] { return Of[D]{col: db.Collection(name)} }

// Put replaces whatever is there.
func (o Of[D]) Put(ctx context.Context, d D) error {
	_, err := o.col.ReplaceOne(ctx, bson.M{"_id": d.Key()}, d, options.Replace().SetUpsert(true))
	return err
}

// Advance replaces what is older.
func (o Of[D]) Advance(ctx context.Context, d D) error {
	_, err := o.col.ReplaceOne(ctx, bson.M{"_id": d.Key(), "rev": bson.M{"$lt": d.Revision()}}, d, options.Replace().SetUpsert(true))
	return err
}
