// Package handlers handles messages, and knows the interface alone.
package handlers

import (
	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/staleconsumer/doubles/domain"
)

type Handlers struct{ Shops domain.Shops }

func (h *Handlers) Renamed(msg *message.Message) error {
	return h.Shops.Rename(msg.Context(), msg.UUID, string(msg.Payload)) // want `overwrites shops by a message`
}
