// Command kiosk may call nobody but billing.
package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"example.com/fixtures/directcall/accounts/client"
	"example.com/fixtures/directcall/kiosk/server"
)

func main() {
	c := client.New(os.Getenv("ACCOUNTS_URL"))
	name, err := c.Name(context.Background(), "1") // want `client.Client.Name calls service accounts although accounts is not in the calls of kiosk\n`
	log.Print(name, err)
	conn, err := grpc.NewClient("billing:50051", grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	log.Print(http.ListenAndServe(":80", server.New(conn)))
}
