// Package mongos reaches collections, which are tables too.
package mongos

import (
	"context"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	bson2 "go.mongodb.org/mongo-driver/v2/bson"
	mongo2 "go.mongodb.org/mongo-driver/v2/mongo"

	"example.com/fixtures/foreigndb/accounts/names"
	"example.com/fixtures/foreigndb/pkg/mongox"
)

func collections(ctx context.Context, db *mongo.Database) {
	db.Collection("users").Find(ctx, bson.M{})                                // want "reads table users"
	db.Collection("users").InsertOne(ctx, bson.M{"_id": 1})                   // want "writes table users"
	db.Collection(names.Users).DeleteOne(ctx, bson.D{{Key: "_id", Value: 1}}) // want "writes table users"
	db.Collection("orders").Find(ctx, bson.M{"users": 1})                     // a field
	db.Collection("users-orders").Find(ctx, bson.M{})                         // nobody's
	db.Collection("audit_log", options.Collection()).Drop(ctx)                // want "writes table audit_log"
	db.Collection("users")                                                    // not used
	db.Collection("teams").Find(ctx, bson.M{})                                // migrations speak of the SQL database's tables
}

func secondDriver(ctx context.Context, db *mongo2.Database) {
	db.Collection("users").FindOne(ctx, bson2.M{})                      // want "reads table users"
	db.Collection("users").UpdateOne(ctx, bson2.M{"_id": 1}, bson2.M{}) // want "writes table users"
	db.Collection("orders").FindOne(ctx, bson2.M{})
	db.Collection("orders").Aggregate(ctx, mongo2.Pipeline{ // want "reads table users"
		{{Key: "$lookup", Value: bson2.D{{Key: "from", Value: "users"}}}},
	})
}

// Repo keeps its collections.
type Repo struct {
	own   *mongo.Collection
	users *mongo.Collection
}

// New opens them.
func New(db *mongo.Database) *Repo {
	r := &Repo{own: db.Collection("orders")}
	r.users = db.Collection("users")
	return r
}

// Orders reads the first.
func (r *Repo) Orders(ctx context.Context) { r.own.Find(ctx, bson.M{}) }

// Users reads the second.
func (r *Repo) Users(ctx context.Context) {
	r.users.Find(ctx, bson.M{}) // want "reads table users"
}

func passed(ctx context.Context, client *mongo.Client) {
	mongox.Clear(ctx, mongox.Open(client, "users")) // want "writes table users"
	mongox.Clear(ctx, mongox.Open(client, "orders"))
	mongox.Clear(ctx, mongox.Open(client, "teams"))
	clearAll(ctx, client.Database("shop").Collection("users")) // want "writes table users"
	clearAll(ctx, client.Database("shop").Collection("orders"))
}

func clearAll(ctx context.Context, c *mongo.Collection) { c.DeleteMany(ctx, bson.M{}) }

func pipelines(ctx context.Context, orders *mongo.Collection, db *mongo.Database) {
	orders = db.Collection("orders")
	orders.Aggregate(ctx, mongo.Pipeline{bson.D{{Key: "$match", Value: bson.M{"from": "users"}}}})
	orders.Aggregate(ctx, []bson.M{{"$lookup": bson.M{"from": "users", "as": "u"}}})         // want "reads table users"
	orders.Aggregate(ctx, []bson.M{{"$lookup": bson.M{"from": "customers", "as": "users"}}}) // its own copy
	orders.Aggregate(ctx, mongo.Pipeline{lookup("users")})                                   // want "reads table users"
	orders.Aggregate(ctx, mongo.Pipeline{lookup("orders")})
	orders.Aggregate(ctx, bson.A{bson.M{"$out": "users"}})                                                 // want "writes table users"
	orders.Aggregate(ctx, bson.A{bson.M{"$merge": bson.M{"into": bson.M{"db": "shop", "coll": "users"}}}}) // want "writes table users"
	orders.Aggregate(ctx, bson.A{bson.M{"$unionWith": bson.M{"coll": "users"}}})                           // want "reads table users"
	union := bson.D{{Key: "$unionWith", Value: "users"}}
	stages := mongo.Pipeline{bson.D{{Key: "$facet", Value: bson.M{"a": bson.A{union}}}}}
	orders.Aggregate(ctx, stages) // want "reads table users"
}

func lookup(from string) bson.D {
	return bson.D{{Key: "$lookup", Value: bson.D{{Key: "from", Value: from}, {Key: "as", Value: "joined"}}}}
}

var users *mongo.Collection = open("users")

func open(name string) *mongo.Collection { return new(mongo.Client).Database("shop").Collection(name) }

func global(ctx context.Context) {
	users.FindOne(ctx, bson.M{}) // want "reads table users"
}
