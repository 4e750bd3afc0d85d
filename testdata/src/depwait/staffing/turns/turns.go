// Package turns goes on to the next turn of a loop where the parent is missing.
package turns

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"

	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/ThreeDotsLabs/watermill/message"
)

type hired struct{ ID, CompanyID string }

type consumer struct {
	db *sql.DB
	cl *kgo.Client
}

func (c *consumer) has(ctx context.Context, id string) error {
	var found string
	return c.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, id).Scan(&found)
}

// The tries are counted, and then the message is committed.
func (c *consumer) tries(ctx context.Context, r *kafka.Reader) error {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		for i := 0; i < 3; i++ {
			if err = c.tried(ctx, m.Value); err == nil {
				break
			}
			log.Printf("try %d: %v", i, err)
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

func (c *consumer) tried(ctx context.Context, body []byte) error {
	var h hired
	if err := json.Unmarshal(body, &h); err != nil {
		return err
	}
	if err := c.has(ctx, h.CompanyID); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, h.ID, h.CompanyID) // want `but acknowledges the message where it is missing`
	return err
}

// After the last try it is left where it is.
func (c *consumer) triesOrStops(ctx context.Context, r *kafka.Reader) error {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		for i := 0; i < 3; i++ {
			if err = c.triedOrStops(ctx, m.Value); err == nil {
				break
			}
			log.Printf("try %d: %v", i, err)
		}
		if err != nil {
			return err
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

func (c *consumer) triedOrStops(ctx context.Context, body []byte) error {
	var h hired
	if err := json.Unmarshal(body, &h); err != nil {
		return err
	}
	if err := c.has(ctx, h.CompanyID); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, h.ID, h.CompanyID)
	return err
}

// What was polled is committed, whatever has become of each record.
func (c *consumer) all(ctx context.Context) error {
	for {
		fetches := c.cl.PollFetches(ctx)
		for it := fetches.RecordIter(); !it.Done(); {
			if err := c.one(ctx, it.Next().Value); err != nil {
				log.Print(err)
				continue
			}
		}
		if err := c.cl.CommitUncommittedOffsets(ctx); err != nil {
			return err
		}
	}
}

func (c *consumer) one(ctx context.Context, body []byte) error {
	var h hired
	if err := json.Unmarshal(body, &h); err != nil {
		return err
	}
	if err := c.has(ctx, h.CompanyID); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, h.ID, h.CompanyID) // want `but acknowledges the message where it is missing`
	return err
}

// CloudEvents' results say which are handed back.
func (c *consumer) results(ctx context.Context, e cloudevents.Event) cloudevents.Result {
	var h hired
	if err := e.DataAs(&h); err != nil {
		return cloudevents.ResultACK
	}
	if err := c.has(ctx, h.CompanyID); err != nil {
		return cloudevents.ResultACK
	}
	if _, err := c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, h.ID, h.CompanyID); err != nil { // want `but acknowledges the message where it is missing`
		return cloudevents.ResultNACK
	}
	return nil
}

func (c *consumer) resultsBack(ctx context.Context, e cloudevents.Event) cloudevents.Result {
	var h hired
	if err := e.DataAs(&h); err != nil {
		return cloudevents.ResultACK
	}
	if err := c.has(ctx, h.CompanyID); err != nil {
		return cloudevents.ResultNACK
	}
	if _, err := c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, h.ID, h.CompanyID); err != nil {
		return cloudevents.ResultNACK
	}
	return nil
}

// Receive has the events handled.
func Receive(ctx context.Context, client cloudevents.Client, c *consumer) error {
	if err := client.StartReceiver(ctx, c.results); err != nil {
		return err
	}
	return client.StartReceiver(ctx, c.resultsBack)
}

// quiet is middleware where it is added.
func quiet(sub message.Subscriber, c *consumer) error {
	r, err := message.NewRouter(message.RouterConfig{}, nil)
	if err != nil {
		return err
	}
	r.AddMiddleware(func(next message.HandlerFunc) message.HandlerFunc {
		return func(m *message.Message) ([]*message.Message, error) {
			out, err := next(m)
			if err != nil {
				log.Print(err)
			}
			return out, nil
		}
	})
	r.AddNoPublisherHandler("quiet", "quiet", sub, c.quieted)
	return r.Run(context.Background())
}

func loud(sub message.Subscriber, c *consumer) error {
	r, err := message.NewRouter(message.RouterConfig{}, nil)
	if err != nil {
		return err
	}
	r.AddMiddleware(func(next message.HandlerFunc) message.HandlerFunc {
		return func(m *message.Message) ([]*message.Message, error) {
			out, err := next(m)
			if err != nil {
				log.Print(err)
			}
			return out, err
		}
	})
	r.AddNoPublisherHandler("loud", "loud", sub, c.loud)
	return r.Run(context.Background())
}

func (c *consumer) quieted(m *message.Message) error {
	if err := c.has(m.Context(), string(m.Payload)); err != nil {
		return err
	}
	_, err := c.db.Exec(`INSERT INTO employees (id, company_id) VALUES ($1, $2)`, m.UUID, string(m.Payload)) // want `but answers success where it is missing`
	return err
}

func (c *consumer) loud(m *message.Message) error {
	if err := c.has(m.Context(), string(m.Payload)); err != nil {
		return err
	}
	_, err := c.db.Exec(`INSERT INTO employees (id, company_id) VALUES ($1, $2)`, m.UUID, string(m.Payload))
	return err
}
