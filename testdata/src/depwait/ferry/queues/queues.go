// Package queues declares the queues of the ferry, which keep nothing of what is rejected.
package queues

import amqp "github.com/rabbitmq/amqp091-go"

// Declare declares them all.
func Declare(ch *amqp.Channel) error {
	for _, name := range []string{"owners", "cars"} {
		if _, err := ch.QueueDeclare(name, true, false, false, false, nil); err != nil {
			return err
		}
	}
	return nil
}
