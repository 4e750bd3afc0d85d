// Command cmd says which collections are which.
package main

import (
	"net/http"

	"go.mongodb.org/mongo-driver/v2/mongo"

	"example.com/fixtures/copywrite/shipping/named/web"
	"example.com/fixtures/syncecho/docs"
)

func main() {
	client, err := mongo.Connect()
	if err != nil {
		panic(err)
	}
	db := client.Database("shipping")
	s := &web.Server{Clients: docs.Of[web.Client](db, "clients"), Parcels: docs.Of[web.Client](db, "parcels")}
	http.HandleFunc("PUT /clients/{id}", s.Rename)
	http.HandleFunc("PUT /parcels/{id}", s.Label)
	panic(http.ListenAndServe(":8080", nil))
}
