// Package events hands events to whoever has subscribed.
package events

import "context"

// Handler handles events.
type Handler interface {
	HandleEvent(ctx context.Context, name string) error
}

// Dispatcher is a bus in the process.
type Dispatcher struct{ Handlers []Handler }

// Publish calls the handlers.
func (d *Dispatcher) Publish(ctx context.Context, name string) error {
	for _, h := range d.Handlers {
		if err := h.HandleEvent(ctx, name); err != nil {
			return err
		}
	}
	return nil
}
