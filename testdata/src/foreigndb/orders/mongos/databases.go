package mongos

import (
	"context"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
)

// Both services have an outbox: the database says whose is meant.
type relay struct {
	client      *mongo.Client
	own, theirs *mongo.Database
	given       *mongo.Database
}

func newRelay(c *mongo.Client, given *mongo.Database) *relay {
	return &relay{client: c, own: c.Database("shop"), theirs: c.Database("identity"), given: given}
}

func (r *relay) flush(ctx context.Context) {
	r.own.Collection("outbox").DeleteMany(ctx, bson.M{})
	r.theirs.Collection("outbox").DeleteMany(ctx, bson.M{}) // want "orders writes table outbox of service accounts"
	r.given.Collection("outbox").DeleteMany(ctx, bson.M{})  // whichever it is
	r.client.Database("shop").Collection("outbox").Find(ctx, bson.M{})
	r.client.Database("identity").Collection("outbox").Find(ctx, bson.M{}) // want "orders reads table outbox of service accounts"
	r.client.Database("archive").Collection("outbox").Find(ctx, bson.M{})  // nobody's, as far as the config says
}
