package idioms

import (
	"context"

	"github.com/nats-io/nats.go"
	"github.com/redis/go-redis/v9"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type stores struct {
	mongo *mongo.Collection
	redis *redis.Client
	gorm  *gorm.DB
}

// A pipeline sets what is newer.
func (s *stores) Pipeline(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	newer := bson.M{"$gt": bson.A{e.Version, bson.M{"$ifNull": bson.A{"$version", 0}}}}
	_, err = s.mongo.UpdateOne(ctx, bson.M{"_id": e.ID}, mongo.Pipeline{
		{{Key: "$set", Value: bson.M{"name": bson.M{"$cond": bson.A{newer, e.Name, "$name"}}}}},
		{{Key: "$set", Value: bson.M{"version": bson.M{"$max": bson.A{"$version", e.Version}}}}},
	}, options.Update().SetUpsert(true))
	return err
}

func (s *stores) FilterExpr(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.mongo.UpdateOne(ctx, bson.M{"_id": e.ID, "$expr": bson.M{"$lt": bson.A{"$version", e.Version}}}, bson.M{"$set": bson.M{"name": e.Name, "version": e.Version}})
	return err
}

var setNewer = redis.NewScript(`
local v = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if v >= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'name', ARGV[2])
return 1
`)

func (s *stores) Script(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return setNewer.Run(ctx, s.redis, []string{"account:" + e.ID}, e.Version, e.Name).Err()
}

func (s *stores) Watches(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	key := "account:" + e.ID
	return s.redis.Watch(ctx, func(tx *redis.Tx) error {
		v, err := tx.HGet(ctx, key, "version").Int64()
		if err != nil && err != redis.Nil {
			return err
		}
		if v >= e.Version {
			return nil
		}
		_, err = tx.TxPipelined(ctx, func(p redis.Pipeliner) error {
			p.HSet(ctx, key, "version", e.Version, "name", e.Name)
			return nil
		})
		return err
	}, key)
}

func (s *stores) ZAddGT(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.redis.ZAddGT(ctx, "accounts", redis.Z{Score: float64(e.Version), Member: e.ID}).Err()
}

type gormAccount struct {
	ID      string `gorm:"primaryKey"`
	Name    string
	Version int64
}

func (gormAccount) TableName() string { return "accounts" }

func (s *stores) GormConflict(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.gorm.WithContext(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"name", "version"}),
		Where:     clause.Where{Exprs: []clause.Expression{clause.Lt{Column: clause.Column{Table: "accounts", Name: "version"}, Value: e.Version}}},
	}).Create(&gormAccount{e.ID, e.Name, e.Version}).Error
}

func (s *stores) GormExpr(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.gorm.WithContext(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"name", "version"}),
		Where:     clause.Where{Exprs: []clause.Expression{gorm.Expr("accounts.version < EXCLUDED.version")}},
	}).Create(&gormAccount{e.ID, e.Name, e.Version}).Error
}

// scopeOlder is a scope that several share.
func scopeOlder(v int64) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB { return db.Where("version < ?", v) }
}

func (s *stores) GormScope(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.gorm.WithContext(ctx).Model(&gormAccount{}).Scopes(scopeOlder(e.Version)).Where("id = ?", e.ID).Updates(map[string]any{"name": e.Name, "version": e.Version}).Error
}

func (s *stores) GormMap(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.gorm.WithContext(ctx).Model(&gormAccount{}).Where(clause.Lt{Column: "version", Value: e.Version}).Where(&gormAccount{ID: e.ID}).Updates(&gormAccount{Name: e.Name, Version: e.Version}).Error
}

// GormLike compares what is no order.
func (s *stores) GormLike(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.gorm.WithContext(ctx).Model(&gormAccount{}).Where(clause.Eq{Column: "id", Value: e.ID}).Updates(&gormAccount{Name: e.Name, Version: e.Version}).Error // want `overwrites accounts`
}
