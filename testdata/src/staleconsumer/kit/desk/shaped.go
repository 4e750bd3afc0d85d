package desk

import (
	"context"
	"encoding/json"

	"example.com/kit/bus"
	"example.com/kit/db"
	"github.com/Masterminds/squirrel"

	"example.com/fixtures/staleconsumer/msgs"
)

// What the company's library gives to its handlers is a message by its shape alone.

type titles struct{ run db.Runner }

// Start subscribes what handles titles.
func Start(ctx context.Context, run db.Runner) error {
	return bus.Start(ctx, &titles{run}, &versions{run})
}

func (t *titles) Process(ctx context.Context, m *bus.Message) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return t.run.Execx(ctx, squirrel.Update("customers").Set("title", e.Name).Where(squirrel.Eq{"id": e.ID})) // want `consumer titles.Process overwrites customers`
}

type versions struct{ run db.Runner }

func (v *versions) Process(ctx context.Context, m *bus.Message) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return v.run.Execx(ctx, squirrel.Update("customers").Set("name", e.Name).Set("version", e.Version).Where(squirrel.Eq{"id": e.ID}).Where(squirrel.Lt{"version": e.Version}))
}

// Mails is subscribed by who has it.
func Mails(run db.Runner) func(context.Context, bus.IncomingMessage) {
	return func(ctx context.Context, m bus.IncomingMessage) {
		var e msgs.CustomerChanged
		if err := json.Unmarshal(m.Body(), &e); err != nil {
			return
		}
		_ = run.Execx(ctx, squirrel.Update("customers").Set("mail", e.Email).Where(squirrel.Eq{"id": e.ID})) // want `overwrites customers`
	}
}

// The near misses: what is no message, and one on its way out.

type board struct{ run db.Runner }

func (b *board) Show(ctx context.Context, n *bus.Notice) error {
	return b.run.Execx(ctx, squirrel.Update("notices").Set("body", n.Body).Where(squirrel.Eq{"id": n.Key}))
}

type outbox struct{ run db.Runner }

func (o *outbox) Send(ctx context.Context, m *bus.Message) error {
	return o.run.Execx(ctx, squirrel.Update("outbox").Set("body", m.Value).Where(squirrel.Eq{"id": m.Key}))
}
