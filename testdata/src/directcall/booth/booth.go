// Package booth bounds what it serves by an interceptor of its server.
package booth

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/examples/helloworld/helloworld"
)

// Bound gives each call that is served a deadline.
func Bound(ctx context.Context, req any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return handler(ctx, req)
}

// Server passes greetings on.
type Server struct {
	helloworld.UnimplementedGreeterServer
	Greeter helloworld.GreeterClient
}

func (s *Server) SayHello(ctx context.Context, req *helloworld.HelloRequest) (*helloworld.HelloReply, error) {
	return s.Greeter.SayHello(ctx, req) // want `calls service billing without a circuit breaker\n`
}
