// Package bus is a framework of consumers with errors of its own.
package bus

import (
	"context"
	"errors"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

var (
	// ErrLater asks for the message again.
	ErrLater = errors.New("later")
	// ErrSkip is for messages that nobody can use.
	ErrSkip = errors.New("skip")
)

type poison struct{ err error }

func (p poison) Error() string { return "poison: " + p.err.Error() }

// Poison is an error after which a message is of no use.
func Poison(err error) error { return poison{err} }

// Delayed is an error after which it comes again.
func Delayed(err error) error { return delayed{err} }

type delayed struct{ err error }

func (d delayed) Error() string { return "delayed: " + d.err.Error() }

// A Handler handles one message.
type Handler func(ctx context.Context, d *amqp.Delivery) error

// Run hands out what comes in.
func Run(ctx context.Context, deliveries <-chan amqp.Delivery, h Handler) {
	for d := range deliveries {
		settle(&d, h(ctx, &d))
	}
}

func settle(d *amqp.Delivery, err error) {
	var bad poison
	var slow delayed
	switch {
	case err == nil:
		_ = d.Ack(false)
	case errors.Is(err, ErrSkip), errors.As(err, &bad):
		log.Print(err)
		_ = d.Ack(false)
	case errors.Is(err, ErrLater), errors.As(err, &slow):
		_ = d.Nack(false, true)
	default:
		_ = d.Nack(false, true)
	}
}
