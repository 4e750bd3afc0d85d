// Package bus leaves it to who has a message to acknowledge it.
package bus

import amqp "github.com/rabbitmq/amqp091-go"

// A Bus receives messages.
type Bus struct{ Channel *amqp.Channel }

// Messages are those of a queue.
func (b *Bus) Messages(queue string) (<-chan amqp.Delivery, error) {
	return b.Channel.Consume(queue, "", false, false, false, false, nil)
}
