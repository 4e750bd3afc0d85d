// Package stall bounds each request that it serves, by a middleware of its own.
package stall

import (
	"context"
	"net/http"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/examples/helloworld/helloworld"
)

type server struct{ greeter helloworld.GreeterClient }

// New serves greetings.
func New(conn *grpc.ClientConn) http.Handler {
	return bounded(&server{helloworld.NewGreeterClient(conn)})
}

// bounded gives each request a deadline.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, err := s.greeter.SayHello(r.Context(), &helloworld.HelloRequest{}) // want `calls service billing without a circuit breaker\n`
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}
