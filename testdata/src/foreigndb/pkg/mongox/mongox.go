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
