// Package subjects subscribes to subjects, of which some leave acknowledging to the library.
package subjects

import (
	"context"
	"encoding/json"
	"log"
	"time"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/depwait/roster/records"
)

type (
	clubFounded struct{ ID, Name string }
	playerHired struct{ ID, Club string }
)

// Intake takes in what other services tell.
type Intake struct{ Records *records.Records }

func (in *Intake) club(m *nats.Msg) {
	var e clubFounded
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return
	}
	if err := in.Records.AddClub(context.Background(), e.ID, e.Name); err != nil {
		return
	}
	_ = m.Ack()
}

// manual leaves what fails unacknowledged.
func (in *Intake) manual(m *nats.Msg) {
	var e playerHired
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return
	}
	if err := in.Records.AddPlayer(context.Background(), records.Player(e)); err != nil {
		return
	}
	_ = m.Ack()
}

// plain is subscribed without saying that it acknowledges by itself.
func (in *Intake) plain(m *nats.Msg) {
	var e playerHired
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return
	}
	if err := in.Records.AddPlayer(context.Background(), records.Player(e)); err != nil { // want `but acknowledges the message where it is missing`
		log.Print(err)
	}
}

// handsBack says so itself.
func (in *Intake) handsBack(m *nats.Msg) {
	var e playerHired
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return
	}
	if err := in.Records.AddPlayer(context.Background(), records.Player(e)); err != nil {
		_ = m.Nak()
	}
}

// told is subscribed with the options of whoever asks for it.
func (in *Intake) told(m *nats.Msg) {
	var e playerHired
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return
	}
	if err := in.Records.AddPlayer(context.Background(), records.Player(e)); err != nil {
		return
	}
	_ = m.Ack()
}

func (in *Intake) listed(ctx context.Context, e playerHired) error {
	return in.Records.AddPlayer(ctx, records.Player(e))
}

func (in *Intake) listedPlain(ctx context.Context, e playerHired) error {
	return in.Records.AddPlayer(ctx, records.Player(e)) // want `but acknowledges the message where it is missing`
}

func each[T any](handle func(context.Context, T) error) nats.MsgHandler {
	return func(m *nats.Msg) {
		var e T
		if err := json.Unmarshal(m.Data, &e); err != nil {
			return
		}
		if err := handle(context.Background(), e); err != nil {
			log.Print(err)
			return
		}
		_ = m.Ack()
	}
}

// Subscribe subscribes all of them.
func (in *Intake) Subscribe(js nats.JetStreamContext, opts ...nats.SubOpt) error {
	_, err := js.Subscribe("club", in.club, nats.ManualAck())
	if err != nil {
		return err
	}
	if _, err := js.QueueSubscribe("manual", "q", in.manual, nats.Durable("a"), nats.ManualAck()); err != nil {
		return err
	}
	if _, err := js.QueueSubscribe("plain", "q", in.plain, nats.Durable("b"), nats.AckWait(time.Minute)); err != nil {
		return err
	}
	if _, err := js.Subscribe("back", in.handsBack); err != nil {
		return err
	}
	if _, err := js.Subscribe("told", in.told, opts...); err != nil {
		return err
	}
	list := []struct {
		subject string
		handle  nats.MsgHandler
		opts    []nats.SubOpt
	}{
		{"listed", each(in.listed), []nats.SubOpt{nats.Durable("c"), nats.ManualAck()}},
		{"listedPlain", each(in.listedPlain), []nats.SubOpt{nats.Durable("d"), nats.DeliverAll()}},
	}
	for _, l := range list {
		if _, err := js.Subscribe(l.subject, l.handle, l.opts...); err != nil {
			return err
		}
	}
	return nil
}

// Literal subscribes a literal.
func (in *Intake) Literal(js nats.JetStreamContext) error {
	_, err := js.Subscribe("literal", func(m *nats.Msg) {
		var e playerHired
		if err := json.Unmarshal(m.Data, &e); err != nil {
			return
		}
		if err := in.Records.AddPlayer(context.Background(), records.Player(e)); err != nil { // want `but acknowledges the message where it is missing`
			log.Print(err)
		}
	})
	return err
}
