package stores

import (
	"context"
	"sync"

	"github.com/nats-io/nats.go"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

// A buffer is filled by one function, and sent off by another.

type mongoBuffer struct {
	mu         sync.Mutex
	db         *mongo.Database
	collection string
	models     []mongo.WriteModel
}

func newMongoBuffer(db *mongo.Database, collection string) *mongoBuffer {
	return &mongoBuffer{db: db, collection: collection, models: make([]mongo.WriteModel, 0)}
}

func (b *mongoBuffer) add(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	filter := bson.M{"_id": e.ID}
	if e.Email != "" {
		filter["email"] = e.Email
	}
	b.mu.Lock()
	b.models = append(b.models, mongo.NewUpdateOneModel().SetFilter(filter).SetUpdate(bson.M{"$set": bson.M{"name": e.Name}}).SetUpsert(true))
	b.mu.Unlock()
	if len(b.models) < 100 {
		return nil
	}
	return b.flush(ctx)
}

func (b *mongoBuffer) flush(ctx context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, err := b.db.Collection(b.collection).BulkWrite(ctx, b.models, options.BulkWrite().SetOrdered(false)) // want `consumer mongoBuffer.flush overwrites a table`
	b.models = b.models[:0]
	return err
}

// newerBuffer writes only where what is stored is older.
type newerBuffer struct {
	db         *mongo.Database
	collection string
	models     []mongo.WriteModel
}

func (b *newerBuffer) add(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	filter := bson.M{"_id": e.ID}
	if e.Version > 0 {
		filter["version"] = bson.M{"$lt": e.Version}
	}
	b.models = append(b.models, mongo.NewUpdateOneModel().SetFilter(filter).SetUpdate(bson.M{"$set": bson.M{"name": e.Name, "version": e.Version}}))
	return b.flush(ctx)
}

func (b *newerBuffer) flush(ctx context.Context) error {
	_, err := b.db.Collection(b.collection).BulkWrite(ctx, b.models)
	b.models = nil
	return err
}

// openBuffer is given models of which nobody knows what they ask for.
type openBuffer struct {
	db         *mongo.Database
	collection string
	models     []mongo.WriteModel
}

func (b *openBuffer) put(m mongo.WriteModel) { b.models = append(b.models, m) }

func (b *openBuffer) add(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	b.put(nameModel(e))
	_, err = b.db.Collection(b.collection).BulkWrite(ctx, b.models)
	return err
}

// A filter may be taken from one of several, and added to.

func (s *mongoSync) eitherKey(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	filter := bson.M{"_id": e.ID}
	if e.ID == "" {
		filter = bson.M{"email": e.Email}
	}
	_, err = s.customers.UpdateOne(ctx, filter, bson.M{"$set": bson.M{"name": e.Name}}) // want `consumer mongoSync.eitherKey overwrites customers`
	return err
}

func (s *mongoSync) addedKey(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	filter := bson.D{{Key: "_id", Value: e.ID}}
	if e.Email != "" {
		filter = append(filter, bson.E{Key: "email", Value: e.Email})
	}
	_, err = s.customers.UpdateOne(ctx, filter, bson.M{"$set": bson.M{"name": e.Name}}) // want `consumer mongoSync.addedKey overwrites customers`
	return err
}

func (s *mongoSync) addedOrder(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	filter := bson.D{{Key: "_id", Value: e.ID}}
	filter = append(filter, bson.E{Key: "version", Value: bson.D{{Key: "$lt", Value: e.Version}}})
	_, err = s.customers.UpdateOne(ctx, filter, bson.M{"$set": bson.M{"name": e.Name, "version": e.Version}})
	return err
}

func (s *mongoSync) eitherOrder(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	filter := bson.M{"_id": e.ID, "version": bson.M{"$lt": e.Version}}
	if e.Version == 0 {
		filter = bson.M{"_id": e.ID, "created_at": bson.M{"$lt": e.CreatedAt}}
	}
	_, err = s.customers.UpdateOne(ctx, filter, bson.M{"$set": bson.M{"name": e.Name, "version": e.Version, "created_at": e.CreatedAt}})
	return err
}
