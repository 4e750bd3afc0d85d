// Package pipelines aggregates, and looks into more than one collection.
package pipelines

import (
	"context"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	"go.mongodb.org/mongo-driver/mongo"

	"example.com/fixtures/foreigndb/pkg/stages"
)

var (
	joined = mongo.Pipeline{{{Key: "$lookup", Value: bson.D{{Key: "from", Value: "users"}}}}}
	lined  = mongo.Pipeline{stages.WithLines}
	plain  = bson.A{bson.M{"$match": bson.M{"$lookup": bson.M{"from": "users"}}}} // a field of a strange name
	byName = map[string]mongo.Pipeline{
		"users": {stages.WithUsers},
		"lines": {stages.WithLines},
	}
)

func variables(ctx context.Context, c *mongo.Collection, db *mongo.Database) {
	c = db.Collection("orders")
	c.Aggregate(ctx, joined) // want "reads table users"
	c.Aggregate(ctx, lined)
	c.Aggregate(ctx, plain)
	c.Aggregate(ctx, byName["users"]) // want "reads table users"
	c.Aggregate(ctx, byName["lines"])
	c.Aggregate(ctx, mongo.Pipeline{stages.WithUsers}) // want "reads table users"
	c.Aggregate(ctx, []bson.M{stages.Users()})         // want "reads table users"
	c.Aggregate(ctx, stages.Unwound("users"))          // want "reads table users"
	c.Aggregate(ctx, stages.Unwound("orders"))
	c.Aggregate(ctx, append(lined, stages.Unwound("users")...))                         // want "reads table users"
	c.Aggregate(ctx, []primitive.M{{"$lookup": primitive.M{"from": "users"}}})          // want "reads table users"
	c.Aggregate(ctx, []any{map[string]any{"$lookup": map[string]any{"from": "users"}}}) // want "reads table users"
	c.Aggregate(ctx, []any{map[string]any{"$lookup": map[string]any{"from": "orders", "as": "users"}}})
	var added []bson.D
	added = append(added, bson.D{{Key: "$match", Value: bson.M{}}})
	if ctx.Err() == nil {
		added = append(added, stages.Lookup("users", "u"))
	}
	for i := range 3 {
		added = append(added, bson.D{{Key: "$limit", Value: i}})
	}
	c.Aggregate(ctx, added) // want "reads table users"
	sized := make(mongo.Pipeline, 2)
	sized[0] = bson.D{{Key: "$match", Value: bson.M{}}}
	sized[1] = stages.Lookup("users", "u")
	c.Aggregate(ctx, sized) // want "reads table users"
	stage := bson.M{}
	spec := bson.M{"as": "users"}
	spec["from"] = "users"
	stage["$lookup"] = spec
	c.Aggregate(ctx, bson.A{stage}) // want "reads table users"
}

func handed(ctx context.Context, db *mongo.Database) {
	c := db.Collection("orders")
	stages.Run(ctx, c, mongo.Pipeline{stages.Lookup("orders", "users")})
	stages.Run(ctx, c, mongo.Pipeline{stages.Lookup("users", "u")}) // want "reads table users"
	stages.Run(ctx, c, []bson.M{stages.Users()})                    // want "reads table users"
	stages.Report{From: "orders", Stages: mongo.Pipeline{stages.Lookup("orders", "u")}}.Run(ctx, db)
	stages.Report{From: "orders", Stages: mongo.Pipeline{stages.Lookup("users", "u")}}.Run(ctx, db) // want "reads table users"
	run(ctx, c, mongo.Pipeline{stages.Lookup("users", "u")})                                        // want "reads table users"
	run(ctx, c, mongo.Pipeline{stages.Lookup("orders", "users")})
	c.Aggregate(ctx, pipeline(spec("orders")))
	c.Aggregate(ctx, pipeline(spec("users"))) // want "reads table users"
	c.Aggregate(ctx, new(stages.Builder).Match(bson.M{"from": "users"}).Lookup("orders").Build())
}

func run(ctx context.Context, c *mongo.Collection, p mongo.Pipeline) error {
	cur, err := c.Aggregate(ctx, append(p, bson.D{{Key: "$limit", Value: 5}}))
	if err != nil {
		return err
	}
	return cur.Close(ctx)
}

func spec(from string) bson.D {
	d := bson.D{{Key: "from", Value: from}}
	return append(d, bson.E{Key: "as", Value: "u"})
}

func pipeline(spec bson.D) mongo.Pipeline {
	return mongo.Pipeline{{{Key: "$lookup", Value: spec}}}
}

// Store runs what it was made with.
type Store struct {
	c      *mongo.Collection
	report mongo.Pipeline
	other  bson.A
}

// New makes one.
func New(db *mongo.Database) *Store {
	return &Store{
		c:      db.Collection("orders"),
		report: mongo.Pipeline{stages.Lookup("users", "u")},
		other:  bson.A{stages.WithLines},
	}
}

// Report joins the users.
func (s *Store) Report(ctx context.Context) {
	s.c.Aggregate(ctx, s.report) // want "reads table users"
	s.c.Aggregate(ctx, s.other)
}

type lookupSpec struct {
	From string `bson:"from"`
	As   string `bson:"as"`
}

func specs(ctx context.Context, db *mongo.Database) {
	c := db.Collection("orders")
	c.Aggregate(ctx, bson.A{bson.M{"$lookup": lookupSpec{From: "users", As: "u"}}}) // want "reads table users"
	c.Aggregate(ctx, bson.A{bson.M{"$lookup": lookupSpec{From: "orders", As: "users"}}})
	c.Aggregate(ctx, bson.A{bson.M{"$graphLookup": bson.M{"from": "users"}}})                                 // want "reads table users"
	c.Aggregate(ctx, bson.A{bson.M{"$lookup": bson.M{"from": "orders", "pipeline": bson.A{stages.Users()}}}}) // want "reads table users"
	c.Aggregate(ctx, bson.A{bson.M{"$facet": bson.M{"a": mongo.Pipeline{stages.WithUsers}}}})                 // want "reads table users"
	c.Aggregate(ctx, bson.A{bson.M{"$unionWith": bson.M{"coll": "orders", "pipeline": bson.A{bson.M{"$match": bson.M{"from": "users"}}}}}})
	db.RunCommand(ctx, bson.D{{Key: "aggregate", Value: "orders"}, {Key: "pipeline", Value: bson.A{stages.Users()}}}) // want "reads table users"
	db.CreateView(ctx, "mine", "orders", mongo.Pipeline{stages.WithUsers})                                            // want "reads table users"
	db.CreateView(ctx, "users_of_orders", "orders", mongo.Pipeline{stages.WithLines})
}

func outputs(ctx context.Context, db *mongo.Database, last bson.M) {
	c := db.Collection("orders")
	c.Aggregate(ctx, mongo.Pipeline{{{Key: "$out", Value: bson.D{{Key: "db", Value: "a"}, {Key: "coll", Value: "users"}}}}}) // want "writes table users"
	merge := bson.M{"$merge": bson.M{"into": "users"}}
	c.Aggregate(ctx, []bson.M{{"$match": bson.M{}}, merge}) // want "writes table users"
	finish(ctx, c, bson.M{"$out": "users"})                 // want "writes table users"
	finish(ctx, c, bson.M{"$out": "orders"})
	finish(ctx, c, bson.M{"$sort": "users"})
}

func finish(ctx context.Context, c *mongo.Collection, last bson.M) {
	c.Aggregate(ctx, []bson.M{{"$match": bson.M{}}, last})
}
