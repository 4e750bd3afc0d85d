package stores

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"

	"example.com/fixtures/staleconsumer/msgs"
)

func nameModel(e *msgs.CustomerChanged) mongo.WriteModel {
	return mongo.NewUpdateOneModel().SetFilter(bson.M{"_id": e.ID}).SetUpdate(bson.M{"$set": bson.M{"name": e.Name}}).SetUpsert(true)
}

func (s *mongoSync) bulk(ctx context.Context, list []*nats.Msg) error {
	var models []mongo.WriteModel
	for _, m := range list {
		e, err := decode(m)
		if err != nil {
			return err
		}
		models = append(models, nameModel(e))
	}
	_, err := s.customers.BulkWrite(ctx, models) // want `consumer mongoSync.bulk overwrites (customers|a table)`
	return err
}

func (s *mongoSync) bulkLiteral(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.customers.BulkWrite(ctx, []mongo.WriteModel{ // want `consumer mongoSync.bulkLiteral overwrites`
		&mongo.ReplaceOneModel{Filter: bson.M{"_id": e.ID}, Replacement: e},
	})
	return err
}

func (s *mongoSync) bulkGuarded(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	older := bson.M{"_id": e.ID, "version": bson.M{"$not": bson.M{"$gte": e.Version}}}
	models := []mongo.WriteModel{
		mongo.NewUpdateOneModel().SetFilter(older).SetUpdate(bson.M{"$set": bson.M{"name": e.Name, "version": e.Version}}),
		mongo.NewInsertOneModel().SetDocument(bson.M{"_id": e.ID, "name": e.Name}),
		mongo.NewUpdateOneModel().SetFilter(bson.M{"_id": e.ID}).SetUpdate(bson.M{"$inc": bson.M{"changes": 1}}),
	}
	_, err = s.customers.BulkWrite(ctx, models)
	return err
}

// What its caller puts into the list is not known.
func (s *mongoSync) bulkGiven(ctx context.Context, m *nats.Msg, models []mongo.WriteModel) error {
	models = append(models, mongo.NewInsertOneModel().SetDocument(m.Data))
	_, err := s.customers.BulkWrite(ctx, models)
	return err
}

// The present time is no order of messages.
func (s *mongoSync) againstNow(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	filter := bson.M{"_id": e.ID, "updated_on": bson.M{"$not": bson.M{"$gt": time.Now().UTC()}}}
	_, err = s.customers.UpdateOne(ctx, filter, bson.M{"$set": bson.M{"name": e.Name}}) // want `consumer mongoSync.againstNow overwrites`
	return err
}
