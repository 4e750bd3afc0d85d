package infra

import (
	"context"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/segmentio/kafka-go"
)

// Kafka publishes by a client whose calls take a context.
type Kafka struct{ W *kafka.Writer }

// Emit has another function encode what it is given.
func (k *Kafka) Emit(ctx context.Context, key string, v any) error {
	m, err := Record(key, v)
	if err != nil {
		return err
	}
	return k.W.WriteMessages(ctx, m)
}

// Record encodes whatever it is given.
func Record(key string, v any) (kafka.Message, error) {
	data, err := json.Marshal(v)
	return kafka.Message{Key: []byte(key), Value: data}, err
}

// As makes of a message what it is told, which its name does not say.
func As[T any](m *message.Message) (v T, err error) {
	err = json.Unmarshal(m.Payload, &v)
	return v, err
}
