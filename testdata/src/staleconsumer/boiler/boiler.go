// Package boiler has consumers that write by the models that sqlboiler
// generated, whose statements are put together at run time.
package boiler

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/aarondl/sqlboiler/v4/boil"
	"github.com/aarondl/sqlboiler/v4/queries/qm"
	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/boiler/models"
)

type transferred struct {
	ID, Owner string
	At        time.Time
}

type consumer struct{ db *sql.DB }

// update writes the row of the primary key, whatever it holds.
func (c *consumer) update(ctx context.Context, m kafka.Message) error {
	var e transferred
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	d := models.Device{ID: e.ID, Owner: e.Owner}
	_, err := d.Update(ctx, c.db, boil.Whitelist("owner")) // want `update overwrites devices by a message of type boiler.transferred`
	return err
}

// reload reads the row first, but only to see that it is there.
func (c *consumer) reload(ctx context.Context, m kafka.Message) error {
	var e transferred
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	d, err := models.FindDevice(ctx, c.db, e.ID)
	if err != nil {
		return err
	}
	d.Owner = e.Owner
	_, err = d.Update(ctx, c.db, boil.Infer()) // want `reload overwrites devices`
	return err
}

// upsert overwrites the row that is there.
func (c *consumer) upsert(ctx context.Context, m kafka.Message) error {
	var e transferred
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	d := models.Device{ID: e.ID, Owner: e.Owner}
	return d.Upsert(ctx, c.db, true, []string{"id"}, boil.Infer(), boil.Infer()) // want `upsert overwrites devices`
}

// add leaves the row alone that is there.
func (c *consumer) add(ctx context.Context, m kafka.Message) error {
	var e transferred
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return c.insertOnly(ctx, models.Device{ID: e.ID, Owner: e.Owner}, false)
}

// insertOnly is told by its caller, who says no.
func (c *consumer) insertOnly(ctx context.Context, d models.Device, replace bool) error {
	return d.Upsert(ctx, c.db, replace, []string{"id"}, boil.None(), boil.Infer())
}

// ofOwner writes the state that the message implies to all that it names.
func (c *consumer) ofOwner(ctx context.Context, m kafka.Message) error {
	var e transferred
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	_, err := models.Devices(models.DeviceWhere.Owner.EQ(e.Owner)).UpdateAll(ctx, c.db, models.M{models.DeviceColumns.State: "paired"}) // want `ofOwner overwrites devices`
	return err
}

// fromState changes only those that are in one state.
func (c *consumer) fromState(ctx context.Context, m kafka.Message) error {
	var e transferred
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	_, err := models.Devices(models.DeviceWhere.Owner.EQ(e.Owner), models.DeviceWhere.State.EQ("new")).UpdateAll(ctx, c.db, models.M{models.DeviceColumns.State: "paired"})
	return err
}

// seen says no more than that a message came.
func (c *consumer) seen(ctx context.Context, m kafka.Message) error {
	var e transferred
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	_, err := models.Devices(models.DeviceWhere.ID.EQ(e.ID)).UpdateAll(ctx, c.db, models.M{models.DeviceColumns.SeenAt: time.Now()})
	return err
}

// returned goes on with the device that is lent, and with no other.
func (c *consumer) returned(ctx context.Context, m kafka.Message) error {
	var e transferred
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	d, err := models.Devices(models.DeviceWhere.ID.EQ(e.ID), models.DeviceWhere.State.EQ("lent"), qm.For("UPDATE")).One(ctx, c.db)
	if err != nil {
		return err
	}
	d.Owner, d.State = e.Owner, "back"
	_, err = d.Update(ctx, c.db, boil.Whitelist("owner", "state"))
	return err
}

// lent is found by its state as well, but changes something else.
func (c *consumer) lent(ctx context.Context, m kafka.Message) error {
	var e transferred
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	d, err := models.Devices(models.DeviceWhere.ID.EQ(e.ID), models.DeviceWhere.State.EQ("lent"), qm.For("UPDATE")).One(ctx, c.db)
	if err != nil {
		return err
	}
	d.Owner = e.Owner
	_, err = d.Update(ctx, c.db, boil.Whitelist("owner")) // want `lent overwrites devices`
	return err
}
