package told

import (
	"context"
	"strings"

	"github.com/nats-io/nats.go"
)

// What became of a foreign key may be told by the text of the error.

func (k *keyed) byText(ctx context.Context, id, company string) (again bool) {
	err := k.add(ctx, id, company)
	return err != nil && strings.Contains(err.Error(), "violates foreign key constraint")
}

func (k *keyed) overByText(ctx context.Context, id, company string) error {
	err := k.add(ctx, id, company) // want `writes employees, whose company_id refers to companies, which other messages fill, without making sure that it is there`
	if err != nil && strings.Contains(err.Error(), "foreign key") {
		return nil
	}
	return err
}

func (k *keyed) texts(msg *nats.Msg) {
	if k.byText(context.Background(), msg.Subject, string(msg.Data)) {
		_ = msg.Nak()
		return
	}
	_ = msg.Ack()
}

func (k *keyed) overs(msg *nats.Msg) {
	if err := k.overByText(context.Background(), msg.Subject, string(msg.Data)); err != nil {
		_ = msg.Nak()
		return
	}
	_ = msg.Ack()
}

// Texts subscribes them.
func Texts(js nats.JetStreamContext, k *keyed) {
	_, _ = js.Subscribe("texts", k.texts, nats.ManualAck())
	_, _ = js.Subscribe("overs", k.overs, nats.ManualAck())
}
