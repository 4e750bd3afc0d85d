// Package repo says what is asked for and what is set.
package repo

import (
	"context"

	"go.mongodb.org/mongo-driver/bson"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/wrapper/store"
)

type customer struct{}

func (customer) CollectionName() string { return "customers" }

// Repo keeps customers.
type Repo struct {
	Via    store.Persister
	Direct *store.Store
}

// Rename sets the name.
func (r *Repo) Rename(ctx context.Context, e *msgs.CustomerChanged) error {
	return r.Via.Update(ctx, customer{}, bson.M{"shop": "1", "_id": e.ID, "deleted_at": bson.M{"$exists": false}}, bson.M{"$set": bson.M{"name": e.Name}})
}

// RenameNewer sets it where it is older.
func (r *Repo) RenameNewer(ctx context.Context, e *msgs.CustomerChanged) error {
	filter := bson.M{"_id": e.ID, "version": bson.M{"$lt": e.Version}}
	return r.Via.Update(ctx, customer{}, filter, bson.M{"$set": bson.M{"name": e.Name, "version": e.Version}})
}

// Add counts.
func (r *Repo) Add(ctx context.Context, e *msgs.CustomerChanged) error {
	return r.Via.Update(ctx, customer{}, bson.M{"_id": e.ID}, bson.M{"$inc": bson.M{"points": e.Version}})
}

// Highest keeps the highest.
func (r *Repo) Highest(ctx context.Context, e *msgs.CustomerChanged) error {
	return r.Via.Update(ctx, customer{}, bson.M{"_id": e.ID}, bson.M{"$max": bson.M{"version": e.Version}})
}

// Leave changes the state of one that is in the state before.
func (r *Repo) Leave(ctx context.Context, e *msgs.CustomerChanged) error {
	return r.Via.Update(ctx, customer{}, bson.M{"_id": e.ID, "status": "open"}, bson.M{"$set": bson.M{"status": e.Status}})
}

// Mail sets the mail, by the store itself.
func (r *Repo) Mail(ctx context.Context, e *msgs.CustomerChanged) error {
	return r.Direct.UpdateByID(ctx, customer{}, e.ID, bson.M{"$set": bson.M{"email": e.Email}})
}

// Whatever sets the name of what it is told.
func (r *Repo) Whatever(ctx context.Context, e *msgs.CustomerChanged, filter any) error {
	return r.Via.Update(ctx, customer{}, filter, bson.M{"$set": bson.M{"name": e.Name}})
}
