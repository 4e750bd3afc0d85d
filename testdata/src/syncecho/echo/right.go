package echo

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/nats-io/nats.go"

	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/msgs"
	"example.com/fixtures/syncecho/repo"
)

// Near misses.

// decides raises an event of the service's own.
func (c *consumer) decides(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "orders", msgs.CustomerBlocked{ID: e.ID})
}

// parcels are the service's own.
func (c *consumer) parcels(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	if _, err := c.db.Exec("UPDATE crates SET recipient = $1 WHERE customer_id = $2", e.Name, e.ID); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "parcels", msgs.ParcelChanged{ID: e.ID, Recipient: e.Name})
}

func (c *consumer) quietly(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveQuietly(m.Context(), row(e))
}

func (c *consumer) not(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveIf(m.Context(), row(e), false)
}

func (c *consumer) dismissed(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveUnless(m.Context(), row(e), true)
}

func (c *consumer) ownContext(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveByContext(events.Without(m.Context()), row(e))
}

func (c *consumer) options(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveWith(m.Context(), row(e), repo.Quietly())
}

// byField depends on how the repository was made.
func (c *consumer) byField(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveByField(m.Context(), row(e))
}

// deadLetter sends on what could not be handled.
func (c *consumer) deadLetter(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return c.bus.Raw("users.dead", m)
	}
	if err := c.save(m.Context(), e); err != nil {
		slog.Error("not saved", "err", err)
		return c.bus.Publish(m.Context(), "users.later", e)
	}
	return nil
}

// forwards hands the message on, to another topic.
func (c *consumer) forwards(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	return c.bus.Raw("analytics", m)
}

// tees hands on what was decoded, to another topic.
func (c *consumer) tees(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "search-index", e)
}

// stamps hands on what was decoded, with a word more, to another topic.
func (c *consumer) stamps(m *message.Message) error {
	var e msgs.UserChanged
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	if err := c.save(m.Context(), &e); err != nil {
		return err
	}
	e.Email = "hidden"
	return c.bus.Publish(m.Context(), "analytics", &e)
}

func (c *consumer) newerQuietly(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveNewer(m.Context(), row(e), repo.Quietly())
}

func (c *consumer) orTells(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveOrTell(m.Context(), row(e))
}

// retries hands it back for later.
func (c *consumer) retries(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if e.Email == "" {
		return c.bus.Publish(m.Context(), "users.retry", e)
	}
	return c.save(m.Context(), e)
}

// replies answers who asked.
func (c *consumer) replies(m *nats.Msg) error {
	var e msgs.UserChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if err := c.save(context.Background(), &e); err != nil {
		return err
	}
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return c.nc.Publish(m.Reply, data)
}

// relay writes no copy.
func (c *consumer) relay(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "users", msgs.UserChanged{ID: e.ID, Name: e.Name})
}

// kinds writes the copy for one kind of message, and tells of another.
func (c *consumer) kinds(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	switch m.Metadata.Get("kind") {
	case "user":
		return c.save(m.Context(), e)
	case "customer":
		return c.bus.Publish(m.Context(), "customers", msgs.CustomerChanged{ID: e.ID, Name: e.Name})
	}
	return nil
}

// ServeHTTP is no consumer: what it saves is the service's own doing.
func (c *consumer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.repo.Save(r.Context(), repo.Customer{ID: r.PathValue("id"), Name: r.FormValue("name")})
}

// otherKinds of events, of those that are of any kind.
func (c *consumer) otherKinds(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	if err := c.bus.Publish(m.Context(), "customer.order.updated", map[string]any{"id": e.ID}); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "events", domainEvent{Type: "customer.blocked", Payload: e.ID})
}

// command asks another service to do something.
func (c *consumer) command(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "mail", sendCustomerWelcome{ID: e.ID, Name: e.Name})
}

// sendCustomerWelcome asks for something to be done.
type sendCustomerWelcome struct{ ID, Name string }

// swapped are two variables of which each is given the other's value.
func (c *consumer) swapped(ctx context.Context, n int) error {
	older, newer := new(msgs.CustomerChanged), new(msgs.CustomerChanged)
	keep := []**msgs.CustomerChanged{&older, &newer}
	for range n {
		older, newer = newer, older
	}
	if len(keep) > n {
		return nil
	}
	return c.bus.Publish(ctx, "customers", newer)
}
