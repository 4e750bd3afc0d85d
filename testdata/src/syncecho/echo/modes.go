package echo

import (
	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/msgs"
	"example.com/fixtures/syncecho/repo"
)

// What decides whether something is raised may be a constant that each caller gives.

type modes struct {
	*consumer
	teller events.Teller
	mode   repo.Mode
}

func (c *modes) fromBus(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveFrom(m.Context(), row(e), "bus")
}

func (c *modes) asOperator(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveFrom(m.Context(), row(e), "operator") // want `consumer modes.asOperator writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

// asTold goes by the message: some are the operator's.
func (c *modes) asTold(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveFrom(m.Context(), row(e), m.Metadata.Get("origin")) // want `consumer modes.asTold writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

func (c *modes) store(m *message.Message, origin string) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveNotFrom(m.Context(), row(e), origin) // want `consumer modes.store writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

func (c *modes) loudly(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveHow(m.Context(), row(e)) // want `consumer modes.loudly writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

func (c *modes) quietly(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveHow(m.Context(), row(e), repo.Quietly())
}

func (c *modes) fresh(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveFresh(m.Context(), row(e)) // want `consumer modes.fresh writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

// allowed is told of where something says so that cannot be seen here.
func (c *modes) allowed(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveAllowed(m.Context(), row(e))
}

func (c *modes) fromAPI(m *message.Message) error { return c.store(m, "api") }

func (c *modes) notTheBus(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveNotFrom(m.Context(), row(e), "bus")
}

func (c *modes) plain(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveIn(m.Context(), row(e), repo.Plain)
}

func (c *modes) telling(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveIn(m.Context(), row(e), repo.Telling) // want `consumer modes.telling writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

// asMade goes by how it was made.
func (c *modes) asMade(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveIn(m.Context(), row(e), c.mode)
}

// Behind an interface, too, a context may have nothing told.

func (c *modes) muted(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	ctx := events.Without(m.Context())
	if err := c.save(ctx, e); err != nil {
		return err
	}
	return c.teller.Tell(ctx, "customers", msgs.CustomerChanged{ID: e.ID, Name: e.Name})
}

func (c *modes) aloud(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	return c.teller.Tell(m.Context(), "customers", msgs.CustomerChanged{ID: e.ID, Name: e.Name}) // want `consumer modes.aloud writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}
