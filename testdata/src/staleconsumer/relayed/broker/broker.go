// Package broker has functions called with what comes in.
package broker

import (
	"context"

	"github.com/segmentio/kafka-go"
)

// A Source gives the messages of a queue to whoever asks for them.
type Source interface {
	Consume(queue string, handle func(key, body []byte))
	// Run gives them to one that is there to handle them, until ctx is done.
	Run(ctx context.Context, queue string, h Handler) error
	// Perform calls a function, once, with the parts of a text.
	Perform(name string, fn func(key, body []byte))
}

// A Handler handles one message.
type Handler interface {
	Consume(ctx context.Context, body []byte) error
}

type source struct{ reader *kafka.Reader }

func New(addr string) Source {
	return &source{kafka.NewReader(kafka.ReaderConfig{Brokers: []string{addr}, GroupID: "g", Topic: "t"})}
}

func (s *source) Consume(queue string, handle func(key, body []byte)) {
	go func() {
		for {
			m, err := s.reader.ReadMessage(context.Background())
			if err != nil {
				return
			}
			handle(m.Key, m.Value)
		}
	}()
}

func (s *source) Run(ctx context.Context, queue string, h Handler) error {
	for {
		m, err := s.reader.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := h.Consume(ctx, m.Value); err != nil {
			return err
		}
		if err := s.reader.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

func (s *source) Perform(name string, fn func(key, body []byte)) { fn([]byte(name), nil) }
