package libs

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/IBM/sarama"
)

// A seatChanged decodes itself.
type seatChanged struct{ ID, Holder string }

// Unmarshal is as generated code has it.
func (e *seatChanged) Unmarshal(b []byte) error { return json.Unmarshal(b, e) }

// GetHolder likewise.
func (e *seatChanged) GetHolder() string {
	if e != nil {
		return e.Holder
	}
	return ""
}

type seatHandler struct{ db *sql.DB }

func (h *seatHandler) Handle(ctx context.Context, msg *sarama.ConsumerMessage) error {
	e := &seatChanged{}
	if err := e.Unmarshal(msg.Value); err != nil {
		return err
	}
	_, err := h.db.ExecContext(ctx, "UPDATE seats SET holder = $2 WHERE id = $1", e.ID, e.GetHolder()) // want `consumer seatHandler.Handle overwrites seats`
	return err
}
