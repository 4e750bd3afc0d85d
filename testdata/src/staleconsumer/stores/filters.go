package stores

import (
	"context"

	"github.com/nats-io/nats.go"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"

	"example.com/fixtures/staleconsumer/msgs"
)

// A filterRepo has one function of its own change the collection, which is told the
// filter.
type filterRepo struct{ db *mongo.Database }

func (r *filterRepo) change(ctx context.Context, filter any, fields any) error {
	return r.db.Collection("customers").FindOneAndUpdate(ctx, filter, bson.M{"$set": fields}).Err()
}

func (r *filterRepo) byID(e *msgs.CustomerChanged) any {
	return bson.M{"_id": e.ID, "deleted": false}
}

func (r *filterRepo) rename(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return r.change(ctx, r.byID(e), bson.M{"name": e.Name, "version": e.Version}) // want `consumer filterRepo.rename overwrites customers`
}

func (r *filterRepo) remove(ctx context.Context, id string) error {
	return r.change(ctx, bson.M{"_id": id}, bson.M{"deleted": true})
}

// Of these, the filter has the version be the one before.
type versionedRepo struct{ db *mongo.Database }

func (r *versionedRepo) change(ctx context.Context, filter any, fields any) error {
	return r.db.Collection("customers").FindOneAndUpdate(ctx, filter, bson.M{"$set": fields}).Err()
}

func (r *versionedRepo) rename(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	filter := bson.M{"_id": e.ID, "version": e.Version - 1}
	return r.change(ctx, filter, bson.M{"name": e.Name, "version": e.Version})
}

// What others are told may be anything.
type openRepo struct{ db *mongo.Database }

func (r *openRepo) Change(ctx context.Context, filter any, fields any) error {
	return r.db.Collection("customers").FindOneAndUpdate(ctx, filter, bson.M{"$set": fields}).Err()
}

func (r *openRepo) rename(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return r.Change(ctx, newerOnly(e), bson.M{"name": e.Name, "version": e.Version})
}

func newerOnly(e *msgs.CustomerChanged) any {
	if e.ForceSync {
		return bson.M{"_id": e.ID}
	}
	return bson.M{"_id": e.ID, "version": bson.M{"$lt": e.Version}}
}
