package stores

import (
	"context"

	"github.com/nats-io/nats.go"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"example.com/fixtures/staleconsumer/msgs"
)

type mongoSync struct{ customers *mongo.Collection }

func newMongoSync(db *mongo.Database) *mongoSync { return &mongoSync{db.Collection("customers")} }

func (s *mongoSync) set(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.customers.UpdateOne(ctx, bson.M{"_id": e.ID}, bson.M{"$set": bson.M{"name": e.Name}}) // want `consumer mongoSync.set overwrites (customers|a table) by a message of type msgs.CustomerChanged`
	return err
}

func (s *mongoSync) replace(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.customers.ReplaceOne(ctx, bson.M{"_id": e.ID}, e, options.Replace().SetUpsert(true)) // want `consumer mongoSync.replace overwrites`
	return err
}

func (s *mongoSync) guarded(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.customers.UpdateOne(ctx, bson.M{"_id": e.ID, "version": bson.M{"$lt": e.Version}}, bson.M{"$set": bson.M{"name": e.Name, "version": e.Version}})
	return err
}

func (s *mongoSync) insert(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.customers.InsertOne(ctx, e)
	return err
}

func (s *mongoSync) inc(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.customers.UpdateOne(ctx, bson.M{"_id": e.ID}, bson.M{"$inc": bson.M{"changes": 1}})
	return err
}

// A CustomerStore is what the consumer knows of the database.
type CustomerStore interface {
	Find(ctx context.Context, id string) (*msgs.CustomerChanged, error)
	Update(ctx context.Context, c *msgs.CustomerChanged) error
}

type mongoStore struct{ customers *mongo.Collection }

func (s *mongoStore) Find(ctx context.Context, id string) (*msgs.CustomerChanged, error) {
	c := new(msgs.CustomerChanged)
	return c, s.customers.FindOne(ctx, bson.M{"_id": id}).Decode(c)
}

func (s *mongoStore) Update(ctx context.Context, c *msgs.CustomerChanged) error {
	_, err := s.customers.UpdateOne(ctx, bson.M{"_id": c.ID}, bson.M{"$set": c})
	return err
}

type storeSync struct{ store CustomerStore }

func newStoreSync(db *mongo.Database) *storeSync {
	return &storeSync{&mongoStore{db.Collection("customers")}}
}

func (s *storeSync) readModifyWrite(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c, err := s.store.Find(ctx, e.ID)
	if err != nil {
		return err
	}
	c.Name = e.Name
	c.Version++
	return s.store.Update(ctx, c) // want `consumer storeSync.readModifyWrite overwrites`
}

// versionRace compares the version and writes by the key alone.
func (s *storeSync) versionRace(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c, err := s.store.Find(ctx, e.ID)
	if err != nil {
		return err
	}
	if c.Version+1 != e.Version {
		return errNotNext
	}
	c.Name, c.Version = e.Name, e.Version
	return s.store.Update(ctx, c) // want `compares the order of (customers|a table) and writes it in separate statements`
}

// constant sets a state that the message implies.
func (s *storeSync) constant(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c, err := s.store.Find(ctx, e.ID)
	if err != nil {
		return err
	}
	c.Status = msgs.Blocked
	return s.store.Update(ctx, c) // want `consumer storeSync.constant overwrites`
}

// left is moved on only from some states, which the filter says.
func (s *mongoSync) left(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.leave(ctx, e.ID, "closed", []string{"new", "open"})
}

func (s *mongoSync) leave(ctx context.Context, id, to string, from []string) error {
	_, err := s.customers.UpdateOne(ctx, bson.M{"_id": id, "state": bson.M{"$in": from}}, bson.M{"$set": bson.M{"state": to}})
	return err
}

// several are named by their keys.
func (s *mongoSync) several(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.customers.UpdateMany(ctx, bson.M{"_id": bson.M{"$in": []string{e.ID}}}, bson.M{"$set": bson.M{"name": e.Name}}) // want `consumer mongoSync.several overwrites`
	return err
}

// patched sets whichever fields it is told, and counts.
func (s *mongoSync) patched(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	update := bson.M{"$set": fieldsOf(e), "$inc": bson.M{"changes": 1}}
	_, err = s.customers.UpdateOne(ctx, bson.M{"_id": e.ID}, update) // want `consumer mongoSync.patched overwrites`
	return err
}

// counted only counts.
func (s *mongoSync) counted(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.customers.UpdateOne(ctx, bson.M{"_id": e.ID}, bson.M{"$inc": bson.M{"changes": 1}})
	return err
}

func fieldsOf(e *msgs.CustomerChanged) bson.M {
	fields := bson.M{}
	for name, v := range map[string]string{"name": e.Name, "email": e.Email} {
		if v != "" {
			fields[name] = v
		}
	}
	return fields
}

// Only what is older, or tells no version, is changed.
func (s *mongoSync) olderOrNone(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	older := bson.A{bson.M{"version": bson.M{"$exists": false}}, bson.M{"version": bson.M{"$lt": e.Version}}}
	_, err = s.customers.UpdateOne(ctx, bson.M{"_id": e.ID, "$or": older}, bson.M{"$set": bson.M{"name": e.Name, "version": e.Version}})
	return err
}

// Each of these may be changed by an older message.
func (s *mongoSync) eitherName(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	names := bson.A{bson.M{"name": bson.M{"$exists": false}}, bson.M{"alias": bson.M{"$exists": false}}}
	_, err = s.customers.UpdateOne(ctx, bson.M{"_id": e.ID, "$or": names}, bson.M{"$set": bson.M{"name": e.Name, "version": e.Version}}) // want `consumer mongoSync.eitherName overwrites customers`
	return err
}
