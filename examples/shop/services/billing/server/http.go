package server

import (
	"net/http"

	"example.com/shop/pkg/httpx"
	"example.com/shop/services/billing/app"
	"example.com/shop/services/billing/store"
)

// Handler serves the back office.
func Handler(payments *app.Payments, dunning *store.Dunning) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /invoices/{id}/pay", func(w http.ResponseWriter, r *http.Request) {
		number, err := payments.Pay(r.Context(), r.PathValue("id"))
		httpx.Reply(w, map[string]string{"payment": number}, err)
	})
	mux.HandleFunc("GET /invoices/{id}/recipient", func(w http.ResponseWriter, r *http.Request) {
		recipient, err := dunning.Recipient(r.Context(), r.PathValue("id"))
		httpx.Reply(w, recipient, err)
	})
	return mux
}
