// Package server bounds each request that it serves.
package server

import (
	"net/http"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/examples/helloworld/helloworld"
)

type Server struct{ Greeter helloworld.GreeterClient }

func New(conn *grpc.ClientConn) http.Handler {
	return http.TimeoutHandler(&Server{helloworld.NewGreeterClient(conn)}, time.Second, "too slow")
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, err := s.Greeter.SayHello(r.Context(), &helloworld.HelloRequest{}) // want `calls service billing without a circuit breaker\n`
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}
