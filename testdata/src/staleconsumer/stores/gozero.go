package stores

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/zeromicro/go-zero/core/stores/redis"
)

// kennels are kept by go-zero's client.
type kennels struct{ rds *redis.Redis }

func (k *kennels) kept(msg *message.Message) error {
	var c cabin
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return k.rds.Set("kennel:"+c.ID, c.Guest) // want `consumer kennels.kept overwrites kennel by a message of type stores.cabin`
}

func (k *kennels) lent(msg *message.Message) error {
	var c cabin
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return k.rds.SetexCtx(msg.Context(), "lent:"+c.ID, c.Guest, 3600) // want `consumer kennels.lent overwrites lent by a message of type stores.cabin`
}

func (k *kennels) field(msg *message.Message) error {
	var c cabin
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return k.rds.HsetCtx(msg.Context(), "guests:"+c.ID, "guest", c.Guest) // want `consumer kennels.field overwrites guests by a message of type stores.cabin`
}

// glanced heals by itself.
func (k *kennels) glanced(msg *message.Message) error {
	var c cabin
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return k.rds.SetexCtx(msg.Context(), "glance:"+c.ID, c.Guest, 20)
}

// first is the first that is kept.
func (k *kennels) first(msg *message.Message) error {
	var c cabin
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	_, err := k.rds.SetnxEx("first:"+c.ID, c.Guest, 3600)
	return err
}
