// Command cmd wires the service.
package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"

	"example.com/fixtures/copywrite/shipping/app"
	"example.com/fixtures/copywrite/shipping/resync"
	"example.com/fixtures/copywrite/shipping/store"
	"example.com/fixtures/copywrite/shipping/web"
)

// Directory is how the owner is asked.
type Directory struct{ Base string }

func (d *Directory) User(ctx context.Context, id string) (store.Client, error) {
	var c store.Client
	resp, err := http.Get(d.Base + "/users/" + id)
	if err != nil {
		return c, err
	}
	defer resp.Body.Close()
	return c, json.NewDecoder(resp.Body).Decode(&c)
}

func main() {
	db, err := sql.Open("pgx", "")
	if err != nil {
		panic(err)
	}
	s := &store.Store{DB: db}
	service := &app.Service{Clients: s, Accounts: &Directory{Base: "http://accounts"}}
	h := &web.Handler{DB: db, Store: s, App: service, Job: &resync.Job{Store: s}}
	h.Routes(http.DefaultServeMux)
	web.NewDesk(s).Routes(http.DefaultServeMux)
	http.HandleFunc("PUT /clients/{id}", func(w http.ResponseWriter, r *http.Request) {
		service.Amend(r.Context(), r.PathValue("id"), r.FormValue("name"))
	})
}
