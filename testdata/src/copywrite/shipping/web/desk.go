package web

import (
	"context"
	"net/http"
)

// Clients is what the desk needs.
type Clients interface {
	RenameClient(ctx context.Context, id, name string) error
	SaveParcel(ctx context.Context, id, client string) error
	RemoveAll() error
}

// A Desk serves.
type Desk struct{ clients Clients }

// NewDesk returns one.
func NewDesk(c Clients) *Desk { return &Desk{c} }

// act makes a handler of what is given the row's key beside the request.
func (d *Desk) act(f func(ctx context.Context, r *http.Request, id string) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := f(r.Context(), r, r.PathValue("id")); err != nil {
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		}
	}
}

// Routes are its handlers.
func (d *Desk) Routes(mux *http.ServeMux) {
	mux.Handle("PUT /desk/clients/{id}", d.act(func(ctx context.Context, r *http.Request, id string) error {
		return d.clients.RenameClient(ctx, id, r.FormValue("name")) // want `Desk.Routes writes clients`
	}))
	mux.Handle("PUT /desk/parcels/{id}", d.act(func(ctx context.Context, r *http.Request, id string) error {
		return d.clients.SaveParcel(ctx, id, r.FormValue("client"))
	}))
	mux.Handle("DELETE /desk", d.act(func(ctx context.Context, r *http.Request, id string) error {
		return d.clients.RemoveAll() // want `Desk.Routes deletes from clients`
	}))
}
