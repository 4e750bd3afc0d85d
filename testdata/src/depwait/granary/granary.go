// Package granary keeps what farms deliver.
package granary

import (
	"context"

	"github.com/segmentio/kafka-go"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"example.com/fixtures/depwait/granary/docs"
	"example.com/fixtures/depwait/granary/kit"
)

// FarmChanged comes from the farms.
type FarmChanged struct {
	ID, Name string
	Version  int64
}

// Delivered comes from the scales.
type Delivered struct {
	ID, FarmID string
	Version    int64
}

type granary struct {
	*docs.Docs
	db *mongo.Database
}

func farmOf(m Delivered) string { return m.FarmID }

func idOf(m Delivered) string { return m.ID }

// Run handles all that comes.
func Run(ctx context.Context, r *kafka.Reader, db *mongo.Database) error {
	d, reg := docs.In(db), new(kit.Registry)
	g := granary{d, db}
	kit.OnFunc(reg, "farms", g.farm, kit.Noted[FarmChanged])
	kit.OnFunc(reg, "weighed", g.weighed, kit.Noted[Delivered], kit.Needs(farmOf, d.Farms.Known))
	kit.OnFunc(reg, "sampled", g.sampled, kit.Wants(farmOf, d.Farms.Known))
	kit.OnFunc(reg, "moved", g.moved, kit.Needs(idOf, d.Loads.Known))
	kit.OnFunc(reg, "plain", g.plain)
	kit.OnFunc(reg, "lossy", g.lossy, kit.Ignored[Delivered], kit.Needs(farmOf, d.Farms.Known))
	kit.OnFunc(reg, "mild", g.mild, kit.Needs(farmOf, d.Farms.Known), kit.Ignored[Delivered])
	kit.OnFunc(reg, "all", g.all)
	for topic, f := range map[string]kit.HandlerFunc[Delivered]{"early": g.early, "late": g.late, "awaited": g.awaited} {
		kit.On(reg, topic, kit.Chain(f, kit.Noted[Delivered]))
	}
	for topic, f := range map[string]kit.HandlerFunc[Delivered]{"north": g.north} {
		kit.On(reg, topic, f, kit.Needs(farmOf, d.Farms.Known))
	}
	return reg.Run(ctx, r)
}

func (g granary) farm(ctx context.Context, m FarmChanged) error {
	return g.Farms.Put(ctx, m.ID, m.Version, docs.Farm{ID: m.ID, Name: m.Name, Version: m.Version})
}

func load(m Delivered) docs.Load { return docs.Load{ID: m.ID, FarmID: m.FarmID, Version: m.Version} }

func (g granary) weighed(ctx context.Context, m Delivered) error {
	return g.Loads.Put(ctx, m.ID, m.Version, load(m))
}

func (g granary) sampled(ctx context.Context, m Delivered) error {
	return g.Loads.Put(ctx, m.ID, m.Version, load(m)) // want `consumer granary.sampled of granary.Delivered writes loads, whose farm_id refers to farms, which other messages fill, without making sure that it is there`
}

// moved waits for something else.
func (g granary) moved(ctx context.Context, m Delivered) error {
	return g.Loads.Put(ctx, m.ID, m.Version, load(m)) // want `consumer granary.moved of granary.Delivered writes loads, whose farm_id refers to farms, which other messages fill, without making sure that it is there`
}

// lossy is kept from what comes too early, and that is forgotten.
func (g granary) lossy(ctx context.Context, m Delivered) error {
	return g.Loads.Put(ctx, m.ID, m.Version, load(m)) // want `consumer granary.lossy of granary.Delivered writes loads, whose farm_id refers to farms, which other messages fill, but answers success where it is missing, so the message is lost`
}

// mild forgets its own failures alone.
func (g granary) mild(ctx context.Context, m Delivered) error {
	return g.Loads.Put(ctx, m.ID, m.Version, load(m))
}

func (g granary) plain(ctx context.Context, m Delivered) error {
	return g.Loads.Put(ctx, m.ID, m.Version, load(m)) // want `consumer granary.plain of granary.Delivered writes loads, whose farm_id refers to farms`
}

// all looks for whatever is named by a name that it goes through.
func (g granary) all(ctx context.Context, m Delivered) error {
	for name, id := range map[string]string{"farms": m.FarmID} {
		n, err := g.db.Collection(name).CountDocuments(ctx, bson.M{"_id": id})
		if err != nil {
			return err
		}
		if n == 0 {
			return kit.ErrMissing
		}
	}
	return g.Loads.Put(ctx, m.ID, m.Version, load(m))
}

func (g granary) early(ctx context.Context, m Delivered) error {
	return g.Loads.Put(ctx, m.ID, m.Version, load(m)) // want `consumer granary.early of granary.Delivered writes loads, whose farm_id refers to farms`
}

func (g granary) late(ctx context.Context, m Delivered) error {
	if err := kit.Await(ctx, m.FarmID, g.Farms.Known); err != nil {
		return err
	}
	return g.Loads.Put(ctx, m.ID, m.Version, load(m))
}

// awaited waits for one of the two.
func (g granary) awaited(ctx context.Context, m Delivered) error {
	if err := kit.Await(ctx, m.ID, g.Loads.Known); err != nil {
		return err
	}
	return g.Loads.Put(ctx, m.ID, m.Version, load(m)) // want `consumer granary.awaited of granary.Delivered writes loads, whose farm_id refers to farms`
}

func (g granary) north(ctx context.Context, m Delivered) error {
	return g.Loads.Put(ctx, m.ID, m.Version, load(m))
}
