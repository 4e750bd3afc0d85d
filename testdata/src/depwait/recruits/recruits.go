// Package recruits makes a command of each event, and has it handled. Others are sent commands.
package recruits

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/depwait/recruits/handling"
)

type (
	agencyOpened  struct{ ID, Name string }
	recruitSigned struct{ ID, Agency string }
	bedMade       struct{ ID, Room string }
)

// AddRoomCommand is sent as it is.
type AddRoomCommand struct{ ID, Name string }

// Intake takes in what others tell.
type Intake struct {
	db  *sql.DB
	bus *handling.Bus
}

// New makes one.
func New(db *sql.DB, bus *handling.Bus) *Intake { return &Intake{db, bus} }

func (in *Intake) take(ctx context.Context, m kafka.Message) error {
	switch m.Topic {
	case "agencies":
		var e agencyOpened
		if err := json.Unmarshal(m.Value, &e); err != nil {
			return err
		}
		return in.bus.Send(ctx, handling.AddAgencyCommand(e))
	case "recruits":
		var e recruitSigned
		if err := json.Unmarshal(m.Value, &e); err != nil {
			return err
		}
		return in.bus.Send(ctx, handling.AddRecruitCommand(e))
	}
	return nil
}

// Whoever asks for a room to be added knows of it before others do.
func (in *Intake) room(ctx context.Context, m kafka.Message) error {
	var c AddRoomCommand
	if err := json.Unmarshal(m.Value, &c); err != nil {
		return err
	}
	return in.addRoom(ctx, c)
}

func (in *Intake) addRoom(ctx context.Context, c AddRoomCommand) error {
	_, err := in.db.ExecContext(ctx, `INSERT INTO rooms (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.Name)
	return err
}

func (in *Intake) bed(ctx context.Context, m kafka.Message) error {
	var e bedMade
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	_, err := in.db.ExecContext(ctx, `INSERT INTO beds (id, room_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Room)
	return err
}
