// Package stages makes parts of aggregations for whoever asks.
package stages

import (
	"context"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
)

// WithUsers joins the users.
var WithUsers = bson.D{{Key: "$lookup", Value: bson.D{{Key: "from", Value: "users"}, {Key: "as", Value: "u"}}}}

// WithLines joins the order's lines.
var WithLines = bson.D{{Key: "$lookup", Value: bson.M{"from": "order_lines", "as": "users"}}}

// Lookup joins a collection.
func Lookup(from, as string) bson.D {
	return bson.D{{Key: "$lookup", Value: bson.D{{Key: "from", Value: from}, {Key: "as", Value: as}}}}
}

// Users joins the users.
func Users() bson.M { return bson.M{"$lookup": bson.M{"from": "users", "as": "u"}} }

// Unwound joins a collection in two stages.
func Unwound(from string) []bson.D {
	return []bson.D{Lookup(from, "x"), {{Key: "$unwind", Value: "$x"}}}
}

// Run runs a pipeline.
func Run(ctx context.Context, c *mongo.Collection, pipeline any) error {
	_, err := c.Aggregate(ctx, pipeline)
	return err
}

// A Report is an aggregation of one collection.
type Report struct {
	From   string
	Stages mongo.Pipeline
}

// Run runs it.
func (r Report) Run(ctx context.Context, db *mongo.Database) error {
	_, err := db.Collection(r.From).Aggregate(ctx, r.Stages)
	return err
}

// A Builder puts stages together.
type Builder struct{ stages mongo.Pipeline }

// Lookup adds a join.
func (b *Builder) Lookup(from string) *Builder {
	b.stages = append(b.stages, Lookup(from, "x"))
	return b
}

// Match adds a filter.
func (b *Builder) Match(filter bson.M) *Builder {
	b.stages = append(b.stages, bson.D{{Key: "$match", Value: filter}})
	return b
}

// Build is what they amount to.
func (b *Builder) Build() mongo.Pipeline { return b.stages }
