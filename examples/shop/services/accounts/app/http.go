package app

import (
	"encoding/json"
	"errors"
	"net/http"

	"example.com/shop/pkg/httpx"
	"example.com/shop/services/accounts/domain"
	"example.com/shop/services/accounts/store"
)

// Handler serves the API.
func Handler(users *Users, companies *Companies) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /users/{id}", func(w http.ResponseWriter, r *http.Request) {
		user, err := users.User(r.Context(), r.PathValue("id"))
		if errors.Is(err, store.ErrNotFound) {
			err = httpx.ErrNotFound
		}
		httpx.Reply(w, user, err)
	})
	mux.HandleFunc("POST /users", func(w http.ResponseWriter, r *http.Request) {
		var user domain.User
		if err := json.NewDecoder(r.Body).Decode(&user); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		user, err := users.Register(r.Context(), user)
		httpx.Reply(w, user, err)
	})
	mux.HandleFunc("PATCH /users/emails", func(w http.ResponseWriter, r *http.Request) {
		var emails map[string]string
		if err := json.NewDecoder(r.Body).Decode(&emails); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		httpx.Reply(w, struct{}{}, users.ChangeEmail(r.Context(), emails))
	})
	mux.HandleFunc("DELETE /users/{id}", func(w http.ResponseWriter, r *http.Request) {
		httpx.Reply(w, struct{}{}, users.Close(r.Context(), r.PathValue("id")))
	})
	mux.HandleFunc("PUT /companies/{id}", func(w http.ResponseWriter, r *http.Request) {
		company, err := companies.Save(r.Context(), r.PathValue("id"), r.FormValue("name"))
		httpx.Reply(w, company, err)
	})
	return mux
}
