// Command arcade serves.
package main

import (
	"log"
	"net/http"

	"example.com/fixtures/directcall/arcade"
)

func main() {
	handler, err := arcade.New()
	if err != nil {
		log.Fatal(err)
	}
	log.Print(http.ListenAndServe(":80", handler))
}
