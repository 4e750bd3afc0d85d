// Command kiosk may call nobody but billing.
package main

import (
	"context"
	"log"
	"os"

	"example.com/fixtures/directcall/accounts/client"
)

func main() {
	c := client.New(os.Getenv("ACCOUNTS_URL"))
	name, err := c.Name(context.Background(), "1") // want `client.Client.Name calls service accounts although accounts is not in the calls of kiosk\n`
	log.Print(name, err)
}
