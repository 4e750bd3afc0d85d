// Package sweeps takes messages in batches, and deletes those that it has put on a list.
package sweeps

import (
	"context"
	"database/sql"
	"errors"
	"log"

	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/segmentio/kafka-go"
)

type sweeper struct {
	db    *sql.DB
	queue *sqs.Client
}

// all puts each message on the list, whatever came of it.
func (s *sweeper) all(ctx context.Context) error {
	for {
		out, err := s.queue.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{})
		if err != nil {
			return err
		}
		done := &sqs.DeleteMessageBatchInput{}
		for _, m := range out.Messages {
			if err := s.swept(ctx, m); err != nil {
				log.Print(err)
			}
			done.Entries = append(done.Entries, types.DeleteMessageBatchRequestEntry{Id: m.MessageId, ReceiptHandle: m.ReceiptHandle})
		}
		if _, err := s.queue.DeleteMessageBatch(ctx, done); err != nil {
			return err
		}
	}
}

func (s *sweeper) swept(ctx context.Context, m types.Message) error {
	if err := s.hasCompany(ctx, *m.Body); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, *m.MessageId, *m.Body) // want `but acknowledges the message where it is missing`
	return err
}

// handled puts on the list what was handled.
func (s *sweeper) handled(ctx context.Context) error {
	for {
		out, err := s.queue.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{})
		if err != nil {
			return err
		}
		var done []types.DeleteMessageBatchRequestEntry
		for _, m := range out.Messages {
			if err := s.kept(ctx, m); err != nil {
				log.Print(err)
				continue
			}
			done = append(done, types.DeleteMessageBatchRequestEntry{Id: m.MessageId, ReceiptHandle: m.ReceiptHandle})
		}
		if _, err := s.queue.DeleteMessageBatch(ctx, &sqs.DeleteMessageBatchInput{Entries: done}); err != nil {
			return err
		}
	}
}

func (s *sweeper) kept(ctx context.Context, m types.Message) error {
	if err := s.hasCompany(ctx, *m.Body); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, *m.MessageId, *m.Body)
	return err
}

// counted puts what failed on a list, too, but on another one.
func (s *sweeper) counted(ctx context.Context) error {
	for {
		out, err := s.queue.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{})
		if err != nil {
			return err
		}
		var done []types.DeleteMessageBatchRequestEntry
		var failed []types.Message
		for _, m := range out.Messages {
			if err := s.tallied(ctx, m); err != nil {
				failed = append(failed, m)
				continue
			}
			done = append(done, types.DeleteMessageBatchRequestEntry{Id: m.MessageId, ReceiptHandle: m.ReceiptHandle})
		}
		log.Print(len(failed), " come again")
		if _, err := s.queue.DeleteMessageBatch(ctx, &sqs.DeleteMessageBatchInput{Entries: done}); err != nil {
			return err
		}
	}
}

func (s *sweeper) tallied(ctx context.Context, m types.Message) error {
	if err := s.hasCompany(ctx, *m.Body); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, *m.MessageId, *m.Body)
	return err
}

var errEarly = errors.New("too early")

func (s *sweeper) hasCompany(ctx context.Context, id string) error {
	var n int
	if err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return errEarly
	}
	return nil
}

// bulk commits what it has fetched all at once.
func (s *sweeper) bulk(ctx context.Context, from *kafka.Reader) error {
	for {
		var done []kafka.Message
		for len(done) < 100 {
			m, err := from.FetchMessage(ctx)
			if err != nil {
				return err
			}
			if err := s.bulked(ctx, m); err != nil {
				log.Print(err)
			}
			done = append(done, m)
		}
		if err := from.CommitMessages(ctx, done...); err != nil {
			return err
		}
	}
}

func (s *sweeper) bulked(ctx context.Context, m kafka.Message) error {
	if err := s.hasCompany(ctx, string(m.Value)); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, string(m.Key), string(m.Value)) // want `but acknowledges the message where it is missing`
	return err
}
