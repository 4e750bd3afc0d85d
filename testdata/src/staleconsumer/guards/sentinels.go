package guards

import (
	"context"
	"database/sql"
	"errors"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/staleconsumer/msgs"
)

// What an entity refuses, it says by an error of its own.

var (
	errOld     = errors.New("older than what is known")
	errNoName  = errors.New("no name")
	errUnknown = errors.New("unknown")
)

func (c *customer) take(e *msgs.CustomerChanged) error {
	if e.Version <= c.Version {
		return errOld
	}
	c.Name, c.Version = e.Name, e.Version
	return nil
}

func (c *customer) rename(e *msgs.CustomerChanged) error {
	if e.Name == "" {
		return errNoName
	}
	c.Name, c.Version = e.Name, e.Version
	return nil
}

// refusedByName passes over what the entity says is old.
func refusedByName(ctx context.Context, s *store, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		c, err := s.load(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if err := c.take(e); errors.Is(err, errOld) {
			return nil
		}
		return s.set(ctx, tx, e)
	})
}

// namedFor passes over what has no name.
func namedFor(ctx context.Context, s *store, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		c, err := s.load(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if err := c.rename(e); errors.Is(err, errNoName) {
			return nil
		}
		return s.set(ctx, tx, e) // want `consumer namedFor overwrites customers`
	})
}

// onlyOld goes on just where the entity refuses.
func onlyOld(ctx context.Context, s *store, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		c, err := s.load(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if err := c.take(e); !errors.Is(err, errOld) {
			return errUnknown
		}
		return s.set(ctx, tx, e) // want `only if the stored row is newer`
	})
}
