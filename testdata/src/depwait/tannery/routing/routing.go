// Package routing serves tables of routes, each with middleware of its own.
package routing

import (
	"context"

	"github.com/ThreeDotsLabs/watermill/message"
)

// A Handler handles what a message holds.
type Handler func(ctx context.Context, data []byte) error

// A Route says by which handler a topic's messages are handled, and what stands before that.
type Route struct {
	Topic  string
	Handle Handler
	Wrap   func(Handler) Handler
}

// Serve serves routes.
func Serve(r *message.Router, sub message.Subscriber, routes []Route) {
	for _, route := range routes {
		h := route.Handle
		if route.Wrap != nil {
			h = route.Wrap(h)
		}
		r.AddConsumerHandler(route.Topic, route.Topic, sub, func(msg *message.Message) error {
			return h(msg.Context(), msg.Payload)
		})
	}
}
