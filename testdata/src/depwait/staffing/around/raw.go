package around

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"

	"github.com/nats-io/nats.go/jetstream"
)

// Typed handlers, before which stands middleware of what is not decoded yet.

type raw struct{ body []byte }

type rawHandler func(ctx context.Context, r raw) error

type rawMiddleware func(next rawHandler) rawHandler

// calm logs what its handler returns, and goes on.
func calm(prefix string) rawMiddleware {
	return func(next rawHandler) rawHandler {
		return func(ctx context.Context, r raw) error {
			if err := next(ctx, r); err != nil {
				log.Print(prefix, err)
			}
			return nil
		}
	}
}

func noted(prefix string) rawMiddleware {
	return func(next rawHandler) rawHandler {
		return func(ctx context.Context, r raw) error {
			err := next(ctx, r)
			if err != nil {
				log.Print(prefix, err)
			}
			return err
		}
	}
}

type rawBus struct {
	stream jetstream.Consumer
	subs   []rawHandler
}

func onRaw[T any](b *rawBus, h func(ctx context.Context, event T) error, mw ...rawMiddleware) {
	handle := rawHandler(func(ctx context.Context, r raw) error {
		var event T
		if err := json.Unmarshal(r.body, &event); err != nil {
			return err
		}
		return h(ctx, event)
	})
	for _, m := range mw {
		handle = m(handle)
	}
	b.subs = append(b.subs, handle)
}

func (b *rawBus) run(ctx context.Context) error {
	_, err := b.stream.Consume(func(m jetstream.Msg) {
		for _, handle := range b.subs {
			if err := handle(ctx, raw{m.Data()}); err != nil {
				_ = m.Nak()
				return
			}
		}
		_ = m.Ack()
	})
	return err
}

type rawKeeper struct{ db *sql.DB }

func (k *rawKeeper) bind(b *rawBus) {
	onRaw(b, k.calm, calm("x"), noted("y"))
	onRaw(b, k.noted, noted("y"))
}

func (k *rawKeeper) require(ctx context.Context, company string) error {
	var id string
	return k.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, company).Scan(&id)
}

func (k *rawKeeper) calm(ctx context.Context, e hired) error {
	if err := k.require(ctx, e.Company); err != nil {
		return err
	}
	_, err := k.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `consumer rawKeeper.calm of around.hired writes employees, whose company_id refers to companies, which other messages fill, but answers success where it is missing`
	return err
}

func (k *rawKeeper) noted(ctx context.Context, e hired) error {
	if err := k.require(ctx, e.Company); err != nil {
		return err
	}
	_, err := k.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}
