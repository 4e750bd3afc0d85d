// Package handling handles messages that others receive.
package handling

import (
	"context"
	"encoding/json"
	"log"

	"github.com/segmentio/kafka-go"
)

type (
	// A Line is one of the network.
	Line struct{ ID, Name string }
	// A Trip goes along a line.
	Trip struct{ ID, LineID string }
	// A Delay is one of a line.
	Delay struct{ ID, LineID string }
	// A Fare is one of a line.
	Fare struct{ ID, LineID string }
	// A Rating is about a line.
	Rating struct{ ID, LineID string }
	// A Notice is about a line.
	Notice struct{ ID, LineID string }
)

// Rows are kept somewhere.
type Rows interface {
	PutLine(context.Context, Line) error
	LineThere(context.Context, string) error
	PutTrip(context.Context, Trip) error
	PutDelay(context.Context, Delay) error
	PutFare(context.Context, Fare) error
	PutRating(context.Context, Rating) error
	PutNotice(context.Context, Notice) error
	Rename(ctx context.Context, id, name string) error
	RemoveDepot(ctx context.Context, id, depot string) error
}

// A Handler handles what comes.
type Handler struct{ Rows Rows }

// OnLine brings lines.
func (h *Handler) OnLine(m *kafka.Message) {
	var l Line
	if err := json.Unmarshal(m.Value, &l); err != nil {
		return
	}
	if err := h.Rows.PutLine(context.Background(), l); err != nil {
		log.Print(err)
	}
}

// OnTrip keeps to itself that the line is missing, and who runs it has acknowledged.
func (h *Handler) OnTrip(m *kafka.Message) {
	var t Trip
	if err := json.Unmarshal(m.Value, &t); err != nil {
		return
	}
	if err := h.Rows.LineThere(context.Background(), t.LineID); err != nil {
		log.Print(err)
		return
	}
	if err := h.Rows.PutTrip(context.Background(), t); err != nil { // want `writes trips, whose line_id refers to lines, which other messages fill, but acknowledges the message where it is missing`
		log.Print(err)
	}
}

// OnDelay says that the line is missing, and nobody listens.
func (h *Handler) OnDelay(m *kafka.Message) error {
	var d Delay
	if err := json.Unmarshal(m.Value, &d); err != nil {
		return err
	}
	if err := h.Rows.LineThere(context.Background(), d.LineID); err != nil {
		return err
	}
	return h.Rows.PutDelay(context.Background(), d) // want `writes delays, whose line_id refers to lines, which other messages fill, but acknowledges the message where it is missing`
}

// OnFare is run by one who commits nothing that failed.
func (h *Handler) OnFare(m *kafka.Message) error {
	var f Fare
	if err := json.Unmarshal(m.Value, &f); err != nil {
		return err
	}
	if err := h.Rows.LineThere(context.Background(), f.LineID); err != nil {
		return err
	}
	return h.Rows.PutFare(context.Background(), f)
}

// OnRating is run by nobody here.
func (h *Handler) OnRating(m *kafka.Message) error {
	var r Rating
	if err := json.Unmarshal(m.Value, &r); err != nil {
		return err
	}
	if err := h.Rows.LineThere(context.Background(), r.LineID); err != nil {
		return err
	}
	return h.Rows.PutRating(context.Background(), r)
}

// OnNotice ends the program where the line is missing.
func (h *Handler) OnNotice(m *kafka.Message) error {
	var n Notice
	if err := json.Unmarshal(m.Value, &n); err != nil {
		return err
	}
	if err := h.Rows.LineThere(context.Background(), n.LineID); err != nil {
		return err
	}
	return h.Rows.PutNotice(context.Background(), n)
}

// Renamed is what a line is called from now on.
type Renamed struct{ ID, Name string }

// OnRenamed changes a line that another message brings.
func (h *Handler) OnRenamed(m *kafka.Message) error {
	var r Renamed
	if err := json.Unmarshal(m.Value, &r); err != nil {
		return err
	}
	if err := h.Rows.LineThere(context.Background(), r.ID); err != nil {
		return err
	}
	return h.Rows.Rename(context.Background(), r.ID, r.Name) // want `changes lines, of which other messages bring the rows, but acknowledges the message where it is missing`
}

// Depot is one that a line has no longer.
type Depot struct{ LineID, Name string }

// OnDepot takes away what is a part of a line: where that is missing, there is nothing to do.
func (h *Handler) OnDepot(m *kafka.Message) error {
	var d Depot
	if err := json.Unmarshal(m.Value, &d); err != nil {
		return err
	}
	if err := h.Rows.LineThere(context.Background(), d.LineID); err != nil {
		return err
	}
	return h.Rows.RemoveDepot(context.Background(), d.LineID, d.Name)
}
