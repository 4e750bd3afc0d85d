package stores

import (
	"context"

	"github.com/nats-io/nats.go"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

// A store gives back the document that it has changed: that goes into neither the filter
// nor the update.

type seal struct {
	ID     string `bson:"_id"`
	Status string `bson:"status"`
}

type sealSync struct{ seals *mongo.Collection }

func newSealSync(db *mongo.Database) *sealSync { return &sealSync{db.Collection("seals")} }

func findSeal(ctx context.Context, in *mongo.Collection, id string) (*seal, error) {
	var s seal
	err := in.FindOne(ctx, bson.D{{Key: "_id", Value: id}}).Decode(&s)
	return &s, err
}

func breakSeal(ctx context.Context, in *mongo.Collection, id string) (*seal, error) {
	filter, update := bson.M{"_id": id}, bson.M{"$set": bson.M{"status": "broken"}}
	var s seal
	err := in.FindOneAndUpdate(ctx, filter, update, options.FindOneAndUpdate().SetReturnDocument(options.After)).Decode(&s)
	return &s, err
}

func (s *sealSync) broken(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	is, err := findSeal(ctx, s.seals, e.ID)
	if err != nil {
		return err
	}
	_, err = breakSeal(ctx, s.seals, is.ID) // want `consumer sealSync.broken overwrites (seals|a table)`
	return err
}

// shown writes what is stored by now.
func (s *sealSync) shown(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	is, err := findSeal(ctx, s.seals, e.ID)
	if err != nil {
		return err
	}
	_, err = s.seals.UpdateOne(ctx, bson.M{"_id": e.ID}, bson.M{"$set": bson.M{"shown": is.Status}})
	return err
}

// The names of the fields are worked out.

var names = fieldNames()

type fields struct{ ID, Version string }

func fieldNames() (f fields) {
	for _, to := range []*string{&f.ID, &f.Version} {
		*to = "x" + *to
	}
	return f
}

// alone asks for no more than which document it is.
func (s *mongoSync) alone(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.customers.ReplaceOne(ctx, bson.M{names.ID: e.ID}, e, options.Replace().SetUpsert(true)) // want `consumer mongoSync.alone overwrites`
	return err
}

// beside may ask for the version, too.
func (s *mongoSync) beside(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.customers.ReplaceOne(ctx, bson.M{names.ID: e.ID, names.Version: bson.M{"$lt": e.Version}}, e)
	return err
}
