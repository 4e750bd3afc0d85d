package stores

import (
	"context"
	"errors"

	"github.com/nats-io/nats.go"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	"go.mongodb.org/mongo-driver/mongo"
)

// A document is changed by nothing but a mark that keeps others away, and read by that.

type stored struct {
	ID      string `bson:"_id"`
	Name    string
	Version int64
}

func (s *mongoSync) locked(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	session, err := s.customers.Database().Client().StartSession()
	if err != nil {
		return err
	}
	defer session.EndSession(ctx)
	_, err = session.WithTransaction(ctx, func(ctx mongo.SessionContext) (any, error) {
		var have stored
		err := s.customers.FindOneAndUpdate(ctx, bson.M{"_id": e.ID}, bson.M{"$set": bson.M{"lock": primitive.NewObjectID()}}).Decode(&have)
		if errors.Is(err, mongo.ErrNoDocuments) {
			return s.customers.InsertOne(ctx, stored{ID: e.ID, Name: e.Name, Version: e.Version})
		}
		if err != nil || have.Version >= e.Version {
			return nil, err
		}
		return s.customers.ReplaceOne(ctx, bson.M{"_id": e.ID}, stored{ID: e.ID, Name: e.Name, Version: e.Version})
	})
	return err
}
