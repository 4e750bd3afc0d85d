// Package run hands messages to the handlers of their topics.
package run

import (
	"context"
	"fmt"
	"os"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/factories/listen"
)

// Start consumes all topics.
func Start(ctx context.Context, app listen.App) error {
	for _, maker := range listen.Makers {
		topic, handle, err := maker(app)
		if err != nil {
			return err
		}
		c := &consumer{reader: kafka.NewReader(kafka.ReaderConfig{Topic: topic}), listener: func(topic string, body []byte) error {
			if err := handle(body); err != nil {
				return fmt.Errorf("%s: %w", topic, err)
			}
			return nil
		}}
		go c.run(ctx)
	}
	return nil
}

// Command runs a command with what a file says.
func Command(app listen.App, name, file string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return listen.Commands[name](app)(body)
}

type consumer struct {
	reader   *kafka.Reader
	listener func(topic string, body []byte) error
}

func (c *consumer) run(ctx context.Context) error {
	for {
		m, err := c.reader.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := c.listener(m.Topic, m.Value); err != nil {
			return err
		}
		if err := c.reader.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
