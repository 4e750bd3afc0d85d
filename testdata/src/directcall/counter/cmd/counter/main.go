// Command counter serves.
package main

import (
	"log"

	"github.com/gin-gonic/gin"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/examples/helloworld/helloworld"

	"example.com/fixtures/directcall/counter"
)

func main() {
	conn, err := grpc.NewClient("billing:50051", grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	r := gin.New()
	r.Use(counter.Bound)
	r.GET("/", (&counter.Site{Greeter: helloworld.NewGreeterClient(conn)}).Greet)
	log.Print(r.Run())
}
