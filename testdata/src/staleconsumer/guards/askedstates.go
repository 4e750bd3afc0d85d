package guards

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	amqp "github.com/rabbitmq/amqp091-go"
)

// Whether a stored row is in a state that allows for what is to be done is often left to
// somebody else to say.

type pump struct {
	ID, State, Model, Note string
}

type pumpCommand struct {
	PumpID, State, Model, Note string
}

type pumps struct{ db *sql.DB }

func (p *pumps) get(ctx context.Context, id string) (pump, error) {
	var row pump
	err := p.db.QueryRowContext(ctx, "SELECT id, state, model, note FROM pumps WHERE id = $1", id).Scan(&row.ID, &row.State, &row.Model, &row.Note)
	return row, err
}

func (p *pumps) save(ctx context.Context, row pump) error {
	_, err := p.db.ExecContext(ctx, "UPDATE pumps SET state = $2, note = $3 WHERE id = $1", row.ID, row.State, row.Note)
	return err
}

type pumpStore interface {
	get(ctx context.Context, id string) (pump, error)
	save(ctx context.Context, row pump) error
}

type pumpControl struct {
	store pumpStore
	busy  map[string]bool
}

func newPumpControl(p *pumps) *pumpControl { return &pumpControl{store: p, busy: map[string]bool{}} }

// mayStop says so by the row that it is given beside the receiver.
func (c *pumpControl) mayStop(row pump) bool {
	if row.State == "starting" {
		return false
	}
	if row.State == "stopping" {
		return false
	}
	return true
}

func (c *pumpControl) stop(ctx context.Context, cmd pumpCommand) error {
	row, err := c.store.get(ctx, cmd.PumpID)
	if err != nil {
		return err
	}
	if !c.mayStop(row) {
		return nil
	}
	row.State = "stopping"
	return c.store.save(ctx, row)
}

// underWay looks the row up.
func (c *pumpControl) underWay(ctx context.Context, cmd pumpCommand) (bool, error) {
	row, err := c.store.get(ctx, cmd.PumpID)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if row.State == "starting" {
		return true, nil
	}
	return row.State == "started" || row.State == "stopping", nil
}

func (c *pumpControl) start(ctx context.Context, cmd pumpCommand) error {
	if under, err := c.underWay(ctx, cmd); err != nil || under {
		return err
	}
	return c.store.save(ctx, pump{ID: cmd.PumpID, State: "starting", Note: cmd.Note})
}

// stopped asks for nothing but the state that it is brought to.
func (c *pumpControl) stopped(ctx context.Context, cmd pumpCommand) (bool, error) {
	row, err := c.store.get(ctx, cmd.PumpID)
	return row.State == "stopped", err
}

func (c *pumpControl) halt(ctx context.Context, cmd pumpCommand) error {
	if stopped, err := c.stopped(ctx, cmd); err != nil || stopped {
		return err
	}
	return c.store.save(ctx, pump{ID: cmd.PumpID, State: "stopped", Note: cmd.Note}) // want `consumer pumpControl.halt overwrites pumps`
}

// suits asks for what the row is, which does not change.
func (c *pumpControl) suits(ctx context.Context, cmd pumpCommand) (bool, error) {
	row, err := c.store.get(ctx, cmd.PumpID)
	return row.Model == "v1" || row.Model == "v2", err
}

func (c *pumpControl) annotate(ctx context.Context, cmd pumpCommand) error {
	if suits, err := c.suits(ctx, cmd); err != nil || !suits {
		return err
	}
	return c.store.save(ctx, pump{ID: cmd.PumpID, State: cmd.State, Note: cmd.Note}) // want `consumer pumpControl.annotate overwrites pumps`
}

// wants asks for what the message says, beside a row.
func (c *pumpControl) wants(row pump, cmd pumpCommand) bool {
	if c.busy[row.ID] {
		return false
	}
	return cmd.State == "started" || cmd.State == "stopped"
}

func (c *pumpControl) set(ctx context.Context, cmd pumpCommand) error {
	row, err := c.store.get(ctx, cmd.PumpID)
	if err != nil || !c.wants(row, cmd) {
		return err
	}
	row.State = cmd.State
	return c.store.save(ctx, row) // want `consumer pumpControl.set overwrites pumps`
}

func consumePumps(ctx context.Context, c *pumpControl, deliveries map[string]<-chan amqp.Delivery) error {
	for name, handle := range map[string]func(context.Context, pumpCommand) error{
		"stop": c.stop, "start": c.start, "halt": c.halt, "annotate": c.annotate, "set": c.set,
	} {
		for d := range deliveries[name] {
			var cmd pumpCommand
			if err := json.Unmarshal(d.Body, &cmd); err != nil {
				return err
			}
			if err := handle(ctx, cmd); err != nil {
				return err
			}
		}
	}
	return nil
}
