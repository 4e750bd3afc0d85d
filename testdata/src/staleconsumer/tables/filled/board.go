package filled

import (
	"context"
	"encoding/json"
	"log"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/tables/runner"
)

// Takers are by topic, as they are.
func (h *Handlers) Takers() map[string]runner.TakerFunc {
	return map[string]runner.TakerFunc{"taken": h.taken, "heeded": h.heeded}
}

// Others are by topic, too.
func (h *Handlers) Others() map[string]runner.TakerFunc {
	return map[string]runner.TakerFunc{"other": h.other}
}

// Logged notes what comes before it is taken.
func (h *Handlers) Logged(next runner.TakerFunc) runner.TakerFunc {
	return func(ctx context.Context, m runner.Message) error {
		log.Print(m.Topic)
		return next(ctx, m)
	}
}

// Newest takes only what is newer than the customer is.
func (h *Handlers) Newest(next runner.TakerFunc) runner.TakerFunc {
	return func(ctx context.Context, m runner.Message) error {
		var c msgs.CustomerChanged
		if err := json.Unmarshal(m.Value, &c); err != nil {
			return err
		}
		var version int64
		if err := h.DB.QueryRowContext(ctx, "SELECT version FROM customers WHERE id = $1", c.ID).Scan(&version); err != nil {
			return err
		}
		if c.Version <= version {
			return nil
		}
		return next(ctx, m)
	}
}

func (h *Handlers) taken(ctx context.Context, m runner.Message) error {
	var c msgs.NameChanged
	if err := json.Unmarshal(m.Value, &c); err != nil {
		return err
	}
	return h.Q.Rename(ctx, c.ID, c.Name) // want `consumer Handlers.taken overwrites customers`
}

func (h *Handlers) heeded(ctx context.Context, m runner.Message) error {
	var c msgs.CustomerChanged
	if err := json.Unmarshal(m.Value, &c); err != nil {
		return err
	}
	return h.Q.Advance(ctx, c.ID, c.Name, c.Version)
}

// other is taken behind Newest, which says what may pass.
func (h *Handlers) other(ctx context.Context, m runner.Message) error {
	var c msgs.CustomerChanged
	if err := json.Unmarshal(m.Value, &c); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, "UPDATE customers SET name = $1, version = $2 WHERE id = $3", c.Name, c.Version, c.ID)
	return err
}
