// Package requests wraps whole requests in a transaction, by middleware.
package requests

import (
	"context"
	"database/sql"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"gorm.io/gorm"

	"example.com/fixtures/remote"
)

// ginTx runs the rest of the request in a transaction.
func ginTx(db *gorm.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		tx := db.Begin()
		defer tx.Rollback()
		c.Set("tx", tx)
		c.Next()
		if len(c.Errors) == 0 {
			tx.Commit()
		}
	}
}

// ginTimed runs it, and opens a transaction afterwards.
func ginTimed(db *gorm.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Next()
		tx := db.Begin()
		defer tx.Rollback()
		tx.Exec("INSERT INTO requests DEFAULT VALUES")
		tx.Commit()
	}
}

type handlers struct{ db *sql.DB }

func (h *handlers) create(c *gin.Context) { _ = remote.Call(c, "create") }

func (h *handlers) list(c *gin.Context) { _ = remote.Local(c, "list") }

func ginRoutes(db *gorm.DB, h *handlers) *gin.Engine {
	r := gin.New()
	r.GET("/before", h.create) // registered before the middleware
	r.Use(ginTimed(db))
	r.GET("/timed", h.create)
	early := r.Group("/early")
	r.Use(ginTx(db))
	early.GET("/", h.create) // the group was made before
	r.GET("/orders", h.list)
	r.POST("/orders", h.create)             // want "requests.handlers.create|leaves the process while the transaction of ginTx is open"
	r.POST("/lines", func(c *gin.Context) { // the finding stands at the call
		_ = remote.Call(c, "inside") // want "remote.Call leaves the process while the transaction of ginTx is open"
	})
	api := r.Group("/api")
	api.PUT("/orders", h.create) // want "leaves the process while the transaction of ginTx is open"
	return r
}

func ginRoute(db *gorm.DB, h *handlers) {
	r := gin.New()
	r.POST("/orders", ginTx(db), h.create) // want "leaves the process while the transaction of ginTx is open"
	r.POST("/lines", h.create)
	api := r.Group("/api", ginTx(db))
	api.POST("/orders", h.create) // want "leaves the process while the transaction of ginTx is open"
}

type key struct{}

// transactional is a middleware of net/http.
func transactional(db *sql.DB) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			tx, err := db.BeginTx(r.Context(), nil)
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			defer tx.Rollback()
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, tx)))
			_ = tx.Commit()
		})
	}
}

// logged opens none.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}

func (h *handlers) place(w http.ResponseWriter, r *http.Request) {
	_ = remote.Call(r.Context(), "place")
}

// Middleware of its own service.
func (h *handlers) inTx(next http.Handler) http.Handler { return transactional(h.db)(next) }

func chiRoutes(db *sql.DB, h *handlers) http.Handler {
	r := chi.NewRouter()
	r.Use(logged)
	r.Get("/orders", h.place)
	r.Group(func(r chi.Router) {
		r.Use(transactional(db))
		r.Post("/orders", h.place) // want "leaves the process while the transaction of transactional is open"
		r.Route("/lines", func(r chi.Router) {
			r.Post("/", h.place) // want "leaves the process while the transaction of transactional is open"
		})
	})
	r.With(h.inTx).Put("/orders", h.place) // want "leaves the process while the transaction of inTx is open"
	r.Delete("/orders", h.place)
	return r
}
