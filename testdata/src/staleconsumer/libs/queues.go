package libs

import (
	"context"
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/service/sqs"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/hibiken/asynq"
	"github.com/riverqueue/river"

	"example.com/fixtures/staleconsumer/msgs"
)

func receive(ctx context.Context, s *store, client *sqs.Client) error {
	out, err := client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{})
	if err != nil {
		return err
	}
	for _, m := range out.Messages {
		if err := s.rename(ctx, []byte(*m.Body)); err != nil { // want `consumer receive overwrites customers by a message`
			continue
		}
		_, _ = client.DeleteMessage(ctx, &sqs.DeleteMessageInput{ReceiptHandle: m.ReceiptHandle})
	}
	return nil
}

func (s *store) task(ctx context.Context, t *asynq.Task) error {
	return s.rename(ctx, t.Payload()) // want `consumer store.task overwrites customers by a message`
}

func register(s *store, mux *asynq.ServeMux) { mux.HandleFunc("customer", s.task) }

type customerArgs struct {
	ID, Name string
}

func (customerArgs) Kind() string { return "customer" }

type customerWorker struct {
	river.WorkerDefaults[customerArgs]
	*store
}

func (w *customerWorker) Work(ctx context.Context, job *river.Job[customerArgs]) error {
	_, err := w.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", job.Args.Name, job.Args.ID) // want `consumer customerWorker.Work overwrites customers by a message`
	return err
}

func enqueue(ctx context.Context, s *store, c *asynq.Client, e msgs.CustomerChanged) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if _, err := c.EnqueueContext(ctx, asynq.NewTask("customer", data)); err != nil {
		return err
	}
	return s.rename(ctx, data)
}

func cloud(ctx context.Context, s *store, c cloudevents.Client) error {
	return c.StartReceiver(ctx, func(ctx context.Context, e cloudevents.Event) error {
		var changed msgs.CustomerChanged
		if err := e.DataAs(&changed); err != nil {
			return err
		}
		_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", changed.Name, changed.ID) // want `consumer cloud overwrites customers by a message of type msgs.CustomerChanged`
		return err
	})
}
