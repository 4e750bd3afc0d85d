package around

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
)

// Decorators that are given what they ask before.

func fromJSON[T any](h func(context.Context, T) error) message.NoPublishHandlerFunc {
	return func(m *message.Message) error {
		var event T
		if err := json.Unmarshal(m.Payload, &event); err != nil {
			return err
		}
		return h(m.Context(), event)
	}
}

func guarded[T any](check, h func(context.Context, T) error) func(context.Context, T) error {
	return func(ctx context.Context, event T) error {
		if err := check(ctx, event); err != nil {
			return err
		}
		return h(ctx, event)
	}
}

// audited asks, and goes on whatever comes of it.
func audited[T any](check, h func(context.Context, T) error) func(context.Context, T) error {
	return func(ctx context.Context, event T) error {
		_ = check(ctx, event)
		return h(ctx, event)
	}
}

func rawly(check, h message.NoPublishHandlerFunc) message.NoPublishHandlerFunc {
	return func(m *message.Message) error {
		if err := check(m); err != nil {
			return err
		}
		return h(m)
	}
}

// parsed is given how to decode, which looks for nothing.
func parsed[T any](parse func(*message.Message) (T, error), h func(context.Context, T) error) message.NoPublishHandlerFunc {
	return func(m *message.Message) error {
		event, err := parse(m)
		if err != nil {
			return err
		}
		return h(m.Context(), event)
	}
}

func hiredIn(m *message.Message) (e hired, err error) {
	err = json.Unmarshal(m.Payload, &e)
	return e, err
}

type checker struct{ db *sql.DB }

func (c *checker) companyThere(ctx context.Context, e hired) error {
	var id string
	return c.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, e.Company).Scan(&id)
}

func (c *checker) companyThereRaw(m *message.Message) error {
	return fromJSON(c.companyThere)(m)
}

func (c *checker) named(_ context.Context, e hired) error {
	if e.Name == "" {
		return errEarly
	}
	return nil
}

func (c *checker) add(ctx context.Context, e hired) error {
	_, err := c.db.ExecContext(ctx, insert, e.ID, e.Name, e.Company)
	return err
}

func (c *checker) mount(r *message.Router, sub message.Subscriber) {
	r.AddNoPublisherHandler("guarded", "guarded", sub, fromJSON(guarded(c.companyThere, c.guarded)))
	r.AddNoPublisherHandler("named", "named", sub, fromJSON(guarded(c.named, c.valid)))
	r.AddNoPublisherHandler("audited", "audited", sub, fromJSON(audited(c.companyThere, c.audited)))
	r.AddNoPublisherHandler("parsed", "parsed", sub, parsed(hiredIn, c.parsed))
	r.AddNoPublisherHandler("raw", "raw", sub, rawly(c.companyThereRaw, c.raw))
}

func (c *checker) guarded(ctx context.Context, e hired) error { return c.add(ctx, e) }

func (c *checker) valid(ctx context.Context, e hired) error {
	return c.add(ctx, e) // want `consumer checker.valid of around.hired writes employees, whose company_id refers to companies, which other messages fill, without making sure that it is there`
}

func (c *checker) parsed(ctx context.Context, e hired) error {
	return c.add(ctx, e) // want `consumer checker.parsed of around.hired writes employees, whose company_id refers to companies, which other messages fill, without making sure that it is there`
}

func (c *checker) audited(ctx context.Context, e hired) error {
	return c.add(ctx, e) // want `consumer checker.audited of around.hired writes employees, whose company_id refers to companies, which other messages fill, without making sure that it is there`
}

func (c *checker) raw(m *message.Message) error {
	var e hired
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	return c.add(m.Context(), e)
}
