package stores

import (
	"context"
	"time"

	sq "github.com/Masterminds/squirrel"
	"github.com/nats-io/nats.go"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"gorm.io/gorm"
)

// A state may be handed to a statement as well as it may be written in it.

type parcelState string

const (
	packed  parcelState = "packed"
	shipped parcelState = "shipped"
)

type parcel struct {
	ID, Carrier, Kind string
	State             parcelState
	ShippedAt         time.Time
}

type parcelStore struct {
	db   *gorm.DB
	docs *mongo.Collection
	run  sq.BaseRunner
}

func newParcelStore(db *gorm.DB, docs *mongo.Database, run sq.BaseRunner) *parcelStore {
	return &parcelStore{db, docs.Collection("parcels"), run}
}

func (s *parcelStore) ship(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Model(&parcel{}).Where("id = ? AND state = ?", e.ID, packed).Update("state", shipped).Error
}

func (s *parcelStore) shipAll(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Model(&parcel{}).Where("id = ?", e.ID).Where("state = ?", packed).
		Updates(map[string]any{"state": shipped, "carrier": e.Name}).Error
}

func (s *parcelStore) shipDocument(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.docs.UpdateOne(ctx, bson.M{"_id": e.ID, "state": packed}, bson.M{"$set": bson.M{"state": shipped, "carrier": e.Name}})
	return err
}

func (s *parcelStore) shipBuilt(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = sq.Update("parcels").Set("state", shipped).Set("carrier", e.Name).Where(sq.Eq{"id": e.ID, "state": packed}).RunWith(s.run).Exec()
	return err
}

// shipAgain asks for nothing but whether there is something to do.
func (s *parcelStore) shipAgain(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Model(&parcel{}).Where("id = ? AND state <> ?", e.ID, shipped).Update("state", shipped).Error // want `consumer parcelStore.shipAgain overwrites parcels`
}

// shipAgainDocument likewise.
func (s *parcelStore) shipAgainDocument(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.docs.UpdateOne(ctx, bson.M{"_id": e.ID, "state": bson.M{"$ne": shipped}}, bson.M{"$set": bson.M{"state": shipped}}) // want `consumer parcelStore.shipAgainDocument overwrites parcels`
	return err
}

// ofKind names the rows that are meant.
func (s *parcelStore) ofKind(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Model(&parcel{}).Where("id = ? AND kind = ?", e.ID, "letter").Update("carrier", e.Name).Error // want `consumer parcelStore.ofKind overwrites parcels`
}

// lost is a state as well, whatever it was before.
func (s *parcelStore) lost(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.docs.UpdateOne(ctx, bson.M{"_id": e.ID}, bson.M{"$set": bson.M{"state": "lost"}}) // want `consumer parcelStore.lost overwrites parcels`
	return err
}

// named is a state of a kind that the message names, in a field of its own, and must still be
// guarded by what the filter asks for.
func (s *parcelStore) named(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if _, err := s.docs.UpdateByID(ctx, e.ID, bson.M{"$set": bson.M{"names." + e.Name: e.Version}}); err != nil { // want `consumer parcelStore.named overwrites parcels`
		return err
	}
	_, err = s.docs.UpdateOne(ctx, bson.M{"_id": e.ID, "rev": bson.M{"$lt": e.Version}}, bson.M{"$set": bson.M{"names." + e.Name: e.Version, "rev": e.Version}})
	return err
}

// setDeleted marks what is about to be deleted.
func (s *parcelStore) setDeleted(ctx context.Context, id string) error {
	_, err := s.docs.UpdateOne(ctx, bson.M{"_id": id}, bson.M{"$set": bson.M{"dropped": true, "synced": false, "dropped_at": time.Now().Unix()}})
	return err
}

func (s *parcelStore) deleteParcel(ctx context.Context, id string) error {
	if err := s.setDeleted(ctx, id); err != nil {
		return err
	}
	_, err := s.docs.DeleteOne(ctx, bson.M{"_id": id})
	return err
}

func (s *parcelStore) deleted(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.deleteParcel(ctx, e.ID)
}

// seen is a sign of life.
func (s *parcelStore) seen(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.docs.UpdateOne(ctx, bson.M{"_id": e.ID}, bson.M{"$set": bson.M{"seen_at": time.Now()}})
	return err
}

// shipEqual asks by a model's fields, and shipNamed by a map.
func (s *parcelStore) shipEqual(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Model(&parcel{}).Where(&parcel{ID: e.ID, State: packed}).Update("state", shipped).Error
}

func (s *parcelStore) shipNamed(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Model(&parcel{}).Where(map[string]any{"id": e.ID, "state": packed}).Update("state", shipped).Error
}

// shipFields asks for the kind of parcel, which is no state, and for an empty state, of
// which gorm takes no notice.
func (s *parcelStore) shipFields(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Model(&parcel{}).Where(&parcel{ID: e.ID, Kind: "letter", State: ""}).Update("state", shipped).Error // want `consumer parcelStore.shipFields overwrites parcels`
}

// A list of the package's is the same for all messages too.
var (
	over      = []parcelState{"delivered", "lost"}
	delivered = over[0]
	letters   = []string{"letter"}
)

func (s *parcelStore) moving(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Model(&parcel{}).Where("id = ? AND state <> ?", e.ID, over[0]).Update("state", e.Status).Error
}

func (s *parcelStore) movingDocument(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.docs.UpdateOne(ctx, bson.M{"_id": e.ID, "state": bson.M{"$ne": string(delivered)}}, bson.M{"$set": bson.M{"state": e.Status}})
	return err
}

// deliver asks for nothing but whether there is something to do.
func (s *parcelStore) deliver(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Model(&parcel{}).Where("id = ? AND state <> ?", e.ID, delivered).Update("state", delivered).Error // want `consumer parcelStore.deliver overwrites parcels`
}

// movingLetter names the rows that are meant.
func (s *parcelStore) movingLetter(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Model(&parcel{}).Where("id = ? AND kind = ?", e.ID, letters[0]).Update("state", e.Status).Error // want `consumer parcelStore.movingLetter overwrites parcels`
}
