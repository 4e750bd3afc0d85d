// Command cmd puts what it receives into relays.
package main

import (
	"database/sql"

	mqtt "github.com/eclipse/paho.mqtt.golang"

	"example.com/fixtures/staleconsumer/relays/desk"
	"example.com/fixtures/staleconsumer/relays/relay"
)

// A sink is what subscriptions know of a relay.
type sink interface {
	Put(m relay.Message) error
}

type client struct {
	c    mqtt.Client
	into sink
}

func (c *client) subscribe(topic string) {
	c.c.Subscribe(topic, 1, func(_ mqtt.Client, m mqtt.Message) { _ = c.into.Put(m) })
}

func main() {
	d := &desk.Desk{DB: &sql.DB{}}
	names := relay.New(10, d.Renamed)
	names.Start()
	(&client{mqtt.NewClient(mqtt.NewClientOptions()), names}).subscribe("names")
	versions := relay.New(10, d.Ordered)
	versions.Start()
	(&client{mqtt.NewClient(mqtt.NewClientOptions()), versions}).subscribe("versions")
	relay.NewTicker(d.Ticked).Run()
}
