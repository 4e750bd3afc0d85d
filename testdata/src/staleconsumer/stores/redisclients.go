package stores

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/staleconsumer/stores/redisclient"
)

// fronted writes by way of what stands before Redis.
type fronted struct {
	client *redisclient.Client
	cache  *redisclient.Cache
}

func (f *fronted) hash(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	values := map[string]any{"nick": c.Nick}
	return f.client.HMSet(msg.Context(), fmt.Sprintf("avatars:%s", c.ID), values) // want `consumer fronted.hash overwrites avatars by a message of type stores.profile`
}

func (f *fronted) put(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return f.client.Set(msg.Context(), "avatars:"+c.ID, c.Nick, 0) // want `overwrites avatars`
}

func (f *fronted) whole(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return f.client.Put("avatars:"+c.ID, c) // want `overwrites avatars`
}

// What expires is stale until then, whatever it is called.
func (f *fronted) cached(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	if err := f.client.Set(msg.Context(), "avatars:"+c.ID, c.Nick, time.Minute); err != nil { // want `overwrites avatars`
		return err
	}
	if err := f.client.Remember("avatars:"+c.ID, c.Nick); err != nil { // want `overwrites avatars`
		return err
	}
	return f.cache.Set(msg.Context(), "avatars:"+c.ID, c.Nick) // want `overwrites avatars`
}

// It is gone before anybody minds, whoever says for how long.
func (f *fronted) brief(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	if err := f.client.Set(msg.Context(), "avatars:"+c.ID, c.Nick, 20*time.Second); err != nil {
		return err
	}
	return f.client.Glimpse("avatars:"+c.ID, c.Nick)
}

// A mark that a message was there.
func (f *fronted) marked(msg *message.Message) error {
	return f.client.Set(msg.Context(), "avatars:"+msg.UUID, true, 0)
}
