// Package dispatch hands what it decodes to another package, which handles it.
package dispatch

import (
	"context"
	"encoding/json"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/boiler/dispatch/changes"
)

type consumer struct {
	handler *changes.Handler
	store   *changes.Store
}

// handle does something else for each kind of message: what, the handler says.
func (c *consumer) handle(ctx context.Context, m kafka.Message) error {
	var e changes.Changed
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return c.handler.HandleChange(ctx, &e)
}

// save has the message stored: what handles it is here.
func (c *consumer) save(ctx context.Context, m kafka.Message) error {
	var e changes.Changed
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return c.store.Save(ctx, &e) // want `save overwrites devices`
}
