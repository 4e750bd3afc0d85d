// Package added keeps seats by messages, some of which middleware holds back that is added to
// what a subscription returns.
package added

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"
)

type moved struct {
	ID, Place string
	Revision  int64
}

// On subscribes a handler of decoded messages.
func On(r *message.Router, sub message.Subscriber, topic string, handle func(ctx context.Context, e moved) error) *message.Handler {
	return r.AddNoPublisherHandler(topic, topic, sub, func(m *message.Message) error {
		var e moved
		if err := json.Unmarshal(m.Payload, &e); err != nil {
			return err
		}
		return handle(m.Context(), e)
	})
}

type plain struct{ db *sql.DB }

func (p plain) ordered(ctx context.Context, e moved) error {
	_, err := p.db.ExecContext(ctx, "UPDATE seats SET place = $2 WHERE id = $1", e.ID, e.Place)
	return err
}

func (p plain) noted(ctx context.Context, e moved) error {
	_, err := p.db.ExecContext(ctx, "UPDATE seats SET place = $2 WHERE id = $1", e.ID, e.Place)
	return err
}

func (p plain) unordered(ctx context.Context, e moved) error {
	_, err := p.db.ExecContext(ctx, "UPDATE seats SET place = $2 WHERE id = $1", e.ID, e.Place) // want `consumer plain.unordered overwrites seats by a message of type added.moved without comparing their order`
	return err
}

func (p plain) equal(ctx context.Context, e moved) error {
	_, err := p.db.ExecContext(ctx, "UPDATE seats SET place = $2 WHERE id = $1", e.ID, e.Place) // want `consumer plain.equal overwrites seats by a message of type added.moved without comparing their order`
	return err
}

// onlyNewer lets through what is newer than what came before, by a table of its own.
func onlyNewer(db *sql.DB) message.HandlerMiddleware {
	return func(next message.HandlerFunc) message.HandlerFunc {
		return func(m *message.Message) ([]*message.Message, error) {
			var e moved
			if err := json.Unmarshal(m.Payload, &e); err != nil {
				return nil, err
			}
			tx, err := db.BeginTx(m.Context(), nil)
			if err != nil {
				return nil, err
			}
			defer tx.Rollback()
			var rev int64
			if err := tx.QueryRowContext(m.Context(), "SELECT revision FROM positions WHERE id = $1 FOR UPDATE", e.ID).Scan(&rev); err != nil {
				return nil, err
			}
			if e.Revision <= rev {
				return nil, nil
			}
			out, err := next(m)
			if err != nil {
				return nil, err
			}
			return out, tx.Commit()
		}
	}
}

// validRevision compares the revision with nothing that is stored.
func validRevision(next message.HandlerFunc) message.HandlerFunc {
	return func(m *message.Message) ([]*message.Message, error) {
		var e moved
		if err := json.Unmarshal(m.Payload, &e); err != nil {
			return nil, err
		}
		if e.Revision <= 0 {
			return nil, nil
		}
		return next(m)
	}
}

func noting(next message.HandlerFunc) message.HandlerFunc {
	return func(m *message.Message) ([]*message.Message, error) { log.Print(m.UUID); return next(m) }
}

// Register subscribes them.
func Register(r *message.Router, sub message.Subscriber, db *sql.DB) {
	p := plain{db}
	On(r, sub, "ordered", p.ordered).AddMiddleware(onlyNewer(db))
	both := On(r, sub, "ordered and noted", p.noted)
	both.AddMiddleware(noting, onlyNewer(db))
	On(r, sub, "unordered", p.unordered).AddMiddleware(noting)
	On(r, sub, "equal", p.equal).AddMiddleware(validRevision)
}
