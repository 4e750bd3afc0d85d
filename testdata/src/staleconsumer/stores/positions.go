package stores

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/redis/go-redis/v9"
)

type position struct {
	Driver   string
	Lon, Lat float64
	Version  int64
}

type positions struct{ rdb *redis.Client }

func (p *positions) moved(msg *message.Message) error {
	var c position
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return p.rdb.GeoAdd(msg.Context(), "driver_positions", &redis.GeoLocation{Name: c.Driver, Longitude: c.Lon, Latitude: c.Lat}).Err() // want `consumer positions.moved overwrites driver_positions by a message of type stores.position`
}

// Where the service itself is, no message says.
func (p *positions) here(ctx context.Context, lon, lat float64) error {
	return p.rdb.GeoAdd(ctx, "driver_positions", &redis.GeoLocation{Name: "depot", Longitude: lon, Latitude: lat}).Err()
}

// version is what is kept under a key.
func (p *positions) version(ctx context.Context, c redis.HashCmdable, key string) (int64, error) {
	held, err := c.HGet(ctx, key, "version").Int64()
	if errors.Is(err, redis.Nil) {
		return 0, nil
	}
	return held, err
}

// Between the helper's command and the next, somebody may come.
func (p *positions) apart(msg *message.Message) error {
	var c position
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	key := "position:" + c.Driver
	held, err := p.version(msg.Context(), p.rdb, key)
	if err != nil {
		return err
	}
	if held >= c.Version {
		return nil
	}
	return p.rdb.HSet(msg.Context(), key, "version", c.Version, "lon", c.Lon, "lat", c.Lat).Err() // want `compares the order of position and writes it in separate statements`
}

// The key is watched, so that nobody comes between.
func (p *positions) together(msg *message.Message) error {
	var c position
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	key := "position:" + c.Driver
	return p.rdb.Watch(msg.Context(), func(tx *redis.Tx) error {
		held, err := p.version(msg.Context(), tx, key)
		if err != nil {
			return err
		}
		if held >= c.Version {
			return nil
		}
		_, err = tx.TxPipelined(msg.Context(), func(pipe redis.Pipeliner) error {
			return pipe.HSet(msg.Context(), key, "version", c.Version, "lon", c.Lon, "lat", c.Lat).Err()
		})
		return err
	}, key)
}

// last is when a message was seen.
func (p *positions) last(ctx context.Context, key string) (time.Time, error) {
	return p.rdb.Get(ctx, key).Time()
}

// What is compared is kept somewhere else, and says nothing of what is written.
func (p *positions) beside(msg *message.Message) error {
	var c position
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	held, err := p.last(msg.Context(), "limits:"+c.Driver)
	if err != nil {
		return err
	}
	if time.Since(held) < time.Second {
		return nil
	}
	return p.rdb.HSet(msg.Context(), "position:"+c.Driver, "lon", c.Lon, "lat", c.Lat).Err() // want `overwrites position by a message`
}
