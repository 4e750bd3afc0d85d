// Package streams has a bus that receives by a gRPC stream and decodes in a
// helper, which calls the handler that it is given.
package streams

import (
	"context"
	"database/sql"
	"encoding/json"

	"google.golang.org/grpc"
)

// What protoc generates for a call that streams from the server.

type PullRequest struct{ Topic string }

type PullResponse struct{ Payload []byte }

type Queue_PullClient interface {
	Recv() (*PullResponse, error)
	grpc.ClientStream
}

type Catalog_ListClient interface {
	Recv() (*PullResponse, error)
	grpc.ClientStream
}

type QueueClient interface {
	Pull(ctx context.Context, in *PullRequest, opts ...grpc.CallOption) (Queue_PullClient, error)
	List(ctx context.Context, in *PullRequest, opts ...grpc.CallOption) (Catalog_ListClient, error)
}

type Event struct{ ID, Name string }

type Handler func(ctx context.Context, e *Event) error

type Bus struct{ client QueueClient }

// Subscribe gives the handler what it pulls, for ever.
func (b *Bus) Subscribe(ctx context.Context, topic string, h Handler) error {
	stream, err := b.client.Pull(ctx, &PullRequest{Topic: topic})
	if err != nil {
		return err
	}
	for {
		resp, err := stream.Recv()
		if err != nil {
			return err
		}
		if err := b.dispatch(ctx, resp.Payload, h); err != nil {
			return err
		}
	}
}

// List asks the owner for all that there is.
func (b *Bus) List(ctx context.Context, h Handler) error {
	stream, err := b.client.List(ctx, &PullRequest{})
	if err != nil {
		return err
	}
	for {
		resp, err := stream.Recv()
		if err != nil {
			return err
		}
		if err := b.dispatch(ctx, resp.Payload, h); err != nil {
			return err
		}
	}
}

func (b *Bus) dispatch(ctx context.Context, payload []byte, h Handler) error {
	var e Event
	if err := json.Unmarshal(payload, &e); err != nil {
		return err
	}
	return h(ctx, &e)
}

type store struct{ db *sql.DB }

func (s *store) rename(ctx context.Context, e *Event) error {
	_, err := s.db.ExecContext(ctx, `UPDATE customers SET name = $2 WHERE id = $1`, e.ID, e.Name) // want `rename overwrites customers`
	return err
}

func (s *store) fill(ctx context.Context, e *Event) error {
	_, err := s.db.ExecContext(ctx, `UPDATE customers SET nick = $2 WHERE id = $1`, e.ID, e.Name)
	return err
}

func wire(ctx context.Context, b *Bus, s *store) {
	go b.Subscribe(ctx, "customers", s.rename)
	b.List(ctx, s.fill)
}
