// Package web serves requests on what main names.
package web

import (
	"net/http"

	"go.mongodb.org/mongo-driver/v2/bson"

	"example.com/fixtures/syncecho/docs"
)

// Client is a document.
type Client struct{ ID, Name string }

// Key is that of the document.
func (c Client) Key() string { return c.ID }

// Server serves requests.
type Server struct {
	Clients *docs.Coll[Client]
	Parcels *docs.Coll[Client]
}

// Rename writes the copy.
func (s *Server) Rename(w http.ResponseWriter, r *http.Request) {
	if err := s.Clients.Set(r.Context(), r.PathValue("id"), bson.M{"name": r.FormValue("name")}); err != nil { // want `Server.Rename writes clients, the copy of accounts.users, outside of consumers and sync jobs`
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// Label writes what is the service's own.
func (s *Server) Label(w http.ResponseWriter, r *http.Request) {
	if err := s.Parcels.Set(r.Context(), r.PathValue("id"), bson.M{"label": r.FormValue("label")}); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
