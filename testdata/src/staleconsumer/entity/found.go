package entity

import (
	"context"
	"encoding/json"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/changes/ent"
	"example.com/fixtures/changes/ent/customer"
	"example.com/fixtures/staleconsumer/msgs"
)

// A row may be looked up by the state that it has to be in, and be changed then.

func foundNew(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	row, err := c.Customer.Query().Where(customer.ID(m.ID), customer.StatusEQ(customer.StatusNew)).Only(ctx)
	if err != nil {
		return err
	}
	return c.Customer.UpdateOneID(row.ID).SetStatus(customer.StatusActive).SetName(m.Name).Exec(ctx)
}

func foundAmong(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	row, err := c.Customer.Query().Where(customer.And(customer.ID(m.ID), customer.StatusIn(customer.StatusNew, customer.StatusActive))).First(ctx)
	if err == nil {
		return c.Customer.UpdateOne(row).SetStatus(customer.StatusGone).Exec(ctx)
	}
	return nil
}

// open is the customer who has not gone yet.
func open(ctx context.Context, c *ent.Client, id string) (*ent.Customer, error) {
	return c.Customer.Query().Where(customer.ID(id)).Where(customer.StatusEQ(customer.StatusActive)).Only(ctx)
}

func foundByHelper(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	row, err := open(ctx, c, m.ID)
	if err != nil {
		return err
	}
	return c.Customer.UpdateOne(row).SetStatus(customer.StatusGone).Exec(ctx)
}

// foundNamed asks for a state that stays as it is.
func foundNamed(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	row, err := c.Customer.Query().Where(customer.ID(m.ID), customer.StatusEQ(customer.StatusNew)).Only(ctx)
	if err != nil {
		return err
	}
	return c.Customer.UpdateOneID(row.ID).SetName(m.Name).Exec(ctx) // want `foundNamed overwrites customers by a message`
}

// foundEither goes on with whatever there is of that key.
func foundEither(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	row, err := c.Customer.Query().Where(customer.Or(customer.ID(m.ID), customer.StatusEQ(customer.StatusNew))).Only(ctx)
	if err != nil {
		return err
	}
	return c.Customer.UpdateOneID(row.ID).SetStatus(customer.StatusActive).Exec(ctx) // want `foundEither overwrites customers by a message`
}

// foundOther asks for nothing but whether there is something to do.
func foundOther(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	row, err := c.Customer.Query().Where(customer.ID(m.ID), customer.StatusNEQ(customer.StatusGone)).Only(ctx)
	if err != nil {
		return err
	}
	return c.Customer.UpdateOneID(row.ID).SetStatus(customer.StatusGone).Exec(ctx) // want `foundOther overwrites customers by a message`
}

// foundNone writes where there was no such row.
func foundNone(ctx context.Context, c *ent.Client, raw kafka.Message) error {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(raw.Value, &m); err != nil {
		return err
	}
	if _, err := c.Customer.Query().Where(customer.ID(m.ID), customer.StatusEQ(customer.StatusNew)).Only(ctx); err == nil {
		return nil
	}
	return c.Customer.UpdateOneID(m.ID).SetStatus(customer.StatusActive).Exec(ctx) // want `foundNone overwrites customers by a message`
}
