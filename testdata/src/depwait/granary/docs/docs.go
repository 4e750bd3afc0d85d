// Package docs has the granary's documents.
package docs

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// A Repo has documents of one type.
type Repo[D any] struct{ c *mongo.Collection }

func of[D any](db *mongo.Database, name string) Repo[D] { return Repo[D]{db.Collection(name)} }

// Known says whether a document is there.
func (r Repo[D]) Known(ctx context.Context, id string) (bool, error) {
	n, err := r.c.CountDocuments(ctx, bson.M{"_id": id})
	return n > 0, err
}

// Put replaces a document of a lower version.
func (r Repo[D]) Put(ctx context.Context, id string, version int64, d D) error {
	_, err := r.c.ReplaceOne(ctx, bson.M{"_id": id, "version": bson.M{"$lt": version}}, d, options.Replace().SetUpsert(true))
	return err
}

type (
	// A Farm delivers.
	Farm struct {
		ID      string `bson:"_id"`
		Name    string `bson:"name"`
		Version int64  `bson:"version"`
	}
	// A Load is what it delivers.
	Load struct {
		ID      string `bson:"_id"`
		FarmID  string `bson:"farm_id"`
		Version int64  `bson:"version"`
	}
)

// Docs are all of them.
type Docs struct {
	Farms Repo[Farm]
	Loads Repo[Load]
}

// In are those of a database.
func In(db *mongo.Database) *Docs {
	return &Docs{Farms: of[Farm](db, "farms"), Loads: of[Load](db, "loads")}
}
