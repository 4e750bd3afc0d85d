// Command till serves.
package main

import (
	"log"
	"net/http"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"example.com/fixtures/directcall/till"
)

func main() {
	conn, err := grpc.NewClient("billing:50051", grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	log.Print(http.ListenAndServe(":80", till.New(conn)))
}
