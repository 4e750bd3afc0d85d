// Command cmd runs the handlers, each in a way of its own.
package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/service/sqs"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/segmentio/kafka-go"

	"example.com/fixtures/depwait/tannery/hides"
	"example.com/fixtures/depwait/tannery/kit"
)

func early(ch *amqp.Channel, h *hides.Handlers) *kit.Server {
	s := &kit.Server{Channel: ch, Ack: kit.Received}
	s.Handle("received", h.Received)
	return s
}

func patient(ch *amqp.Channel, h *hides.Handlers) *kit.Server {
	s := &kit.Server{Channel: ch}
	s.Handle("soaked", h.Soaked)
	s.Handle("kept", h.Kept)
	return s
}

func consume(ctx context.Context, r *kafka.Reader, h *hides.Handlers) {
	_ = kit.NewConsumer(r, kit.Options{OnError: kit.Continue}).Consume(ctx, h.Continued)
	_ = kit.NewConsumer(r, kit.Options{OnError: kit.Retry, Workers: 2}).Consume(ctx, h.Retried)
	_ = kit.NewConsumer(r, kit.Options{OnError: kit.Park}).Consume(ctx, h.Parked)

	o := kit.Options{Workers: 2}
	if os.Getenv("LENIENT") != "" {
		o.OnError = kit.Continue
	}
	_ = kit.NewConsumer(r, o).Consume(ctx, h.Chosen)

	var lenient kit.Options
	lenient.OnError = kit.Continue
	c := kit.NewConsumer(r, lenient)
	go func() { _ = c.Consume(ctx, h.Assigned) }()

	_ = (&kit.Worker{From: r}).Work(ctx, h.Defaulted)
}

func poll(ctx context.Context, client *sqs.Client, h *hides.Handlers) {
	_ = (&kit.Poller{Client: client}).Poll(ctx, h.Dropped)
	_ = (&kit.Poller{Client: client, Policy: kit.Again}).Poll(ctx, h.Polled)
	_ = (&kit.Poller{Client: client, Policy: kit.Again, Early: true}).Poll(ctx, h.Early)
	_ = kit.NewPoller(client, kit.Drop).Poll(ctx, h.Made)
	_ = kit.NewPoller(client, kit.Again).Poll(ctx, h.MadeAgain)
	_ = kit.NewPoller(client, kit.Again, kit.WithPolicy(kit.Drop)).Poll(ctx, h.Optional)
	_ = kit.NewPoller(client, kit.Drop, kit.WithPolicy(kit.Again)).Poll(ctx, h.Overridden)
}

func main() {
	ctx, h := context.Background(), &hides.Handlers{}
	_ = early(nil, h).Run(ctx)
	_ = patient(nil, h).Run(ctx)
	consume(ctx, nil, h)
	poll(ctx, nil, h)
}
