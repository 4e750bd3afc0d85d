// Package store wraps the driver.
package store

import (
	"context"

	"go.mongodb.org/mongo-driver/mongo"
)

// A Model says where it is kept.
type Model interface{ CollectionName() string }

// A Persister is what repositories see.
type Persister interface {
	Update(ctx context.Context, model Model, filter, update any) error
	UpdateByID(ctx context.Context, model Model, id string, update any) error
}

// A Store is one.
type Store struct{ DB *mongo.Database }

// Update changes what the filter finds.
func (s *Store) Update(ctx context.Context, model Model, filter, update any) error {
	_, err := s.DB.Collection(model.CollectionName()).UpdateMany(ctx, filter, update)
	return err
}

// UpdateByID changes one.
func (s *Store) UpdateByID(ctx context.Context, model Model, id string, update any) error {
	_, err := s.DB.Collection(model.CollectionName()).UpdateOne(ctx, map[string]any{"_id": id}, update)
	return err
}
