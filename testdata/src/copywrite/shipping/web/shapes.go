package web

import (
	"context"
	"encoding/json"
	"net/http"

	"example.com/fixtures/copywrite/shipping/store"
)

// with makes a handler of what answers requests by an error.
func (h *Handler) with(f func(context.Context, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := f(r.Context(), r); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}
}

func answer(f func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := f(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		json.NewEncoder(w).Encode(v)
	}
}

func (h *Handler) Adapted(mux *http.ServeMux) {
	mux.Handle("PUT /clients/{id}", h.with(func(ctx context.Context, r *http.Request) error {
		return h.Store.RenameClient(ctx, r.PathValue("id"), r.FormValue("name")) // want `Handler.Adapted writes clients`
	}))
	mux.Handle("POST /clients/{id}", answer(h.rename))
	mux.Handle("PUT /parcels/{id}", h.with(func(ctx context.Context, r *http.Request) error {
		return h.Store.SaveParcel(ctx, r.PathValue("id"), r.FormValue("client"))
	}))
}

func (h *Handler) rename(r *http.Request) (any, error) {
	return nil, h.Store.RenameClient(r.Context(), r.PathValue("id"), r.FormValue("name")) // want `Handler.rename writes clients`
}

// MessagesIn is where a broker pushes messages to; what it calls is no handler
// by itself.
func (h *Handler) MessagesIn(w http.ResponseWriter, r *http.Request) {
	h.stored(r)
}

func (h *Handler) stored(r *http.Request) error {
	var c store.Client
	if err := json.NewDecoder(r.Body).Decode(&c); err != nil {
		return err
	}
	return h.put(r.Context(), c)
}

// transport is a client's.
type transport struct {
	h    *Handler
	next http.RoundTripper
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.h.Store.RenameClient(r.Context(), "1", "asked for")
	return t.next.RoundTrip(r)
}

// A server that is generated from an API's description.
type RenameClientRequestObject struct{ ID, Name string }

type RenameClientResponseObject interface {
	Visit(http.ResponseWriter) error
}

type Strict struct{ Store *store.Store }

func (s *Strict) RenameClient(ctx context.Context, req RenameClientRequestObject) (RenameClientResponseObject, error) {
	return nil, s.Store.RenameClient(ctx, req.ID, req.Name) // want `Strict.RenameClient writes clients`
}

// UnimplementedClientsHandler is what Connect generates.
type UnimplementedClientsHandler struct{}

func (UnimplementedClientsHandler) Rename(context.Context, *RenameClientRequestObject) (*RenameClientRequestObject, error) {
	return nil, nil
}

type Connected struct {
	UnimplementedClientsHandler
	Store *store.Store
}

func (c *Connected) Rename(ctx context.Context, req *RenameClientRequestObject) (*RenameClientRequestObject, error) {
	return nil, c.Store.RenameClient(ctx, req.ID, req.Name) // want `Connected.Rename writes clients`
}

// Again is none of the server's methods.
func (c *Connected) Again(ctx context.Context, req *RenameClientRequestObject) error {
	return c.Store.RenameClient(ctx, req.ID, req.Name)
}
