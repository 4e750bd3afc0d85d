// Package entity writes by what ent generates.
package entity

import (
	"context"
	"encoding/json"

	"entgo.io/ent/dialect/sql"
	"github.com/segmentio/kafka-go"

	"example.com/fixtures/changes/ent"
	"example.com/fixtures/changes/ent/customer"
	"example.com/fixtures/staleconsumer/msgs"
)

func overwritten(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Customer.UpdateOneID(m.ID).SetName(m.Name).Exec(ctx) // want `overwrites customers by a message of type msgs.CustomerChanged without comparing`
}

func renewed(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Customer.Create().SetName(m.Name).SetSyncedAt(int(m.Version)).OnConflict(sql.ConflictColumns("id")).UpdateNewValues().Exec(ctx) // want `overwrites customers by a message`
}

func added(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Customer.Create().SetName(m.Name).OnConflict(sql.ConflictColumns("id")).DoNothing().Exec(ctx)
}

func older(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Customer.Update().Where(customer.ID(m.ID), customer.SyncedAtLT(int(m.Version))).SetName(m.Name).SetSyncedAt(int(m.Version)).Exec(ctx)
}

// forced leaves the condition out for a repair.
func forced(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	up := c.Customer.Update().Where(customer.ID(m.ID))
	if !m.ForceSync {
		up = up.Where(customer.SyncedAtLT(int(m.Version)))
	}
	return up.SetName(m.Name).SetSyncedAt(int(m.Version)).Exec(ctx)
}

// moved leaves those states only that come before.
func moved(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Customer.Update().Where(customer.ID(m.ID), customer.StatusIn(customer.StatusNew, customer.StatusActive)).SetStatus(customer.Status(m.Name)).Exec(ctx)
}

// activated moves on from one state.
func activated(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Customer.Update().Where(customer.ID(m.ID), customer.StatusEQ(customer.StatusNew)).SetStatus(customer.StatusActive).Exec(ctx)
}

// named asks for the state of the row, which stays as it is.
func named(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Customer.Update().Where(customer.ID(m.ID), customer.StatusIn(customer.StatusNew, customer.StatusActive)).SetName(m.Name).Exec(ctx) // want `overwrites customers by a message`
}

// gone asks whether there is something to do.
func gone(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Customer.Update().Where(customer.ID(m.ID), customer.StatusNEQ(customer.StatusGone)).SetStatus(customer.StatusGone).SetName(m.Name).Exec(ctx) // want `overwrites customers by a message`
}

// explained gives the reason where there is none yet.
func explained(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Customer.Update().Where(customer.ID(m.ID), customer.ReasonIsNil()).SetReason(m.Name).Exec(ctx)
}

// unexplained asks for what it does not set.
func unexplained(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	return c.Customer.Update().Where(customer.ID(m.ID), customer.ReasonIsNil()).SetName(m.Name).Exec(ctx) // want `overwrites customers by a message`
}
