// Package mongoc writes a collection in the ways of mongo's driver.
package mongoc

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

// A Customer is a copy.
type Customer struct {
	ID       string    `bson:"_id"`
	Name     string    `bson:"name,omitempty"`
	SyncedAt time.Time `bson:"synced_at"`
}

// insert
//
//	writes customers: insert only; sets _id,name,synced_at
func insert(ctx context.Context, db *mongo.Database, c *Customer) {
	db.Collection("customers").InsertOne(ctx, c)
}

// update
//
//	writes customers: sets name; if _id = ?; if synced_at < ?
func update(ctx context.Context, db *mongo.Database, c Customer) {
	filter := bson.M{"_id": c.ID, "synced_at": bson.M{"$lt": c.SyncedAt}}
	db.Collection("customers").UpdateOne(ctx, filter, bson.D{{"$set", bson.D{{"name", c.Name}}}})
}

// upsert
//
//	writes customers: sets name; if _id = ?
func upsert(ctx context.Context, db *mongo.Database, c Customer) {
	db.Collection("customers").UpdateOne(ctx, bson.M{"_id": c.ID}, bson.M{"$set": bson.M{"name": c.Name}}, options.Update().SetUpsert(true))
}

// initial
//
//	writes customers: insert only; sets name
func initial(ctx context.Context, db *mongo.Database, c Customer) {
	opts := options.Update()
	opts.SetUpsert(true)
	db.Collection("customers").UpdateOne(ctx, bson.M{"_id": c.ID}, bson.M{"$setOnInsert": bson.M{"name": c.Name}}, opts)
}

// replace
//
//	writes customers: sets _id,name,synced_at; if _id = ?; if synced_at <= ?
func replace(ctx context.Context, db *mongo.Database, c *Customer) {
	db.Collection("customers").ReplaceOne(ctx, bson.M{"$and": bson.A{bson.M{"_id": c.ID}, bson.M{"synced_at": bson.D{{"$lte", c.SyncedAt}}}}}, c)
}

// either
//
//	writes customers: sets name; if _id = ?; if synced_at < ?
func either(ctx context.Context, db *mongo.Database, c *Customer) {
	older := bson.A{bson.M{"synced_at": nil}, bson.M{"synced_at": bson.M{"$lt": c.SyncedAt}}}
	db.Collection("customers").UpdateMany(ctx, bson.M{"_id": c.ID, "$or": older}, bson.M{"$set": bson.M{"name": 1}})
}

// missing
//
//	writes customers: sets name; if synced_at < ?
func missing(ctx context.Context, db *mongo.Database, c *Customer) {
	db.Collection("customers").UpdateMany(ctx, bson.D{{Key: "$or", Value: []bson.M{
		{"synced_at": bson.M{"$exists": false}},
		{"synced_at": bson.M{"$lt": c.SyncedAt}},
	}}}, bson.M{"$set": bson.M{"name": 1}})
}

// nor
//
//	writes customers: sets name; partial
func nor(ctx context.Context, db *mongo.Database, c *Customer) {
	db.Collection("customers").UpdateMany(ctx, bson.M{"$nor": bson.A{bson.M{"synced_at": nil}}}, bson.M{"$set": bson.M{"name": 1}})
}

// greatest
//
//	writes customers: sets synced_at; if synced_at GREATEST ? synced_at; if _id = ?
func greatest(ctx context.Context, db *mongo.Database, c *Customer) {
	db.Collection("customers").UpdateOne(ctx, bson.M{"_id": c.ID}, bson.M{"$max": bson.M{"synced_at": c.SyncedAt}})
}

// deletes
//
//	writes customers: if _id = ?
func deletes(ctx context.Context, db *mongo.Database) {
	db.Collection("customers").DeleteOne(ctx, bson.D{{"_id", 1}})
}

// bulk
//
//	writes customers: sets *; partial
func bulk(ctx context.Context, db *mongo.Database, models []mongo.WriteModel) {
	db.Collection("customers").BulkWrite(ctx, models)
}
