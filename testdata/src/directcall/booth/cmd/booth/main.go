// Command booth serves.
package main

import (
	"log"
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/examples/helloworld/helloworld"

	"example.com/fixtures/directcall/booth"
)

func main() {
	conn, err := grpc.NewClient("billing:50051", grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	s := grpc.NewServer(grpc.UnaryInterceptor(booth.Bound))
	helloworld.RegisterGreeterServer(s, &booth.Server{Greeter: helloworld.NewGreeterClient(conn)})
	l, err := net.Listen("tcp", ":50051")
	if err != nil {
		log.Fatal(err)
	}
	log.Print(s.Serve(l))
}
