// Package handlers handles messages, and knows the interfaces alone.
package handlers

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/staleconsumer/doubles/domain"
)

type Handlers struct {
	Shops  domain.Shops
	Stalls domain.Stalls
	Carts  domain.Carts
}

func (h *Handlers) Renamed(msg *message.Message) error {
	return h.Shops.Rename(msg.Context(), msg.UUID, string(msg.Payload)) // want `overwrites shops by a message`
}

func (h *Handlers) Moved(msg *message.Message) error {
	return h.Stalls.Move(msg.Context(), msg.UUID, string(msg.Payload)) // want `overwrites stalls by a message`
}

type pushed struct {
	ID, Place string
	Revision  int64
}

func (h *Handlers) Pushed(msg *message.Message) error {
	var e pushed
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	return h.Carts.Push(msg.Context(), e.ID, e.Place, e.Revision)
}
