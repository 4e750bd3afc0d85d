// Package queues declares the queues of the barge, which have what is rejected come again.
package queues

import amqp "github.com/rabbitmq/amqp091-go"

// Declare declares them all.
func Declare(ch *amqp.Channel) error {
	for _, name := range []string{"owners", "cars"} {
		later := amqp.Table{"x-dead-letter-exchange": "", "x-dead-letter-routing-key": name, "x-message-ttl": 30000}
		if _, err := ch.QueueDeclare(name+".later", true, false, false, false, later); err != nil {
			return err
		}
		if _, err := ch.QueueDeclare(name, true, false, false, false, amqp.Table{"x-dead-letter-exchange": "", "x-dead-letter-routing-key": name + ".later"}); err != nil {
			return err
		}
	}
	return nil
}
