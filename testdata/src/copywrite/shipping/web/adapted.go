package web

import (
	"context"
	"encoding/json"
	"net/http"

	"example.com/fixtures/copywrite/shipping/store"
)

// A logic is made for each request.
type logic struct {
	ctx   context.Context
	store *store.Store
}

type nameReq struct{ ID, Name string }

func (l *logic) rename(in nameReq) error { return l.store.RenameClient(l.ctx, in.ID, in.Name) }

func (l *logic) ship(in nameReq) error { return l.store.SaveParcel(l.ctx, in.ID, in.Name) }

// with makes a handler of what works on the decoded request.
func with(s *store.Store, fn func(l *logic, in nameReq) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in nameReq
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if err := fn(&logic{r.Context(), s}, in); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}
}

// serve makes one of any function of a request and an answer.
func serve[In, Out any](fn func(context.Context, In) (Out, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in In
		_ = json.NewDecoder(r.Body).Decode(&in)
		out, err := fn(r.Context(), in)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_ = json.NewEncoder(w).Encode(out)
	})
}

type renamed struct{ OK bool }

type office struct{ store *store.Store }

func (o *office) rename(ctx context.Context, in nameReq) (renamed, error) {
	return renamed{true}, o.store.RenameClient(ctx, in.ID, in.Name) // want `office.rename writes clients`
}

type userChanged struct{ ID, Name string }

// pushed is handed what a broker pushes.
func (o *office) pushed(ctx context.Context, in userChanged) (renamed, error) {
	return renamed{true}, o.store.RenameClient(ctx, in.ID, in.Name)
}

// later makes a job of a function, which is no handler.
func later(fn func(ctx context.Context, in nameReq) error) func() error {
	return func() error { return fn(context.Background(), nameReq{}) }
}

func routes(mux *http.ServeMux, o *office) func() error {
	mux.Handle("PUT /a/{id}", with(o.store, func(l *logic, in nameReq) error { return l.rename(in) })) // want `routes writes clients`
	mux.Handle("POST /a/{id}/parcels", with(o.store, func(l *logic, in nameReq) error { return l.ship(in) }))
	mux.Handle("PUT /b/{id}", serve(o.rename))
	mux.Handle("POST /pushed", serve(o.pushed))
	return later(func(ctx context.Context, in nameReq) error { return o.store.RenameClient(ctx, in.ID, in.Name) })
}
