// Package recruits makes a command of each event, and has it handled. Others are sent commands.
package recruits

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/segmentio/kafka-go"
)

type (
	agencyOpened  struct{ ID, Name string }
	recruitSigned struct{ ID, Agency string }
	bedMade       struct{ ID, Room string }
)

// Commands are what the events are made into, but for the last.
type (
	AddAgencyCommand  struct{ ID, Name string }
	AddRecruitCommand struct{ ID, Agency string }
	AddRoomCommand    struct{ ID, Name string }
)

type handler struct{ db *sql.DB }

func (h *handler) addAgency(ctx context.Context, c AddAgencyCommand) error {
	_, err := h.db.ExecContext(ctx, `INSERT INTO agencies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.Name)
	return err
}

func (h *handler) addRecruit(ctx context.Context, c AddRecruitCommand) error {
	_, err := h.db.ExecContext(ctx, `INSERT INTO recruits (id, agency_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.Agency)
	return err
}

type intake struct {
	db      *sql.DB
	handler *handler
}

func (in *intake) take(ctx context.Context, m kafka.Message) error {
	switch m.Topic {
	case "agencies":
		var e agencyOpened
		if err := json.Unmarshal(m.Value, &e); err != nil {
			return err
		}
		return in.handler.addAgency(ctx, AddAgencyCommand(e))
	case "recruits":
		var e recruitSigned
		if err := json.Unmarshal(m.Value, &e); err != nil {
			return err
		}
		return in.handler.addRecruit(ctx, AddRecruitCommand(e)) // want `writes recruits, whose agency_id refers to agencies`
	}
	return nil
}

// Whoever asks for a room to be added knows of it before others do.
func (in *intake) room(ctx context.Context, m kafka.Message) error {
	var c AddRoomCommand
	if err := json.Unmarshal(m.Value, &c); err != nil {
		return err
	}
	return in.addRoom(ctx, c)
}

func (in *intake) addRoom(ctx context.Context, c AddRoomCommand) error {
	_, err := in.db.ExecContext(ctx, `INSERT INTO rooms (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.Name)
	return err
}

func (in *intake) bed(ctx context.Context, m kafka.Message) error {
	var e bedMade
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	_, err := in.db.ExecContext(ctx, `INSERT INTO beds (id, room_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Room)
	return err
}
