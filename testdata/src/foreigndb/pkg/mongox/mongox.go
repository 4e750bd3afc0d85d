// Package mongox is shared: whoever names a collection uses it.
package mongox

import (
	"context"

	"go.mongodb.org/mongo-driver/mongo"
)

// Open opens a collection of a name.
func Open(client *mongo.Client, name string) *mongo.Collection {
	return client.Database("shop").Collection(name)
}

// Clear empties a collection.
func Clear(ctx context.Context, c *mongo.Collection) { c.DeleteMany(ctx, map[string]any{}) }

// A Document says where it is kept.
type Document interface{ Collection() string }

// Docs keeps documents of one type.
type Docs[D Document] struct{ db *mongo.Database }

// Of makes one.
func Of[D Document](db *mongo.Database) Docs[D] { return Docs[D]{db} }

func (d Docs[D]) coll() *mongo.Collection {
	var doc D
	return d.db.Collection(doc.Collection())
}

// First reads one.
func (d Docs[D]) First(ctx context.Context) (doc D, err error) {
	err = d.coll().FindOne(ctx, map[string]any{}).Decode(&doc)
	return doc, err
}
