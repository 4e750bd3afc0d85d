package app

import (
	"encoding/json"
	"net/http"

	"example.com/shop/pkg/httpx"
	"example.com/shop/services/shipping/domain"
	"example.com/shop/services/shipping/store"
)

// Handler serves the warehouse.
func Handler(dispatch *Dispatch, labels *Labels, shipments *store.Shipments, picklist *store.Picklist) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /picklist", func(w http.ResponseWriter, r *http.Request) {
		picks, err := picklist.Next(r.Context(), 100)
		httpx.Reply(w, picks, err)
	})
	mux.HandleFunc("POST /parcels", func(w http.ResponseWriter, r *http.Request) {
		var parcels []domain.Parcel
		if err := json.NewDecoder(r.Body).Decode(&parcels); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		httpx.Reply(w, struct{}{}, shipments.Pack(r.Context(), parcels))
	})
	mux.HandleFunc("POST /shipments/{id}/book", func(w http.ResponseWriter, r *http.Request) {
		httpx.Reply(w, struct{}{}, dispatch.Book(r.Context(), r.PathValue("id")))
	})
	mux.HandleFunc("GET /shipments/{id}/label", func(w http.ResponseWriter, r *http.Request) {
		print := labels.Print
		if r.URL.Query().Has("copy") {
			print = labels.Reprint
		}
		if err := print(r.Context(), w, r.PathValue("id")); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	return mux
}
