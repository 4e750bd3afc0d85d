// Package connects calls by connect.
package connects

import (
	"context"
	"net/http"
	"time"

	"connectrpc.com/connect"

	"example.com/fixtures/directcall/pkg/elizav1"
)

type Eliza struct{ plain, bounded, hidden elizav1.ElizaServiceClient }

func New(hidden connect.HTTPClient) *Eliza {
	return &Eliza{
		plain:   elizav1.NewElizaServiceClient(http.DefaultClient, "http://eliza.example.com"),
		bounded: elizav1.NewElizaServiceClient(&http.Client{Timeout: time.Second}, "http://eliza.example.com"),
		hidden:  elizav1.NewElizaServiceClient(hidden, "http://eliza.example.com"),
	}
}

func (e *Eliza) Say(ctx context.Context) error {
	if _, err := e.plain.Say(ctx, connect.NewRequest(&elizav1.SayRequest{})); err != nil { // want `elizav1.ElizaServiceClient.Say calls service billing without a timeout, without a circuit breaker`
		return err
	}
	if _, err := e.bounded.Say(ctx, connect.NewRequest(&elizav1.SayRequest{})); err != nil { // want `calls service billing without a circuit breaker\n`
		return err
	}
	_, err := e.hidden.Say(ctx, connect.NewRequest(&elizav1.SayRequest{}))
	return err
}
