// Package bus has the broker acknowledge what it delivers.
package bus

import amqp "github.com/rabbitmq/amqp091-go"

// A Bus receives messages.
type Bus struct{ Channel *amqp.Channel }

// Messages are those of a queue.
func (b *Bus) Messages(queue string) (<-chan amqp.Delivery, error) {
	return b.Channel.Consume(queue, "", true, false, false, false, nil)
}
