// Package connects calls by connect.
package connects

import (
	"context"
	"net/http"
	"time"

	"connectrpc.com/connect"
	"github.com/sony/gobreaker/v2"

	"example.com/fixtures/directcall/pkg/elizav1"
)

type Eliza struct{ plain, bounded, hidden, guarded, logged elizav1.ElizaServiceClient }

// broken is an interceptor that is a breaker's.
func broken(cb *gobreaker.CircuitBreaker[connect.AnyResponse]) connect.UnaryInterceptorFunc {
	return func(next connect.UnaryFunc) connect.UnaryFunc {
		return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
			return cb.Execute(func() (connect.AnyResponse, error) { return next(ctx, req) })
		}
	}
}

// logging is one that guards nothing.
func logging() connect.UnaryInterceptorFunc {
	return func(next connect.UnaryFunc) connect.UnaryFunc {
		return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
			return next(ctx, req)
		}
	}
}

func New(hidden connect.HTTPClient) *Eliza {
	return &Eliza{
		plain:   elizav1.NewElizaServiceClient(http.DefaultClient, "http://eliza.example.com"),
		bounded: elizav1.NewElizaServiceClient(&http.Client{Timeout: time.Second}, "http://eliza.example.com"),
		guarded: elizav1.NewElizaServiceClient(&http.Client{Timeout: time.Second}, "http://eliza.example.com",
			connect.WithInterceptors(broken(gobreaker.NewCircuitBreaker[connect.AnyResponse](gobreaker.Settings{})))),
		logged: elizav1.NewElizaServiceClient(&http.Client{Timeout: time.Second}, "http://eliza.example.com", connect.WithInterceptors(logging())),
		hidden: elizav1.NewElizaServiceClient(hidden, "http://eliza.example.com"),
	}
}

func (e *Eliza) Say(ctx context.Context) error {
	if _, err := e.plain.Say(ctx, connect.NewRequest(&elizav1.SayRequest{})); err != nil { // want `elizav1.ElizaServiceClient.Say calls service billing without a timeout, without a circuit breaker`
		return err
	}
	if _, err := e.bounded.Say(ctx, connect.NewRequest(&elizav1.SayRequest{})); err != nil { // want `calls service billing without a circuit breaker\n`
		return err
	}
	if _, err := e.guarded.Say(ctx, connect.NewRequest(&elizav1.SayRequest{})); err != nil {
		return err
	}
	if _, err := e.logged.Say(ctx, connect.NewRequest(&elizav1.SayRequest{})); err != nil { // want `calls service billing without a circuit breaker\n`
		return err
	}
	_, err := e.hidden.Say(ctx, connect.NewRequest(&elizav1.SayRequest{}))
	return err
}
