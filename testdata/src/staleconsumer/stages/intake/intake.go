// Package intake receives messages and hands them on.
package intake

import (
	"context"
	"encoding/json"

	mqtt "github.com/eclipse/paho.mqtt.golang"
	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/stages/worker"
)

// A Publisher is what adapters hand messages to.
type Publisher interface {
	PublishVersion(e *msgs.CustomerChanged)
}

// Names hands on the names that changed.
func Names(bus *worker.Bus) nats.MsgHandler {
	return func(m *nats.Msg) {
		e := new(msgs.NameChanged)
		if json.Unmarshal(m.Data, e) == nil {
			bus.PublishName(e)
		}
	}
}

// An Adapter hands on what devices say, behind an interface.
type Adapter struct{ Bus Publisher }

// Handle is called for each message.
func (a *Adapter) Handle(_ mqtt.Client, m mqtt.Message) {
	e := new(msgs.CustomerChanged)
	if json.Unmarshal(m.Payload(), e) == nil {
		a.Bus.PublishVersion(e)
	}
}

// Ask is a user's way.
func Ask(_ context.Context, bus *worker.Bus, id, name string) {
	bus.Request(&msgs.NameChanged{ID: id, Name: name})
}
