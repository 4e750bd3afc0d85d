// Package foundry sends messages to itself: of moulds that it has seen to, and of others.
package foundry

import (
	"context"
	"encoding/json"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/depwait/foundry/store"
)

type (
	MouldCut   struct{ ID, Name string }
	CastAsked  struct{ ID, MouldID string }
	CastTried  struct{ ID, MouldID string }
	CastBooked struct{ ID, MouldID, AlloyID string }
	CastMoved  struct{ ID, MouldID string }
	AlloyMixed struct{ ID, Name string }
	Job        interface{ Queue() string }
)

// Queue is where it goes.
func (CastTried) Queue() string { return "tries" }

type worker struct {
	store *store.Store
	w     *kafka.Writer
}

func (w *worker) produce(ctx context.Context, topic string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return w.w.WriteMessages(ctx, kafka.Message{Topic: topic, Value: b})
}

// The mould is saved before others are told what to do with it.
func (w *worker) mould(ctx context.Context, m kafka.Message) error {
	var e MouldCut
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	if err := w.produce(ctx, "moves", CastMoved{ID: e.ID, MouldID: e.ID}); err != nil {
		return err
	}
	if err := w.store.SaveMould(store.Mould{ID: e.ID, Name: e.Name}); err != nil {
		return err
	}
	for _, job := range []Job{CastTried{ID: e.ID, MouldID: e.ID}} {
		if err := w.produce(ctx, job.Queue(), job); err != nil {
			return err
		}
	}
	return nil
}

// Order asks for a cast of a mould that is there.
func (w *worker) Order(ctx context.Context, id, mouldID string) error {
	m, err := w.store.Mould(mouldID)
	if err != nil {
		return err
	}
	return w.produce(ctx, "casts", CastAsked{ID: id, MouldID: m.ID})
}

// Book has seen to an alloy, and to no mould.
func (w *worker) Book(ctx context.Context, id, mouldID, alloyID string) error {
	if err := w.store.SaveAlloy(alloyID, ""); err != nil {
		return err
	}
	return w.produce(ctx, "booked", CastBooked{ID: id, MouldID: mouldID, AlloyID: alloyID})
}

func (w *worker) alloy(ctx context.Context, m kafka.Message) error {
	var e AlloyMixed
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return w.store.SaveAlloy(e.ID, e.Name)
}

// Its mould was looked up before it was asked for.
func (w *worker) asked(ctx context.Context, m kafka.Message) error {
	var e CastAsked
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return w.store.SaveCast(e.ID, e.MouldID)
}

// Its mould was saved before it was sent.
func (w *worker) tried(ctx context.Context, m kafka.Message) error {
	var e CastTried
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return w.store.SaveCast(e.ID, e.MouldID)
}

// Nobody has seen to its mould.
func (w *worker) booked(ctx context.Context, m kafka.Message) error {
	var e CastBooked
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return w.store.SaveCast(e.ID, e.MouldID) // want `writes casts, whose mould_id refers to moulds`
}

// Its mould is saved after it was sent.
func (w *worker) moved(ctx context.Context, m kafka.Message) error {
	var e CastMoved
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return w.store.SaveCast(e.ID, e.MouldID) // want `writes casts, whose mould_id refers to moulds`
}

func (w *worker) run(ctx context.Context, r *kafka.Reader) error {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		switch m.Topic {
		case "moulds":
			err = w.mould(ctx, m)
		case "alloys":
			err = w.alloy(ctx, m)
		case "casts":
			err = w.asked(ctx, m)
		case "tries":
			err = w.tried(ctx, m)
		case "booked":
			err = w.booked(ctx, m)
		case "moves":
			err = w.moved(ctx, m)
		}
		if err != nil {
			return err
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
