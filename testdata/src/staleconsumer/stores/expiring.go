package stores

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/redis/go-redis/v9"
)

type cabin struct {
	ID, Guest, Session string
	Warm               bool
	Degrees            float64
	At                 time.Time
}

type cabins struct {
	rdb          *redis.Client
	ttl, instant time.Duration
	db           cabinTable
	sql          *sql.DB
}

func newCabins(rdb *redis.Client, ttl time.Duration) *cabins {
	return &cabins{rdb: rdb, ttl: ttl, instant: 10 * time.Second}
}

func decodeCabin(msg *message.Message) (cabin, error) {
	var c cabin
	err := json.Unmarshal(msg.Payload, &c)
	return c, err
}

// keep is stale for an hour, if an older message fills it last.
func (h *cabins) keep(ctx context.Context, c *cabin) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return h.rdb.Set(ctx, "cabin:"+c.ID, body, time.Hour).Err()
}

func (h *cabins) heated(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	return h.keep(msg.Context(), &c) // want `consumer cabins.heated overwrites cabin by a message of type stores.cabin`
}

// cabinFinder is asked for cabins, by whoever.
type cabinFinder interface {
	Like(ctx context.Context, c cabin) (*cabin, error)
}

type cachedCabins struct {
	rdb   *redis.Client
	store cabinFinder
}

// FindCabin keeps what it has found.
func (h *cachedCabins) FindCabin(ctx context.Context, like cabin) (*cabin, error) {
	c, err := h.store.Like(ctx, like)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return c, h.rdb.Set(ctx, "cabin:"+c.ID, body, time.Hour).Err()
}

func (h *cachedCabins) visited(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	_, err = h.FindCabin(msg.Context(), c)
	return err
}

// For how long, nobody knows.
func (h *cabins) measured(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	return h.rdb.SetEx(msg.Context(), "degrees:"+c.ID, c.Degrees, h.ttl).Err() // want `overwrites degrees`
}

// It heals before anybody minds.
func (h *cabins) glanced(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	if err := h.rdb.Set(msg.Context(), "degrees:"+c.ID, c.Degrees, 30*time.Second).Err(); err != nil {
		return err
	}
	return h.rdb.Set(msg.Context(), "degrees:"+c.ID, c.Degrees, h.instant).Err()
}

// What was read before is written with what the message says.
func (h *cabins) moved(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	var held cabin
	body, err := h.rdb.Get(msg.Context(), "cabin:"+c.ID).Bytes()
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, &held); err != nil {
		return err
	}
	held.Guest = c.Guest
	return h.keep(msg.Context(), &held) // want `overwrites cabin`
}

// A lease, and who has it, are marks.
func (h *cabins) leased(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	if err := h.rdb.Set(msg.Context(), "busy:"+c.ID, 1, time.Hour).Err(); err != nil {
		return err
	}
	if err := h.rdb.Set(msg.Context(), "holder:"+c.ID, c.ID, time.Hour).Err(); err != nil {
		return err
	}
	return h.rdb.Set(msg.Context(), "alive:"+c.ID, c.At, h.ttl).Err()
}

// A session, and a password for one time, are told once.
func (h *cabins) entered(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	if err := h.rdb.Set(msg.Context(), "guest:"+c.Session, c.Guest, time.Hour).Err(); err != nil {
		return err
	}
	return h.rdb.Set(msg.Context(), fmt.Sprintf("cabin:%s:otp", c.ID), c.Guest, 5*time.Minute).Err()
}

type cabinTable interface {
	Find(ctx context.Context, id string) (*cabin, error)
}

// The message only says whose row is to be read again.
func (h *cabins) reread(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	held, err := h.db.Find(msg.Context(), c.ID)
	if err != nil {
		return err
	}
	return h.keep(msg.Context(), held)
}

func (h *cabins) emptied(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	return h.rdb.Del(msg.Context(), "cabin:"+c.ID).Err()
}

// Whether a cabin is warm is told by there being a key.
func (h *cabins) flag(ctx context.Context, id string, warm bool) error {
	if warm {
		return h.rdb.Set(ctx, warmKey(id), "1", 0).Err()
	}
	return h.rdb.Del(ctx, warmKey(id)).Err()
}

func warmKey(id string) string { return fmt.Sprintf("warm:%s", id) }

func (h *cabins) warmed(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	return h.flag(msg.Context(), c.ID, c.Warm) // want `consumer cabins.warmed overwrites warm by a message of type stores.cabin`
}

// A mark of the consumer's own work, which it takes back where that fails.
func (h *cabins) worked(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	if err := h.rdb.Set(msg.Context(), warmKey(c.ID), "1", 0).Err(); err != nil {
		return err
	}
	if err := h.flag(context.Background(), "lobby", true); err != nil {
		return h.rdb.Del(msg.Context(), warmKey(c.ID)).Err()
	}
	return nil
}

// What is kept beside a row that was not there before is the first of it; what is kept
// whether it was there or not is no such thing.
func (h *cabins) built(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	if _, err := h.sql.ExecContext(msg.Context(), `INSERT INTO cabins (id, guest) VALUES ($1, $2)`, c.ID, c.Guest); err != nil {
		return err
	}
	return h.keep(msg.Context(), &c)
}

func (h *cabins) rebuilt(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	if _, err := h.sql.ExecContext(msg.Context(), `INSERT INTO cabins (id, guest) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.Guest); err != nil {
		return err
	}
	return h.keep(msg.Context(), &c) // want `overwrites cabin`
}

func (h *cabins) logged(msg *message.Message) error {
	c, err := decodeCabin(msg)
	if err != nil {
		return err
	}
	if _, err := h.sql.ExecContext(msg.Context(), `INSERT INTO visits (id, guest) VALUES ($1, $2)`, msg.UUID, c.Guest); err != nil {
		return err
	}
	return h.keep(msg.Context(), &c) // want `overwrites cabin`
}
