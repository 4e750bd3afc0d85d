// Package kit has servers of messages, whose settings say what becomes of those that fail.
package kit

import (
	"context"
	"log"

	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/segmentio/kafka-go"
)

// A Handler handles what a message holds.
type Handler func(ctx context.Context, data []byte) error

// When says when a message is done with.
type When int

// A message is done with once it was handled, or as soon as it is there.
const (
	Handled When = iota
	Received
)

// A Server hands what comes in by its queues to their handlers.
type Server struct {
	Channel  *amqp.Channel
	Ack      When
	handlers map[string]Handler
}

// Handle adds a handler.
func (s *Server) Handle(queue string, h Handler) {
	if s.handlers == nil {
		s.handlers = map[string]Handler{}
	}
	s.handlers[queue] = h
}

// Run runs the server.
func (s *Server) Run(ctx context.Context) error {
	for queue, h := range s.handlers {
		deliveries, err := s.Channel.Consume(queue, "", false, false, false, false, nil)
		if err != nil {
			return err
		}
		go func() {
			for d := range deliveries {
				if s.Ack == Received {
					_ = d.Ack(false)
				}
				err := h(ctx, d.Body)
				switch {
				case s.Ack == Received:
				case err != nil:
					_ = d.Nack(false, true)
				default:
					_ = d.Ack(false)
				}
			}
		}()
	}
	return nil
}

// OnError says what becomes of a message that fails.
type OnError string

// It comes again, is passed over, or is put aside.
const (
	Retry    OnError = "retry"
	Continue OnError = "continue"
	Park     OnError = "park"
)

// Options are a consumer's.
type Options struct {
	OnError OnError
	Workers int
}

// A Consumer reads a topic.
type Consumer struct {
	from *kafka.Reader
	dead *kafka.Writer
	mode OnError
}

// NewConsumer returns one.
func NewConsumer(from *kafka.Reader, o Options) *Consumer {
	return &Consumer{from: from, mode: o.OnError}
}

// Consume hands what is read to a handler.
func (c *Consumer) Consume(ctx context.Context, h Handler) error {
	for {
		m, err := c.from.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := h(ctx, m.Value); err != nil {
			switch c.mode {
			case Continue:
				log.Print(err)
			case Park:
				if err := c.dead.WriteMessages(ctx, m); err != nil {
					return err
				}
			default:
				return err
			}
		}
		if err := c.from.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

// Policy says the same for a poller.
type Policy int

// Without any, what fails is dropped.
const (
	Drop Policy = iota
	Again
)

// A Poller polls a queue.
type Poller struct {
	Client *sqs.Client
	URL    string
	Policy Policy
	Early  bool
}

// An Option sets something.
type Option func(*Poller)

// WithPolicy sets the policy.
func WithPolicy(p Policy) Option { return func(s *Poller) { s.Policy = p } }

// NewPoller returns one.
func NewPoller(client *sqs.Client, p Policy, options ...Option) *Poller {
	s := &Poller{Client: client, Policy: p}
	for _, o := range options {
		o(s)
	}
	return s
}

// Poll hands what comes in to a handler.
func (p *Poller) Poll(ctx context.Context, h Handler) error {
	for {
		out, err := p.Client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: &p.URL})
		if err != nil {
			return err
		}
		for _, m := range out.Messages {
			if p.Early {
				p.remove(ctx, m)
			}
			if err := p.process(ctx, m, h); err != nil && p.Policy != Drop {
				continue
			}
			p.remove(ctx, m)
		}
	}
}

func (p *Poller) process(ctx context.Context, m types.Message, h Handler) error {
	return h(ctx, []byte(*m.Body))
}

func (p *Poller) remove(ctx context.Context, m types.Message) {
	if _, err := p.Client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: &p.URL, ReceiptHandle: m.ReceiptHandle}); err != nil {
		log.Print(err)
	}
}

// A Worker retries, where nobody says otherwise.
type Worker struct {
	From *kafka.Reader
	Mode string
}

// Work hands what is read to a handler.
func (w *Worker) Work(ctx context.Context, h Handler) error {
	if w.Mode == "" {
		w.Mode = "retry"
	}
	for {
		m, err := w.From.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := h(ctx, m.Value); err != nil && w.Mode == "retry" {
			return err
		}
		if err := w.From.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
