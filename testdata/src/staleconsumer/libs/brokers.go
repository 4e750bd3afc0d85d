package libs

import (
	"context"

	mqtt "github.com/eclipse/paho.mqtt.golang"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nsqio/go-nsq"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/redis/go-redis/v9"
)

func subscribe(s *store, nc *nats.Conn) error {
	_, err := nc.Subscribe("customers", func(m *nats.Msg) {
		_ = s.rename(context.Background(), m.Data) // want `consumer subscribe overwrites customers by a message`
	})
	return err
}

func (s *store) onNats(m *nats.Msg) {
	_ = s.rename(context.Background(), m.Data) // want `consumer store.onNats overwrites customers by a message`
}

func subscribeMethod(s *store, nc *nats.Conn) error {
	_, err := nc.QueueSubscribe("customers", "sync", s.onNats)
	return err
}

func next(s *store, sub *nats.Subscription) error {
	batch, err := sub.Fetch(10)
	if err != nil {
		return err
	}
	for _, m := range batch {
		_ = s.rename(context.Background(), m.Data) // want `consumer next overwrites customers by a message`
	}
	return nil
}

func consume(ctx context.Context, s *store, cons jetstream.Consumer) error {
	_, err := cons.Consume(func(m jetstream.Msg) {
		if err := s.rename(ctx, m.Data()); err != nil { // want `consumer consume overwrites customers by a message`
			_ = m.Nak()
			return
		}
		_ = m.Ack()
	})
	return err
}

func pull(ctx context.Context, s *store, cons jetstream.Consumer) error {
	batch, err := cons.Fetch(10)
	if err != nil {
		return err
	}
	for m := range batch.Messages() {
		_ = s.rename(ctx, m.Data()) // want `consumer pull overwrites customers by a message`
	}
	return nil
}

func deliveries(ctx context.Context, s *store, ch *amqp.Channel) error {
	ds, err := ch.Consume("customers", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range ds {
		if err := s.rename(ctx, d.Body); err != nil { // want `consumer deliveries overwrites customers by a message`
			_ = d.Nack(false, true)
			continue
		}
		_ = d.Ack(false)
	}
	return nil
}

// inGoroutine starts the loop and returns.
func inGoroutine(s *store, ch *amqp.Channel) error {
	ds, err := ch.Consume("customers", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	go func() {
		for d := range ds {
			_ = s.rename(context.Background(), d.Body) // want `consumer inGoroutine overwrites customers by a message`
		}
	}()
	return nil
}

type nsqHandler struct{ *store }

func (h nsqHandler) HandleMessage(m *nsq.Message) error {
	return h.rename(context.Background(), m.Body) // want `consumer nsqHandler.HandleMessage overwrites customers by a message`
}

func nsqFunc(s *store, c *nsq.Consumer) {
	c.AddHandler(nsq.HandlerFunc(func(m *nsq.Message) error {
		return s.rename(context.Background(), m.Body) // want `consumer nsqFunc overwrites customers by a message`
	}))
}

func telemetry(s *store, client mqtt.Client) {
	client.Subscribe("customers/#", 1, func(_ mqtt.Client, m mqtt.Message) {
		_ = s.rename(context.Background(), m.Payload()) // want `consumer telemetry overwrites customers by a message`
	})
}

func stream(ctx context.Context, s *store, rdb *redis.Client) error {
	streams, err := rdb.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "sync", Streams: []string{"customers", ">"}}).Result()
	if err != nil {
		return err
	}
	for _, st := range streams {
		for _, m := range st.Messages {
			data, _ := m.Values["data"].(string)
			_ = s.rename(ctx, []byte(data)) // want `consumer stream overwrites customers by a message`
		}
	}
	return nil
}

func channel(ctx context.Context, s *store, rdb *redis.Client) {
	for m := range rdb.Subscribe(ctx, "customers").Channel() {
		_ = s.rename(ctx, []byte(m.Payload)) // want `consumer channel overwrites customers by a message`
	}
}

// cached reads a value that is no message.
func cached(ctx context.Context, s *store, rdb *redis.Client) error {
	data, err := rdb.Get(ctx, "customer").Bytes()
	if err != nil {
		return err
	}
	return s.rename(ctx, data)
}
