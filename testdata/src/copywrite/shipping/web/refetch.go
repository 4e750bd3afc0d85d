package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/go-resty/resty/v2"
	"github.com/sony/gobreaker/v2"
	"gorm.io/gorm/clause"

	"example.com/fixtures/copywrite/shipping/store"
)

// A Refetcher asks the owner by way of a breaker, which hands the answer through.
type Refetcher struct {
	Store   *store.Store
	Breaker *gobreaker.CircuitBreaker[any]
}

func ask(ctx context.Context, id string) (*store.Client, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://accounts/users/"+id, nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	c := new(store.Client)
	return c, json.NewDecoder(res.Body).Decode(c)
}

func (f *Refetcher) Reload(w http.ResponseWriter, r *http.Request) {
	ctx, id := r.Context(), r.PathValue("id")
	v, err := f.Breaker.Execute(func() (any, error) { return ask(ctx, id) })
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	c := v.(*store.Client)
	f.Store.PutClient(ctx, store.Client{ID: c.ID, Name: c.Name})
}

func guarded(fn func() (any, error)) (any, error) { return fn() }

func (f *Refetcher) reload(ctx context.Context, id string) error {
	v, err := guarded(func() (any, error) { return ask(ctx, id) })
	if err != nil {
		return err
	}
	c := v.(*store.Client)
	row := store.Client{ID: c.ID, Name: c.Name}
	return f.Store.Gorm.WithContext(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"name"}),
	}).Create(&row).Error
}

// rest builds its requests call by call, and says where the answer goes.
type rest struct {
	api   *resty.Client
	store *store.Store
}

func (c *rest) fetch(ctx context.Context, id string) (*store.Client, error) {
	var row store.Client
	res, err := c.api.R().SetContext(ctx).SetResult(&row).Get("http://accounts/users/" + id)
	if err != nil {
		return nil, err
	}
	if res.IsError() {
		return nil, errors.New(res.Status())
	}
	return &row, nil
}

func (c *rest) Reload(w http.ResponseWriter, r *http.Request) {
	row, err := c.fetch(r.Context(), r.PathValue("id"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	c.store.PutClient(r.Context(), store.Client{ID: row.ID, Name: row.Name})
}

// Announce tells the owner, and writes what the request said.
func (c *rest) Announce(w http.ResponseWriter, r *http.Request) {
	row := store.Client{ID: r.PathValue("id"), Name: r.FormValue("name")}
	if _, err := c.api.R().SetBody(&row).Post("http://accounts/users"); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	c.store.PutClient(r.Context(), row) // want `rest.Announce writes clients`
}

// Mount hands requests on by a helper.
func (f *Refetcher) Mount(mux *http.ServeMux) {
	mux.Handle("POST /clients/{id}/reload", byID(func(r *http.Request, id string) error { return f.reload(r.Context(), id) }))
	mux.Handle("POST /clients/{id}/touch", byID(func(r *http.Request, id string) error { return f.touch(r.Context(), id) }))
}

// touch has the breaker hand through what the request said.
func (f *Refetcher) touch(ctx context.Context, name string) error {
	v, err := guarded(func() (any, error) { return &store.Client{Name: name}, nil })
	if err != nil {
		return err
	}
	return f.Store.PutClient(ctx, *v.(*store.Client)) // want `writes clients`
}

func byID(fn func(r *http.Request, id string) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := fn(r, r.PathValue("id")); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}
}
