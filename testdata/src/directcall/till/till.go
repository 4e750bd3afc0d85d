// Package till has a middleware that derives a context, and bounds no request.
package till

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
	return marked(&server{helloworld.NewGreeterClient(conn)})
}

type key struct{}

// marked gives each request a name, and bounds what it does itself.
func marked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		if !allowed(ctx) {
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, "till")))
	})
}

func allowed(ctx context.Context) bool { return ctx.Err() == nil }

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, err := s.greeter.SayHello(r.Context(), &helloworld.HelloRequest{}) // want `calls service billing without a timeout, without a circuit breaker\n`
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}
