package stores

import (
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
)

// A berth is what a message says of a place in a harbour.
type berth struct {
	ID, Ship string
	Length   int64
	Version  int64
}

// harbours build their commands word by word.
type harbours struct{ client rueidis.Client }

func (h *harbours) moored(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	return h.client.Do(msg.Context(), h.client.B().Set().Key("berth:"+b.ID).Value(b.Ship).Build()).Error() // want `consumer harbours.moored overwrites berth by a message of type stores.berth`
}

// Some words are added only where there is something to say.
func (h *harbours) fields(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	cmd := h.client.B().Hset().Key("berths:"+b.ID).FieldValue().FieldValue("ship", b.Ship)
	if b.Length > 0 {
		cmd = cmd.FieldValue("long", "1")
	}
	return h.client.Do(msg.Context(), cmd.Build()).Error() // want `overwrites berths`
}

// What is built may be sent with more, and by another function.
func (h *harbours) several(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	key := "quay:" + b.ID
	return h.all(msg, h.client.B().Set().Key(key).Value(b.Ship).ExSeconds(86400).Build(), h.client.B().Sadd().Key("quays").Member(b.ID).Build()) // want `overwrites quay`
}

func (h *harbours) all(msg *message.Message, cmds ...rueidis.Completed) error {
	for _, res := range h.client.DoMulti(msg.Context(), cmds...) {
		if err := res.Error(); err != nil {
			return err
		}
	}
	return nil
}

// It heals by itself.
func (h *harbours) seen(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	return h.client.Do(msg.Context(), h.client.B().Set().Key("glimpse:"+b.ID).Value(b.Ship).Ex(20*time.Second).Build()).Error()
}

// The first that comes stays, or what was there is expected.
func (h *harbours) first(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	if err := h.client.Do(msg.Context(), h.client.B().Hsetnx().Key("berths:"+b.ID).Field("ship").Value(b.Ship).Build()).Error(); err != nil {
		return err
	}
	return h.client.Do(msg.Context(), h.client.B().Set().Key("berth:"+b.ID).Value(b.Ship).Nx().Build()).Error()
}

// The version is compared, and nobody comes between.
func (h *harbours) watched(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	key := "berths:" + b.ID
	return h.client.Dedicated(func(c rueidis.DedicatedClient) error {
		if err := c.Do(msg.Context(), c.B().Watch().Key(key).Build()).Error(); err != nil {
			return err
		}
		version, err := c.Do(msg.Context(), c.B().Hget().Key(key).Field("version").Build()).AsInt64()
		if err != nil {
			return err
		}
		if version >= b.Version {
			return nil
		}
		for _, res := range c.DoMulti(msg.Context(), c.B().Multi().Build(), c.B().Hset().Key(key).FieldValue().FieldValue("ship", b.Ship).FieldValue("version", msg.UUID).Build(), c.B().Exec().Build()) {
			if err := res.Error(); err != nil {
				return err
			}
		}
		return nil
	})
}

// Between two commands, somebody may come.
func (h *harbours) unwatched(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	key := "berths:" + b.ID
	version, err := h.client.Do(msg.Context(), h.client.B().Hget().Key(key).Field("version").Build()).AsInt64()
	if err != nil {
		return err
	}
	if version >= b.Version {
		return nil
	}
	return h.client.Do(msg.Context(), h.client.B().Hset().Key(key).FieldValue().FieldValue("ship", b.Ship).FieldValue("version", msg.UUID).Build()).Error() // want `compares the order of berths`
}

// piers name their commands.
type piers struct{ pool *redigo.Pool }

func (p *piers) moored(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	conn := p.pool.Get()
	defer conn.Close()
	_, err := conn.Do("SET", "pier:"+b.ID, b.Ship) // want `consumer piers.moored overwrites pier by a message of type stores.berth`
	return err
}

func (p *piers) fields(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	conn := p.pool.Get()
	defer conn.Close()
	_, err := redigo.DoContext(conn, msg.Context(), "HSET", "piers:"+b.ID, "ship", b.Ship) // want `overwrites piers`
	return err
}

func (p *piers) flat(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	conn := p.pool.Get()
	defer conn.Close()
	if err := conn.Send("HMSET", redigo.Args{}.Add("flat:"+b.ID).AddFlat(&b)...); err != nil { // want `overwrites flat`
		return err
	}
	return conn.Flush()
}

func (p *piers) lent(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	conn := p.pool.Get()
	defer conn.Close()
	_, err := conn.Do("SETEX", "lent:"+b.ID, 3600, b.Ship) // want `overwrites lent`
	return err
}

// It heals by itself, or only the first is kept, or it is a list of members.
func (p *piers) passing(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	conn := p.pool.Get()
	defer conn.Close()
	if _, err := conn.Do("SETEX", "brief:"+b.ID, 20, b.Ship); err != nil {
		return err
	}
	if _, err := conn.Do("SET", "brief:"+b.ID, b.Ship, "EX", 20); err != nil {
		return err
	}
	if _, err := conn.Do("SET", "first:"+b.ID, b.Ship, "NX"); err != nil {
		return err
	}
	_, err := conn.Do("SADD", "ships", b.Ship)
	return err
}

// The version is compared, and nobody comes between.
func (p *piers) watched(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	conn := p.pool.Get()
	defer conn.Close()
	key := "piers:" + b.ID
	if _, err := conn.Do("WATCH", key); err != nil {
		return err
	}
	version, err := redigo.Int64(conn.Do("HGET", key, "version"))
	if err != nil {
		return err
	}
	if version >= b.Version {
		return nil
	}
	if err := conn.Send("MULTI"); err != nil {
		return err
	}
	if err := conn.Send("HSET", key, "ship", b.Ship, "version", b.Version); err != nil {
		return err
	}
	_, err = conn.Do("EXEC")
	return err
}

// Between two commands, somebody may come.
func (p *piers) unwatched(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	conn := p.pool.Get()
	defer conn.Close()
	key := "piers:" + b.ID
	version, err := redigo.Int64(conn.Do("HGET", key, "version"))
	if err != nil {
		return err
	}
	if version >= b.Version {
		return nil
	}
	_, err = conn.Do("HSET", key, "ship", b.Ship, "version", b.Version) // want `compares the order of piers`
	return err
}

// A flag is set or removed by what the message says.
func (p *piers) flagged(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	conn := p.pool.Get()
	defer conn.Close()
	if b.Ship == "" {
		_, err := conn.Do("DEL", "taken:"+b.ID)
		return err
	}
	_, err := conn.Do("SET", "taken:"+b.ID, 1) // want `overwrites taken`
	return err
}

// go-redis is told a command's name too.
type jetties struct{ rdb *redis.Client }

func (j *jetties) moored(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	return j.rdb.Do(msg.Context(), "SET", "jetty:"+b.ID, b.Ship).Err() // want `consumer jetties.moored overwrites jetty by a message of type stores.berth`
}

// A quayKey is put together in a buffer.
func quayKey(prefix, id string) string {
	buf := make([]byte, 0, len(prefix)+len(id))
	buf = append(buf, prefix...)
	buf = append(buf, id...)
	return string(buf)
}

func (h *harbours) buffered(msg *message.Message) error {
	var b berth
	if err := json.Unmarshal(msg.Payload, &b); err != nil {
		return err
	}
	return h.client.Do(msg.Context(), h.client.B().Set().Key(quayKey("buffered:", b.ID)).Value(b.Ship).Build()).Error() // want `overwrites buffered`
}
