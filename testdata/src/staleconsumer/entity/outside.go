package entity

import (
	"context"
	"encoding/json"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/kit/entities"
	"example.com/kit/entities/member"
)

// What ent generated may be another module's.

func renamed(ctx context.Context, c *entities.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Member.UpdateOneID(m.ID).SetName(m.Name).Exec(ctx) // want `overwrites club_members by a message of type msgs.CustomerChanged without comparing`
}

// relabelled has a table whose name nobody says here.
func relabelled(ctx context.Context, c *entities.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Badge.UpdateOneID(m.ID).SetName(m.Name).Exec(ctx) // want `overwrites badges by a message of type msgs.CustomerChanged without comparing`
}

func renamedInOrder(ctx context.Context, c *entities.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Member.Update().Where(member.ID(m.ID), member.VersionLT(m.Version)).SetName(m.Name).SetVersion(m.Version).Exec(ctx)
}

func awarded(ctx context.Context, c *entities.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Badge.Create().SetName(m.Name).Exec(ctx)
}
