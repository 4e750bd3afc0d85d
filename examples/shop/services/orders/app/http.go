package app

import (
	"encoding/json"
	"net/http"
	"time"

	"example.com/shop/pkg/httpx"
	"example.com/shop/services/orders/client"
	"example.com/shop/services/orders/domain"
	"example.com/shop/services/orders/store"
)

// Handler serves the shop front and the back office.
func Handler(checkout *Checkout, cancellations *Cancellations, returns *Returns, payments client.Payments, reports *store.Reports) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /orders", func(w http.ResponseWriter, r *http.Request) {
		var order domain.Order
		if err := json.NewDecoder(r.Body).Decode(&order); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		invoice, err := checkout.Place(r.Context(), order)
		httpx.Reply(w, map[string]string{"invoice": invoice}, err)
	})
	mux.HandleFunc("DELETE /orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		httpx.Reply(w, struct{}{}, cancellations.Cancel(r.Context(), r.PathValue("id")))
	})
	mux.HandleFunc("POST /orders/{id}/return", func(w http.ResponseWriter, r *http.Request) {
		httpx.Reply(w, struct{}{}, returns.Open(r.Context(), r.PathValue("id"), r.FormValue("reason")))
	})
	mux.HandleFunc("POST /invoices/{id}/pay", func(w http.ResponseWriter, r *http.Request) {
		httpx.Reply(w, struct{}{}, payments.Pay(r.Context(), r.PathValue("id")))
	})
	mux.HandleFunc("GET /reports/customers", func(w http.ResponseWriter, r *http.Request) {
		customers, err := reports.TopCustomers(r.Context(), time.Now().AddDate(-1, 0, 0), 50)
		httpx.Reply(w, customers, err)
	})
	mux.HandleFunc("GET /reports/cohorts", func(w http.ResponseWriter, r *http.Request) {
		cohorts, err := reports.Cohorts(r.Context())
		httpx.Reply(w, cohorts, err)
	})
	mux.HandleFunc("GET /reports/ledger", func(w http.ResponseWriter, r *http.Request) {
		lines, err := reports.Ledger(r.Context(), time.Now().AddDate(0, -1, 0), time.Now())
		httpx.Reply(w, lines, err)
	})
	mux.HandleFunc("GET /backlog", func(w http.ResponseWriter, r *http.Request) {
		picks, err := checkout.Store.Backlog(r.Context(), 100)
		httpx.Reply(w, picks, err)
	})
	return mux
}
