// Package sessions begins transactions on sessions, of which it makes contexts.
package sessions

import (
	"context"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"

	"example.com/fixtures/remote"
)

func enroll(ctx context.Context, db *mongo.Database) error {
	s, err := db.Client().StartSession()
	if err != nil {
		return err
	}
	defer s.EndSession(ctx)
	if err := s.StartTransaction(); err != nil {
		return remote.Call(ctx, "begin failed")
	}
	sc := mongo.NewSessionContext(ctx, s)
	if _, err := db.Collection("plans").InsertOne(sc, bson.M{"plan": 1}); err != nil {
		return abort(sc, s, err)
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return abort(sc, s, err)
	}
	if err := s.CommitTransaction(sc); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

func abort(ctx context.Context, s mongo.Session, err error) error {
	_ = s.AbortTransaction(ctx)
	return err
}

func contextFirst(ctx context.Context, client *mongo.Client) error {
	s, err := client.StartSession()
	if err != nil {
		return err
	}
	defer s.EndSession(ctx)
	sc := mongo.NewSessionContext(ctx, s)
	if err := remote.Call(sc, "before"); err != nil {
		return err
	}
	if err := s.StartTransaction(); err != nil {
		return err
	}
	if err := remote.Call(sc, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	if err := s.CommitTransaction(sc); err != nil {
		return err
	}
	return remote.Call(sc, "after")
}

func ends(ctx context.Context, s mongo.Session) error {
	sc := mongo.NewSessionContext(ctx, s)
	if err := remote.Call(sc, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	if err := s.CommitTransaction(sc); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

type keeper struct{ s mongo.Session }

func (k *keeper) keeps(ctx context.Context) error {
	if err := k.s.StartTransaction(); err != nil {
		return err
	}
	sc := mongo.NewSessionContext(ctx, k.s)
	if err := remote.Call(sc, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	if err := k.s.CommitTransaction(sc); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}
