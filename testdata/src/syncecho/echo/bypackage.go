package echo

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/syncecho/msgs"
	"example.com/fixtures/syncecho/msgs/users"
	"example.com/fixtures/syncecho/repo"
)

// The package tells what a message is about, where its type does not.

func (c *consumer) changed(m *message.Message) error {
	var e users.Changed
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	if err := c.repo.SaveQuietly(m.Context(), repo.Customer{ID: e.ID, Name: e.Name}); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "shop.all", users.Changed{ID: e.ID, Name: e.Name}) // want `consumer consumer.changed writes customers, the copy of accounts.users, and raises users.Changed about it`
}

func (c *consumer) blocked(m *message.Message) error {
	var e users.Changed
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	if err := c.repo.SaveQuietly(m.Context(), repo.Customer{ID: e.ID, Name: e.Name}); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "shop.all", users.Blocked{ID: e.ID})
}

func (c *consumer) onParcels(m *message.Message) error {
	var e users.Changed
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	if err := c.repo.SaveQuietly(m.Context(), repo.Customer{ID: e.ID, Name: e.Name}); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "shop.all", msgs.ParcelChanged{ID: e.ID})
}
