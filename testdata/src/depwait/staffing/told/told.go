// Package told relies on a foreign key whose failure a helper tells from others.
package told

import (
	"context"
	"database/sql"
	"errors"
	"log"

	"github.com/lib/pq"
	"github.com/nats-io/nats.go"
)

// A keyed store relies on the foreign key, and looks at its failure.
type keyed struct{ db *sql.DB }

var errLater = errors.New("not yet")

func brokenKey(err error) bool {
	var e *pq.Error
	return errors.As(err, &e) && e.Code == "23503"
}

func (k *keyed) add(ctx context.Context, id, company string) error {
	_, err := k.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, id, company)
	return err
}

func (k *keyed) orLater(ctx context.Context, id, company string) error {
	err := k.add(ctx, id, company)
	if brokenKey(err) {
		return errLater
	}
	return err
}

func (k *keyed) orNever(ctx context.Context, id, company string) error {
	err := k.add(ctx, id, company) // want `consumer keyed.orNever writes employees, whose company_id refers to companies, which other messages fill, without making sure that it is there`
	if brokenKey(err) {
		log.Print(err)
		return nil
	}
	return err
}

func (k *keyed) orAside(ctx context.Context, id, company string) error {
	err := k.add(ctx, id, company)
	if brokenKey(err) {
		_, err = k.db.ExecContext(ctx, `INSERT INTO postponed (id, company) VALUES ($1, $2)`, id, company)
	}
	return err
}

func (k *keyed) orNeverHere(ctx context.Context, id, company string) error {
	err := k.add(ctx, id, company) // want `consumer keyed.orNeverHere writes employees, whose company_id refers to companies, which other messages fill, without making sure that it is there`
	var e *pq.Error
	if errors.As(err, &e) {
		switch e.Code {
		case "23505", "23503":
			return nil
		}
	}
	return err
}

// handedBackLater hands it back.
func (k *keyed) handedBackLater(msg *nats.Msg) {
	if err := k.orLater(context.Background(), msg.Subject, string(msg.Data)); err != nil {
		_ = msg.Nak()
		return
	}
	_ = msg.Ack()
}

func (k *keyed) putAside(msg *nats.Msg) {
	if err := k.orAside(context.Background(), msg.Subject, string(msg.Data)); err != nil {
		_ = msg.Nak()
		return
	}
	_ = msg.Ack()
}

func (k *keyed) passedOver(msg *nats.Msg) {
	if err := k.orNever(context.Background(), msg.Subject, string(msg.Data)); err != nil {
		_ = msg.Nak()
		return
	}
	_ = msg.Ack()
}

func (k *keyed) passedOverHere(msg *nats.Msg) {
	if err := k.orNeverHere(context.Background(), msg.Subject, string(msg.Data)); err != nil {
		_ = msg.Nak()
		return
	}
	_ = msg.Ack()
}

// Keyed subscribes them.
func Keyed(js nats.JetStreamContext, k *keyed) {
	_, _ = js.Subscribe("later", k.handedBackLater, nats.ManualAck())
	_, _ = js.Subscribe("aside", k.putAside, nats.ManualAck())
	_, _ = js.Subscribe("over", k.passedOver, nats.ManualAck())
	_, _ = js.Subscribe("here", k.passedOverHere, nats.ManualAck())
}
