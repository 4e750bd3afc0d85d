// Package running receives messages, which are committed as they are read.
package running

import (
	"context"
	"log"

	"example.com/fixtures/depwait/tram/handling"
	"github.com/segmentio/kafka-go"
)

// Lines runs until nothing comes any more.
func Lines(r *kafka.Reader, h *handling.Handler) {
	for {
		m, err := r.ReadMessage(context.Background())
		if err != nil {
			return
		}
		h.OnLine(&m)
	}
}

// Trips likewise.
func Trips(r *kafka.Reader, h *handling.Handler) {
	for {
		m, err := r.ReadMessage(context.Background())
		if err != nil {
			return
		}
		h.OnTrip(&m)
	}
}

// Delays drops what the handler says.
func Delays(r *kafka.Reader, h *handling.Handler) {
	for {
		m, err := r.ReadMessage(context.Background())
		if err != nil {
			log.Print(err)
			continue
		}
		_ = h.OnDelay(&m)
	}
}

// Renamings tells messages apart by what runs below, and logs what comes of it.
func Renamings(r *kafka.Reader, h *handling.Handler) {
	for {
		m, err := r.ReadMessage(context.Background())
		if err != nil {
			return
		}
		one(&m, h)
	}
}

func one(m *kafka.Message, h *handling.Handler) {
	if err := h.OnRenamed(m); err != nil {
		log.Print(err)
	}
}

// Depots likewise.
func Depots(r *kafka.Reader, h *handling.Handler) {
	for {
		m, err := r.ReadMessage(context.Background())
		if err != nil {
			return
		}
		if err := h.OnDepot(&m); err != nil {
			log.Print(err)
		}
	}
}
