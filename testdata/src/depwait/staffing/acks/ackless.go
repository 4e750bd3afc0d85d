package acks

import (
	"context"
	"log"

	"github.com/nats-io/nats.go/jetstream"
)

// Once delivers each message once, whatever becomes of it.
func Once(ctx context.Context, stream jetstream.Stream, s *Store) (jetstream.ConsumeContext, error) {
	c, err := stream.CreateConsumer(ctx, jetstream.ConsumerConfig{Name: "once", AckPolicy: jetstream.AckNonePolicy})
	if err != nil {
		return nil, err
	}
	return c.Consume(func(msg jetstream.Msg) {
		if err := s.Hire(ctx, msg.Data()); err != nil { // want `consumer Once writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`
			log.Print(err)
		}
	})
}

// Again delivers it again as long as it is not acknowledged.
func Again(ctx context.Context, stream jetstream.Stream, s *Store) (jetstream.ConsumeContext, error) {
	c, err := stream.CreateConsumer(ctx, jetstream.ConsumerConfig{Name: "again", AckPolicy: jetstream.AckExplicitPolicy})
	if err != nil {
		return nil, err
	}
	return c.Consume(func(msg jetstream.Msg) {
		if err := s.Hire(ctx, msg.Data()); err != nil {
			log.Print(err)
			return
		}
		_ = msg.Ack()
	})
}

// ByDefault says nothing of it: each has to be acknowledged.
func ByDefault(ctx context.Context, stream jetstream.Stream, s *Store) (jetstream.ConsumeContext, error) {
	c, err := stream.CreateConsumer(ctx, jetstream.ConsumerConfig{Name: "default"})
	if err != nil {
		return nil, err
	}
	return c.Consume(func(msg jetstream.Msg) {
		if err := s.Hire(ctx, msg.Data()); err != nil {
			log.Print(err)
			return
		}
		_ = msg.Ack()
	})
}

// Either may be told to acknowledge.
func Either(ctx context.Context, stream jetstream.Stream, s *Store, safe bool) (jetstream.ConsumeContext, error) {
	config := jetstream.ConsumerConfig{Name: "either", AckPolicy: jetstream.AckNonePolicy}
	if safe {
		config.AckPolicy = jetstream.AckExplicitPolicy
	}
	c, err := stream.CreateConsumer(ctx, config)
	if err != nil {
		return nil, err
	}
	return c.Consume(func(msg jetstream.Msg) {
		if err := s.Hire(ctx, msg.Data()); err != nil {
			log.Print(err)
			return
		}
		_ = msg.Ack()
	})
}

type worker struct{ store *Store }

// Ordered has its consumer made anew where it fails, but no message sent again.
func (w *worker) Ordered(ctx context.Context, js jetstream.JetStream) (jetstream.ConsumeContext, error) {
	c, err := js.OrderedConsumer(ctx, "EMPLOYEES", jetstream.OrderedConsumerConfig{})
	if err != nil {
		return nil, err
	}
	return c.Consume(w.once)
}

func (w *worker) once(msg jetstream.Msg) {
	if err := w.store.Hire(context.Background(), msg.Data()); err != nil { // want `consumer worker.once writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`
		log.Print(err)
	}
}

// Durable is a consumer that is made elsewhere.
func (w *worker) Durable(ctx context.Context, js jetstream.JetStream) (jetstream.ConsumeContext, error) {
	c, err := js.Consumer(ctx, "EMPLOYEES", "employees")
	if err != nil {
		return nil, err
	}
	return c.Consume(w.again)
}

func (w *worker) again(msg jetstream.Msg) {
	if err := w.store.Hire(context.Background(), msg.Data()); err != nil {
		log.Print(err)
		return
	}
	_ = msg.Ack()
}
