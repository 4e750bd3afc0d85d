// Package dial makes connections, with what the platform puts around calls.
package dial

import (
	"context"
	"time"

	"github.com/sony/gobreaker/v2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// Guarded has a deadline and a breaker for each call.
func Guarded(target string) (*grpc.ClientConn, error) {
	return grpc.NewClient(target, options()...)
}

func options() []grpc.DialOption {
	opts := []grpc.DialOption{grpc.WithTransportCredentials(insecure.NewCredentials())}
	return append(opts, grpc.WithChainUnaryInterceptor(deadline(2*time.Second), broken))
}

func deadline(d time.Duration) grpc.UnaryClientInterceptor {
	return func(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoker grpc.UnaryInvoker, opts ...grpc.CallOption) error {
		ctx, cancel := context.WithTimeout(ctx, d)
		defer cancel()
		return invoker(ctx, method, req, reply, cc, opts...)
	}
}

var breaker = gobreaker.NewCircuitBreaker[any](gobreaker.Settings{})

func broken(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoker grpc.UnaryInvoker, opts ...grpc.CallOption) error {
	_, err := breaker.Execute(func() (any, error) { return nil, invoker(ctx, method, req, reply, cc, opts...) })
	return err
}

// Plain has neither.
func Plain(target string) (*grpc.ClientConn, error) {
	return grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()))
}
