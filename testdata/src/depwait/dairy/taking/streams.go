package taking

import (
	"context"
	"log"

	"github.com/redis/go-redis/v9"
)

// Streams are read by one function, which is told whether anything is to be acknowledged.
type Streams struct {
	*Taker
	RDB *redis.Client
}

func (s *Streams) read(ctx context.Context, stream string, noAck bool) ([]redis.XMessage, error) {
	res, err := s.RDB.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "dairy", Consumer: "one", Streams: []string{stream, ">"}, NoAck: noAck}).Result()
	if err != nil {
		return nil, err
	}
	return res[0].Messages, nil
}

// Skimmed are done as they are read.
func (s *Streams) Skimmed(ctx context.Context) error {
	for {
		list, err := s.read(ctx, "skimmed", true)
		if err != nil {
			return err
		}
		for _, m := range list {
			if err := s.skimmed(ctx, m); err != nil {
				log.Print(err)
			}
		}
	}
}

func (s *Streams) skimmed(ctx context.Context, m redis.XMessage) error {
	farm, _ := m.Values["farm"].(string)
	if err := s.there(ctx, farm); err != nil {
		return err
	}
	_, err := s.DB.ExecContext(ctx, `INSERT INTO skimmed (id, farm_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, m.ID, farm) // want `writes skimmed, whose farm_id refers to farms, which other messages fill, but acknowledges the message where it is missing`
	return err
}

// Whole stay until they are acknowledged.
func (s *Streams) Whole(ctx context.Context) error {
	for {
		list, err := s.read(ctx, "whole", false)
		if err != nil {
			return err
		}
		for _, m := range list {
			if err := s.whole(ctx, m); err != nil {
				log.Print(err)
				continue
			}
			if err := s.RDB.XAck(ctx, "whole", "dairy", m.ID).Err(); err != nil {
				return err
			}
		}
	}
}

func (s *Streams) whole(ctx context.Context, m redis.XMessage) error {
	farm, _ := m.Values["farm"].(string)
	if err := s.there(ctx, farm); err != nil {
		return err
	}
	_, err := s.DB.ExecContext(ctx, `INSERT INTO whole (id, farm_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, m.ID, farm)
	return err
}
