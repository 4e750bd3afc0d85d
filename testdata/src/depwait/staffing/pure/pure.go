// Package pure has consumers call interfaces that others implement in package work.
package pure

import (
	"context"
	"database/sql"

	"github.com/ThreeDotsLabs/watermill/message"
)

// Hired is what a message says.
type Hired struct{ ID, Name, Company string }

// Row is what is kept of it.
type Row struct{ ID, Name, Company string }

type (
	// Mapper makes rows of events.
	Mapper interface {
		Row(ctx context.Context, e Hired) (Row, error)
	}
	// Validator looks whether an event is complete.
	Validator interface {
		Validate(ctx context.Context, e Hired) error
	}
	// Gate is asked before something is written.
	Gate interface {
		Admit(ctx context.Context, e Hired) error
	}
	// Register keeps what came before.
	Register interface {
		Expect(ctx context.Context, company string) error
	}
	// Screen has one implementation that does nothing.
	Screen interface {
		Screen(ctx context.Context, e Hired) error
	}
	// Second has one that looks into a list.
	Second interface {
		Screen(ctx context.Context, e Hired) error
	}
	// Publisher tells others.
	Publisher interface {
		PublishHired(ctx context.Context, e Hired) error
	}
)

// Decode decodes an event.
type Decode func(m *message.Message) (Hired, error)

// A Keeper keeps employees.
type Keeper struct {
	DB        *sql.DB
	Decode    Decode
	Mapper    Mapper
	Validator Validator
	Gate      Gate
	Register  Register
	Screen    Screen
	Second    Second
	Publisher Publisher
}

func (k *Keeper) add(ctx context.Context, r Row) error {
	_, err := k.DB.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, r.ID, r.Name, r.Company)
	return err
}

func event(m *message.Message) Hired { return Hired{ID: m.UUID, Company: string(m.Payload)} }

// Mapped maps, and validates.
func (k *Keeper) Mapped(m *message.Message) error {
	e := event(m)
	if err := k.Validator.Validate(m.Context(), e); err != nil {
		return err
	}
	row, err := k.Mapper.Row(m.Context(), e)
	if err != nil {
		return err
	}
	return k.add(m.Context(), row) // want `consumer Keeper.Mapped of pure.Hired writes employees, whose company_id refers to companies, which other messages fill, without making sure that it is there`
}

// Told tells others.
func (k *Keeper) Told(m *message.Message) error {
	e := event(m)
	if err := k.Publisher.PublishHired(m.Context(), e); err != nil {
		return err
	}
	return k.add(m.Context(), Row(e)) // want `consumer Keeper.Told of pure.Hired writes employees, whose company_id refers to companies, which other messages fill, without making sure that it is there`
}

// Gated asks whoever that is.
func (k *Keeper) Gated(m *message.Message) error {
	e := event(m)
	if err := k.Gate.Admit(m.Context(), e); err != nil {
		return err
	}
	return k.add(m.Context(), Row(e))
}

// Registered asks what is kept in memory.
func (k *Keeper) Registered(m *message.Message) error {
	e := event(m)
	if err := k.Register.Expect(m.Context(), e.Company); err != nil {
		return err
	}
	return k.add(m.Context(), Row(e))
}

// Screened asks what says yes always: some other may be meant.
func (k *Keeper) Screened(m *message.Message) error {
	e := event(m)
	if err := k.Screen.Screen(m.Context(), e); err != nil {
		return err
	}
	return k.add(m.Context(), Row(e))
}

// Twice asks what is kept in a list.
func (k *Keeper) Twice(m *message.Message) error {
	e := event(m)
	if err := k.Second.Screen(m.Context(), e); err != nil {
		return err
	}
	return k.add(m.Context(), Row(e))
}
