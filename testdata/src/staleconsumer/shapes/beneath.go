package shapes

import (
	"context"
	"encoding/json"

	"github.com/segmentio/kafka-go"
)

// --- a helper hands the decoder the address of its own parameter

type renamed struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func into(data []byte, v any) error { return json.Unmarshal(data, &v) }

func intoPointer(data []byte, v *renamed) error { return json.Unmarshal(data, &v) }

func beneath(ctx context.Context, r *kafka.Reader, s *store) error {
	m, err := r.ReadMessage(ctx)
	if err != nil {
		return err
	}
	var ev renamed
	if err := into(m.Value, &ev); err != nil {
		return err
	}
	return s.rename(ctx, ev.ID, ev.Name) // want `overwrites customers by a message of type shapes.renamed`
}

func beneathPointer(ctx context.Context, r *kafka.Reader, s *store) error {
	m, err := r.ReadMessage(ctx)
	if err != nil {
		return err
	}
	ev := &renamed{}
	if err := intoPointer(m.Value, ev); err != nil {
		return err
	}
	return s.rename(ctx, ev.ID, ev.Name) // want `overwrites customers by a message of type shapes.renamed`
}

// encoded is not decoded: nothing of the message goes into what is written.
func encoded(ctx context.Context, r *kafka.Reader, s *store) error {
	m, err := r.ReadMessage(ctx)
	if err != nil {
		return err
	}
	ev := &renamed{ID: "1", Name: "fixed"}
	if err := note(m.Value, ev); err != nil {
		return err
	}
	return s.rename(ctx, ev.ID, ev.Name)
}

func note(data []byte, v any) error {
	_, err := json.Marshal(&v)
	return err
}
