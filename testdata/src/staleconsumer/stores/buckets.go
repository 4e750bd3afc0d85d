package stores

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

type tenant struct {
	ID, Name string
	Version  int64
}

type tenants struct {
	kv  jetstream.KeyValue
	old nats.KeyValue
}

func (t *tenants) put(msg *message.Message) error {
	var e tenant
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	_, err := t.kv.Put(msg.Context(), "tenant."+e.ID, msg.Payload) // want `consumer tenants.put overwrites tenant by a message of type stores.tenant`
	return err
}

func (t *tenants) putOld(msg *message.Message) error {
	var e tenant
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	_, err := t.old.PutString("tenant."+e.ID, e.Name) // want `consumer tenants.putOld overwrites tenant`
	return err
}

// create writes what is not there yet.
func (t *tenants) create(msg *message.Message) error {
	_, err := t.kv.Create(msg.Context(), "tenant."+msg.UUID, msg.Payload)
	if errors.Is(err, jetstream.ErrKeyExists) {
		return nil
	}
	return err
}

// replace is refused where somebody else was faster, and compares before.
func (t *tenants) replace(msg *message.Message) error {
	var e, stored tenant
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	entry, err := t.kv.Get(msg.Context(), "tenant."+e.ID)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(entry.Value(), &stored); err != nil {
		return err
	}
	if stored.Version >= e.Version {
		return nil
	}
	_, err = t.kv.Update(msg.Context(), "tenant."+e.ID, msg.Payload, entry.Revision())
	return err
}

// done is a mark of the service's own.
func (t *tenants) done(ctx context.Context, msg *message.Message) error {
	_, err := t.kv.Put(ctx, "processed."+msg.UUID, msg.Payload)
	return err
}
