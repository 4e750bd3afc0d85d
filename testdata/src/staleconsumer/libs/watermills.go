package libs

import (
	"context"

	"github.com/ThreeDotsLabs/watermill/components/cqrs"
	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/staleconsumer/msgs"
)

func router(s *store, r *message.Router, sub message.Subscriber, pub message.Publisher) {
	r.AddNoPublisherHandler("rename", "customers", sub, func(m *message.Message) error {
		return s.rename(m.Context(), m.Payload) // want `consumer router overwrites customers by a message`
	})
	r.AddHandler("again", "customers", sub, "renamed", pub, s.again)
}

func (s *store) again(m *message.Message) ([]*message.Message, error) {
	return nil, s.rename(m.Context(), m.Payload) // want `consumer store.again overwrites customers by a message`
}

func loop(ctx context.Context, s *store, sub message.Subscriber) error {
	in, err := sub.Subscribe(ctx, "customers")
	if err != nil {
		return err
	}
	for m := range in {
		_ = s.rename(ctx, m.Payload) // want `consumer loop overwrites customers by a message`
		m.Ack()
	}
	return nil
}

func events(s *store, p *cqrs.EventProcessor) error {
	return p.AddHandlers(
		cqrs.NewEventHandler("rename", func(ctx context.Context, e *msgs.CustomerChanged) error {
			_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID) // want `consumer events overwrites customers by a message of type msgs.CustomerChanged`
			return err
		}),
		cqrs.NewEventHandler("email", s.email),
		byType{s},
	)
}

func (s *store) email(ctx context.Context, e *msgs.CustomerChanged) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET email = $1 WHERE id = $2", e.Email, e.ID) // want `consumer store.email overwrites customers by a message of type msgs.CustomerChanged`
	return err
}

type byType struct{ *store }

func (byType) HandlerName() string { return "status" }
func (byType) NewEvent() any       { return new(msgs.CustomerChanged) }

func (h byType) Handle(ctx context.Context, event any) error {
	e := event.(*msgs.CustomerChanged)
	_, err := h.db.ExecContext(ctx, "UPDATE customers SET status = $1 WHERE id = $2", e.Status, e.ID) // want `consumer byType.Handle overwrites customers by a message of type msgs.CustomerChanged`
	return err
}

// publish makes messages: it receives none.
func publish(ctx context.Context, s *store, pub message.Publisher, data []byte) error {
	m := message.NewMessage("1", data)
	if err := s.rename(ctx, m.Payload); err != nil {
		return err
	}
	return pub.Publish("customers", m)
}

// Another module may hand its handlers the message together with what goes with it.
func hooks(s *store) (cqrs.EventProcessorConfig, cqrs.EventBusConfig) {
	return cqrs.EventProcessorConfig{OnHandle: func(p cqrs.EventProcessorOnHandleParams) error {
			return s.rename(p.Message.Context(), p.Message.Payload) // want `consumer hooks overwrites customers by a message`
		}}, cqrs.EventBusConfig{OnPublish: func(p cqrs.OnEventSendParams) error {
			return s.rename(p.Message.Context(), p.Message.Payload) // it is on its way out
		}}
}
