// Package web handles requests.
package web

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"time"

	"example.com/fixtures/copywrite/shipping/app"
	"example.com/fixtures/copywrite/shipping/resync"
	"example.com/fixtures/copywrite/shipping/store"
)

// App is implemented elsewhere.
type App interface {
	Rename(ctx context.Context, id, name string) error
	Correct(ctx context.Context, id, name string) error
	Refresh(ctx context.Context, id string) error
	Ship(ctx context.Context, id, client string) error
}

type Handler struct {
	DB    *sql.DB
	Store *store.Store
	App   App
	Job   *resync.Job
}

func (h *Handler) Direct(w http.ResponseWriter, r *http.Request) {
	h.DB.ExecContext(r.Context(), `UPDATE clients SET name = $2 WHERE id = $1`, r.PathValue("id"), r.FormValue("name")) // want `Handler.Direct writes clients, the copy of accounts.users, outside of consumers and sync jobs`
}

func (h *Handler) ByRepository(w http.ResponseWriter, r *http.Request) {
	h.Store.RenameClient(r.Context(), r.PathValue("id"), r.FormValue("name")) // want `Handler.ByRepository writes clients`
}

func (h *Handler) ByInterface(w http.ResponseWriter, r *http.Request) {
	h.App.Rename(r.Context(), r.PathValue("id"), r.FormValue("name")) // want `Handler.ByInterface writes clients`
}

func (h *Handler) ReadModifyWrite(w http.ResponseWriter, r *http.Request) {
	h.App.Correct(r.Context(), r.PathValue("id"), r.FormValue("name")) // want `Handler.ReadModifyWrite writes clients`
}

func (h *Handler) Delete(w http.ResponseWriter, r *http.Request) {
	h.Store.DropClient(r.Context(), r.PathValue("id")) // want `Handler.Delete deletes from clients`
}

// Decoded writes by way of a helper that others use as well.
func (h *Handler) Decoded(w http.ResponseWriter, r *http.Request) {
	var c store.Client
	json.NewDecoder(r.Body).Decode(&c)
	h.put(r.Context(), c) // want `Handler.Decoded writes clients`
}

func (h *Handler) put(ctx context.Context, c store.Client) error { return h.Store.PutClient(ctx, c) }

// Routes makes handlers of literals; what it does beside is none's request.
func (h *Handler) Routes(mux *http.ServeMux) {
	h.DB.Exec(`UPDATE clients SET name = '' WHERE name IS NULL`)
	mux.HandleFunc("POST /clients", func(w http.ResponseWriter, r *http.Request) {
		h.Store.RenameClient(r.Context(), r.FormValue("id"), r.FormValue("name")) // want `Handler.Routes writes clients`
	})
}

func (h *Handler) Excused(w http.ResponseWriter, r *http.Request) {
	//boundarylint:ignore copywrite until accounts has an endpoint for it
	h.Store.RenameClient(r.Context(), r.PathValue("id"), r.FormValue("name"))
}

// Near misses.

func (h *Handler) Reads(w http.ResponseWriter, r *http.Request) {
	c, _ := h.Store.Client(r.Context(), r.PathValue("id"))
	json.NewEncoder(w).Encode(c)
}

func (h *Handler) OwnTable(w http.ResponseWriter, r *http.Request) {
	h.App.Ship(r.Context(), r.PathValue("id"), r.FormValue("client"))
}

// Refresh has the owner asked, behind an interface.
func (h *Handler) Refresh(w http.ResponseWriter, r *http.Request) {
	h.App.Refresh(r.Context(), r.PathValue("id"))
}

// Fetch asks the owner itself.
func (h *Handler) Fetch(w http.ResponseWriter, r *http.Request) {
	resp, err := http.Get("http://accounts/users/" + r.PathValue("id"))
	if err != nil {
		return
	}
	defer resp.Body.Close()
	var c store.Client
	json.NewDecoder(resp.Body).Decode(&c)
	h.put(r.Context(), c)
}

// StartJob starts what the config names as a sync job.
func (h *Handler) StartJob(w http.ResponseWriter, r *http.Request) {
	h.Job.Run(r.Context(), r.FormValue("since"))
}

// UserEvents is where a broker pushes messages to.
func (h *Handler) UserEvents(w http.ResponseWriter, r *http.Request) {
	var c store.Client
	json.NewDecoder(r.Body).Decode(&c)
	h.put(r.Context(), c)
}

// Pushed compares orders, which only messages have.
func (h *Handler) Pushed(w http.ResponseWriter, r *http.Request) {
	var c store.Client
	json.NewDecoder(r.Body).Decode(&c)
	h.Store.SaveClient(r.Context(), c, time.Now())
}

// OwnColumn writes what is not copied, beside what is.
func (h *Handler) OwnColumn(w http.ResponseWriter, r *http.Request) {
	h.DB.Exec(`UPDATE firms SET note = $2 WHERE id = $1`, r.PathValue("id"), r.FormValue("note"))
}

func (h *Handler) CopiedColumn(w http.ResponseWriter, r *http.Request) {
	h.DB.Exec(`UPDATE firms SET note = $2, vat_id = $3 WHERE id = $1`, r.PathValue("id"), r.FormValue("note"), r.FormValue("vat")) // want `Handler.CopiedColumn writes firms, the copy of accounts.companies`
}

func (h *Handler) DeletesRow(w http.ResponseWriter, r *http.Request) {
	h.DB.Exec(`DELETE FROM firms WHERE id = $1`, r.PathValue("id")) // want `Handler.DeletesRow deletes from firms`
}

// Unknown is no handler: who calls it is not known.
func (h *Handler) Unknown(ctx context.Context, id string) error {
	return h.Store.RenameClient(ctx, id, "")
}

var _ App = (*app.Service)(nil)

// The order that is compared is made up.
func (h *Handler) MakesUpOrder(w http.ResponseWriter, r *http.Request) {
	h.Store.SaveClient(r.Context(), store.Client{ID: r.PathValue("id"), Name: r.FormValue("name")}, time.Now()) // want `Handler.MakesUpOrder writes clients`
}
