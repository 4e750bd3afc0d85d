package ways

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/hibiken/asynq"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nsqio/go-nsq"
	"github.com/riverqueue/river"
)

// Terminates has the stream forget what came too early.
func (s *Store) Terminates(ctx context.Context, c jetstream.Consumer) (jetstream.ConsumeContext, error) {
	return c.Consume(func(msg jetstream.Msg) {
		e, err := decode(msg.Data())
		if err != nil {
			_ = msg.Term()
			return
		}
		if _, err := s.find(ctx, e.Company); err != nil {
			log.Print(err)
			_ = msg.Term()
			return
		}
		if err := s.insert(e); err != nil { // want `but acknowledges the message where it is missing`
			_ = msg.Nak()
			return
		}
		_ = msg.Ack()
	})
}

// Naks has it sent again; what cannot be read is not.
func (s *Store) Naks(ctx context.Context, c jetstream.Consumer) (jetstream.ConsumeContext, error) {
	return c.Consume(func(msg jetstream.Msg) {
		e, err := decode(msg.Data())
		if err != nil {
			_ = msg.Term()
			return
		}
		if _, err := s.find(ctx, e.Company); err != nil {
			_ = msg.Nak()
			return
		}
		if err := s.insert(e); err != nil {
			_ = msg.Nak()
			return
		}
		_ = msg.Ack()
	})
}

// Automatic is acknowledged once the callback returns, whatever it does.
func (s *Store) Automatic(js nats.JetStreamContext) error {
	_, err := js.Subscribe("hired", func(msg *nats.Msg) {
		e, err := decode(msg.Data)
		if err != nil {
			return
		}
		if _, err := s.find(context.Background(), e.Company); err != nil {
			log.Print(err)
			return
		}
		if err := s.insert(e); err != nil { // want `but acknowledges the message where it is missing`
			log.Print(err)
		}
	})
	return err
}

// Skips has a task not tried again.
func (s *Store) Skips(ctx context.Context, task *asynq.Task) error {
	e, err := decode(task.Payload())
	if err != nil {
		return fmt.Errorf("%w: %w", err, asynq.SkipRetry)
	}
	if _, err := s.find(ctx, e.Company); err != nil {
		return fmt.Errorf("%s: %w", e.Company, asynq.SkipRetry)
	}
	return s.insert(e) // want `but acknowledges the message where it is missing`
}

// Tries has it tried again.
func (s *Store) Tries(ctx context.Context, task *asynq.Task) error {
	e, err := decode(task.Payload())
	if err != nil {
		return fmt.Errorf("%w: %w", err, asynq.SkipRetry)
	}
	if _, err := s.find(ctx, e.Company); err != nil {
		return err
	}
	return s.insert(e)
}

// companyMissing says that it is not there.
func (s *Store) companyMissing(ctx context.Context, id string) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n)
	return n == 0, err
}

// SkipsMissing asks whether it is not there.
func (s *Store) SkipsMissing(ctx context.Context, task *asynq.Task) error {
	e, err := decode(task.Payload())
	if err != nil {
		return err
	}
	missing, err := s.companyMissing(ctx, e.Company)
	if err != nil {
		return err
	}
	if missing {
		return fmt.Errorf("%s: %w", e.Company, asynq.SkipRetry)
	}
	return s.insert(e) // want `but acknowledges the message where it is missing`
}

// TriesMissing has it tried again.
func (s *Store) TriesMissing(ctx context.Context, task *asynq.Task) error {
	e, err := decode(task.Payload())
	if err != nil {
		return err
	}
	switch missing, err := s.companyMissing(ctx, e.Company); {
	case err != nil:
		return err
	case missing:
		return fmt.Errorf("no company %s", e.Company)
	}
	return s.insert(e)
}

// Args are what a job is given.
type Args struct {
	ID      string
	Name    string
	Company string
}

// Kind is its kind.
func (Args) Kind() string { return "hired" }

// A Cancelling worker gives a job up.
type Cancelling struct {
	river.WorkerDefaults[Args]
	store *Store
}

// Work works.
func (w *Cancelling) Work(ctx context.Context, job *river.Job[Args]) error {
	if _, err := w.store.find(ctx, job.Args.Company); err != nil {
		return river.JobCancel(err)
	}
	return w.store.insert(hired(job.Args)) // want `but acknowledges the message where it is missing`
}

// A Snoozing worker has it come again.
type Snoozing struct {
	river.WorkerDefaults[Args]
	store *Store
}

// Work works.
func (w *Snoozing) Work(ctx context.Context, job *river.Job[Args]) error {
	if _, err := w.store.find(ctx, job.Args.Company); err != nil {
		return river.JobSnooze(60)
	}
	return w.store.insert(hired(job.Args))
}

// HandleMessage finishes a message before it is handled.
func (s *Store) HandleMessage(m *nsq.Message) error {
	m.Finish()
	e, err := decode(m.Body)
	if err != nil {
		return err
	}
	if _, err := s.find(context.Background(), e.Company); err != nil {
		return err
	}
	return s.insert(e) // want `but acknowledges the message where it is missing`
}

// Deletes deletes each message once it was looked at.
func (s *Store) Deletes(ctx context.Context, api *sqs.Client, url *string) error {
	for {
		out, err := api.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: url})
		if err != nil {
			return err
		}
		for _, m := range out.Messages {
			if err := s.queued(ctx, m); err != nil {
				log.Print(err)
			}
			if _, err := api.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: url, ReceiptHandle: m.ReceiptHandle}); err != nil {
				return err
			}
		}
	}
}

func (s *Store) queued(ctx context.Context, m types.Message) error {
	e, err := decode([]byte(*m.Body))
	if err != nil {
		return err
	}
	if _, err := s.find(ctx, e.Company); err != nil {
		return err
	}
	return s.insert(e) // want `but acknowledges the message where it is missing`
}

// Keeps deletes what was handled.
func (s *Store) Keeps(ctx context.Context, api *sqs.Client, url *string) error {
	for {
		out, err := api.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: url})
		if err != nil {
			return err
		}
		for _, m := range out.Messages {
			if err := s.left(ctx, m); err != nil {
				log.Print(err)
				continue
			}
			if _, err := api.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: url, ReceiptHandle: m.ReceiptHandle}); err != nil {
				return err
			}
		}
	}
}

func (s *Store) left(ctx context.Context, m types.Message) error {
	e, err := decode([]byte(*m.Body))
	if err != nil {
		return err
	}
	if _, err := s.find(ctx, e.Company); err != nil {
		return err
	}
	return s.insert(e)
}

// Acks acknowledges what came too early, and says that it failed.
func (s *Store) Acks(msg *message.Message) error {
	e, err := decode(msg.Payload)
	if err != nil {
		return err
	}
	if _, err := s.find(msg.Context(), e.Company); err != nil {
		msg.Ack()
		return err
	}
	return s.insert(e) // want `but acknowledges the message where it is missing`
}

// Only answers the one failure with success.
func (s *Store) Only(msg *message.Message) error {
	e, err := decode(msg.Payload)
	if err != nil {
		return err
	}
	err = s.required(msg.Context(), e)
	if errors.Is(err, errEarly) {
		log.Print(err)
		return nil
	}
	return err
}

func (s *Store) required(ctx context.Context, e hired) error {
	c, err := s.lookUp(ctx, e.Company)
	if err != nil {
		return err
	}
	if c == nil {
		return errEarly
	}
	return s.insert(e) // want `but answers success where it is missing`
}
