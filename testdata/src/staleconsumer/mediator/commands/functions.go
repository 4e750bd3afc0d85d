package commands

import (
	"context"
	"database/sql"

	"example.com/fixtures/staleconsumer/mediator/bus"
)

type Paint struct {
	ID, Colour string
	Version    int64
}

type Light struct {
	ID      string
	On      bool
	Version int64
}

type Shut struct{ ID, Until string }

// Shops are methods, each of which is registered by itself.
type Shops struct{ DB *sql.DB }

// Register registers them.
func (s *Shops) Register(b *bus.Switchboard) {
	bus.Register(b, s.paint)
	bus.Register(b, s.light)
	bus.Register(b, s.shut)
}

func (s *Shops) paint(ctx context.Context, c Paint) error {
	_, err := s.DB.ExecContext(ctx, "UPDATE fronts SET colour = $1, version = $2 WHERE id = $3", c.Colour, c.Version, c.ID) // want `overwrites fronts by a message of type commands.Paint without comparing their order`
	return err
}

func (s *Shops) light(ctx context.Context, c Light) error {
	_, err := s.DB.ExecContext(ctx, "UPDATE fronts SET lit = $1, version = $2 WHERE id = $3 AND version < $2", c.On, c.Version, c.ID)
	return err
}

// shut is asked by a request.
func (s *Shops) shut(ctx context.Context, c Shut) error {
	_, err := s.DB.ExecContext(ctx, "UPDATE fronts SET shut_until = $1 WHERE id = $2", c.Until, c.ID)
	return err
}
