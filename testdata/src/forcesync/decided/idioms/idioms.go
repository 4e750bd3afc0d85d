// Package idioms has checks of order in other libraries' terms.
package idioms

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/uptrace/bun"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"example.com/fixtures/forcesync/msgs"
)

type customer struct {
	bun.BaseModel `bun:"table:customers"`
	ID            string `bun:",pk" bson:"_id"`
	Name          string
	SyncedAt      time.Time
}

// Changed has its mark behind a pointer.
type Changed struct {
	ID, Name  string
	At        time.Time
	ForceSync *bool
}

type consumer struct {
	db   *bun.DB
	pool *pgxpool.Pool
	docs *mongo.Collection
}

func decode(m *message.Message) (*msgs.UserChanged, error) {
	e := new(msgs.UserChanged)
	return e, json.Unmarshal(m.Payload, e)
}

func (c *consumer) Bun(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	row := &customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedUtcDate}
	_, err = c.db.NewUpdate().Model(row).WherePK().Where("synced_at < ?", e.CreatedUtcDate).Exec(m.Context()) // want `refuses older messages for customers`
	return err
}

func (c *consumer) BunOr(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	q := c.db.NewUpdate().Model(&customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedUtcDate}).WherePK()
	if !e.IsForceSync {
		q = q.Where("synced_at < ?", e.CreatedUtcDate)
	}
	_, err = q.Exec(m.Context())
	return err
}

func (c *consumer) Docs(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	filter := bson.M{"_id": e.ID, "synced_at": bson.M{"$lt": e.CreatedUtcDate}}
	_, err = c.docs.UpdateOne(m.Context(), filter, bson.M{"$set": bson.M{"name": e.Name, "synced_at": e.CreatedUtcDate}})
	return err
}

func (c *consumer) DocsAnyway(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	filter := bson.M{"_id": e.ID}
	if !e.IsForceSync {
		filter["synced_at"] = bson.M{"$lt": e.CreatedUtcDate}
	}
	_, err = c.docs.UpdateOne(m.Context(), filter, bson.M{"$set": bson.M{"name": e.Name, "synced_at": e.CreatedUtcDate}}, options.Update().SetUpsert(true))
	return err
}

func (c *consumer) Pointer(m *message.Message) error {
	var e Changed
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	at, err := c.at(m.Context(), e.ID)
	if err != nil {
		return err
	}
	if !e.At.After(at) { // want `refuses older messages`
		return nil
	}
	return c.put(m.Context(), e)
}

func (c *consumer) PointerAnyway(m *message.Message) error {
	var e Changed
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	at, err := c.at(m.Context(), e.ID)
	if err != nil {
		return err
	}
	if forced := e.ForceSync != nil && *e.ForceSync; !forced && !e.At.After(at) {
		return nil
	}
	return c.put(m.Context(), e)
}

func (c *consumer) Switched(m *message.Message) error {
	var e Changed
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	at, err := c.at(m.Context(), e.ID)
	if err != nil {
		return err
	}
	switch {
	case e.ForceSync != nil && *e.ForceSync:
	case !e.At.After(at):
		return nil
	}
	return c.put(m.Context(), e)
}

// settings say how a row is written.
type settings struct{ Anyway bool }

func (c *consumer) Set(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.write(m.Context(), e, settings{Anyway: e.IsForceSync})
}

func (c *consumer) write(ctx context.Context, e *msgs.UserChanged, s settings) error {
	q := `UPDATE customers SET name = $2, synced_at = $3 WHERE id = $1`
	if !s.Anyway {
		q += ` AND synced_at < $3`
	}
	_, err := c.pool.Exec(ctx, q, e.ID, e.Name, e.CreatedUtcDate)
	return err
}

func (c *consumer) at(ctx context.Context, id string) (at time.Time, err error) {
	return at, c.pool.QueryRow(ctx, `SELECT synced_at FROM customers WHERE id = $1 FOR UPDATE`, id).Scan(&at)
}

func (c *consumer) put(ctx context.Context, e Changed) error {
	_, err := c.pool.Exec(ctx, `UPDATE customers SET name = $2, synced_at = $3 WHERE id = $1`, e.ID, e.Name, e.At)
	return err
}
