package stores

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/redis/go-redis/v9"
)

type profile struct {
	ID, Nick string
	Version  int64
}

type profiles struct{ rdb *redis.Client }

func (p *profiles) hash(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return p.rdb.HSet(msg.Context(), "profile:"+c.ID, "nick", c.Nick, "version", c.Version).Err() // want `consumer profiles.hash overwrites profile by a message of type stores.profile`
}

func (p *profiles) whole(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return p.rdb.Set(msg.Context(), fmt.Sprintf("profile:%s", c.ID), []byte(msg.Payload), 0).Err() // want `overwrites profile`
}

// What is kept under a message's own id never changes.
func (p *profiles) cached(msg *message.Message) error {
	return p.rdb.Set(msg.Context(), "profile:"+msg.UUID, []byte(msg.Payload), time.Minute).Err()
}

// A mark that a message was there.
func (p *profiles) marked(msg *message.Message) error {
	return p.rdb.Set(msg.Context(), "profile:"+msg.UUID, 1, 0).Err()
}

func (p *profiles) once(msg *message.Message) error {
	return p.rdb.SetNX(msg.Context(), "profile:"+msg.UUID, []byte(msg.Payload), 0).Err()
}

// The version is compared, and nobody comes between.
func (p *profiles) watched(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	key := "profile:" + c.ID
	return p.rdb.Watch(msg.Context(), func(tx *redis.Tx) error {
		version, err := tx.HGet(msg.Context(), key, "version").Int64()
		if err != nil {
			return err
		}
		if c.Version <= version {
			return nil
		}
		_, err = tx.TxPipelined(msg.Context(), func(pipe redis.Pipeliner) error {
			return pipe.HSet(msg.Context(), key, "nick", c.Nick, "version", c.Version).Err()
		})
		return err
	}, key)
}

// No message leads here.
func (p *profiles) asked(ctx context.Context, c profile) error {
	return p.rdb.HSet(ctx, "profile:"+c.ID, "nick", c.Nick).Err()
}

// A book keeps all of one kind; the wiring says how its keys are called.
type book struct {
	rdb    *redis.Client
	prefix string
}

// An ownCache is as stale as a book, if a message fills it.
type ownCache struct {
	rdb    *redis.Client
	prefix string
}

type keeper interface {
	Keep(ctx context.Context, id, value string) error
}

func (b *book) Keep(ctx context.Context, id, value string) error {
	return b.rdb.Set(ctx, fmt.Sprintf("%s:%s", b.prefix, id), value, 0).Err()
}

func (c *ownCache) Put(ctx context.Context, id, value string) error {
	return c.rdb.Set(ctx, c.prefix+id, value, 0).Err()
}

type shelf struct {
	keep  keeper
	cache *ownCache
}

func newShelf(rdb *redis.Client) *shelf {
	return &shelf{&book{rdb, "nick"}, &ownCache{rdb, "nick"}}
}

func (s *shelf) nick(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return s.keep.Keep(msg.Context(), c.ID, c.Nick) // want `consumer shelf.nick overwrites book by a message of type stores.profile`
}

// A key that stands for itself says no more than that it is there.
func (s *shelf) present(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	key := c.ID + c.Nick
	return s.keep.Keep(msg.Context(), key, key)
}

func (s *shelf) remembered(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return s.cache.Put(msg.Context(), c.ID, c.Nick) // want `overwrites ownCache`
}

// What a key is called may be said by a function.
func redisKey(kind, id string) string { return kind + ":" + id }

func nickKey(id string) string { return redisKey("nick", id) }

func (p *profiles) named(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return p.rdb.Set(msg.Context(), nickKey(c.ID), c.Nick, 0).Err() // want `overwrites nick`
}

func (p *profiles) namedBook(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return p.rdb.Set(msg.Context(), redisKey("dedup", c.ID), c.Nick, 0).Err()
}

// Between two commands, somebody may come.
func (p *profiles) unwatched(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	version, err := p.rdb.HGet(msg.Context(), nickKey(c.ID), "version").Int64()
	if err != nil {
		return err
	}
	if version >= c.Version {
		return nil
	}
	return p.rdb.HSet(msg.Context(), nickKey(c.ID), "nick", c.Nick, "version", c.Version).Err() // want `compares the order of nick and writes it in separate statements`
}
