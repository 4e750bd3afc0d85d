// Package redisclient stands before Redis.
package redisclient

import (
	"context"
	"encoding/json"
	"time"

	"github.com/redis/go-redis/v9"
)

type Client struct{ rdb *redis.Client }

func (c *Client) HMSet(ctx context.Context, key string, values map[string]any) error {
	return c.rdb.HMSet(ctx, key, values).Err()
}

func (c *Client) Set(ctx context.Context, key string, value any, ttl time.Duration) error {
	return c.rdb.Set(ctx, key, value, ttl).Err()
}

func (c *Client) Put(key string, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return c.rdb.Set(context.Background(), key, body, 0).Err()
}

// Remember keeps something for a while.
func (c *Client) Remember(key string, value any) error {
	return c.rdb.Set(context.Background(), key, value, time.Hour).Err()
}

// Glimpse keeps something for a moment.
func (c *Client) Glimpse(key string, value any) error {
	return c.rdb.Set(context.Background(), key, value, glimpse).Err()
}

var glimpse = 5 * time.Second

// Cache may be emptied whenever that suits.
type Cache struct{ rdb *redis.Client }

func (c *Cache) Set(ctx context.Context, key string, value any) error {
	return c.rdb.Set(ctx, key, value, 0).Err()
}
