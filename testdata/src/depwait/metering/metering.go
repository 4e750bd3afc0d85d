// Package metering changes those columns of its meters of which a message says something.
package metering

import (
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/Masterminds/squirrel"
	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"
)

type (
	Site struct {
		ID   string `gorm:"primaryKey"`
		Name string
	}
	Feeder struct {
		ID string `gorm:"primaryKey"`
	}
	Meter struct {
		ID     string `gorm:"primaryKey"`
		Name   string
		SiteID string
	}
	SiteOpened   struct{ ID, Name string }
	FeederBuilt  struct{ ID string }
	MeterChanged struct {
		ID, Name, SiteID, FeederID string
		Moved                      bool
		Site                       *SiteOpened
	}
)

type consumers struct {
	db  *gorm.DB
	raw *sql.DB
}

var errMissing = errors.New("not there yet")

func changed(msg *message.Message) (v MeterChanged, err error) {
	err = json.Unmarshal(msg.Payload, &v)
	return v, err
}

func (c *consumers) siteOpened(msg *message.Message) error {
	var v SiteOpened
	if err := json.Unmarshal(msg.Payload, &v); err != nil {
		return err
	}
	return c.db.Create(&Site{ID: v.ID, Name: v.Name}).Error
}

func (c *consumers) feederBuilt(msg *message.Message) error {
	var v FeederBuilt
	if err := json.Unmarshal(msg.Payload, &v); err != nil {
		return err
	}
	return c.db.Create(&Feeder{ID: v.ID}).Error
}

func (c *consumers) site(id string) error {
	var n int64
	err := c.db.Model(&Site{}).Where("id = ?", id).Count(&n).Error
	if err == nil && n == 0 {
		err = errMissing
	}
	return err
}

func (c *consumers) feederKnown(id string) (bool, error) {
	var n int64
	err := c.db.Model(&Feeder{}).Where("id = ?", id).Count(&n).Error
	return n > 0, err
}

func (c *consumers) update(id string, columns map[string]any) error {
	return c.db.Model(&Meter{}).Where("id = ?", id).Updates(columns).Error
}

// The key is only among the columns where the message moves the meter.
func (c *consumers) moved(msg *message.Message) error {
	v, err := changed(msg)
	if err != nil {
		return err
	}
	columns := map[string]any{"name": v.Name}
	if v.Moved {
		if err := c.site(v.SiteID); err != nil {
			return err
		}
		columns["site_id"] = v.SiteID
	}
	return c.db.Model(&Meter{}).Where("id = ?", v.ID).Updates(columns).Error
}

// Another function writes them.
func (c *consumers) movedBelow(msg *message.Message) error {
	v, err := changed(msg)
	if err != nil {
		return err
	}
	columns := map[string]any{"name": v.Name}
	if v.Site != nil {
		if err := c.site(v.Site.ID); err != nil {
			return err
		}
		columns["site_id"] = v.Site.ID
	}
	return c.update(v.ID, columns)
}

// A builder is told the columns.
func (c *consumers) built(msg *message.Message) error {
	v, err := changed(msg)
	if err != nil {
		return err
	}
	q := squirrel.Update("meters").Set("name", v.Name)
	if v.Moved {
		if err := c.site(v.SiteID); err != nil {
			return err
		}
		q = q.Set("site_id", v.SiteID)
	}
	_, err = q.Where(squirrel.Eq{"id": v.ID}).RunWith(c.raw).Exec()
	return err
}

// The row is changed as it was read.
func (c *consumers) reread(msg *message.Message) error {
	v, err := changed(msg)
	if err != nil {
		return err
	}
	var row Meter
	if err := c.db.First(&row, "id = ?", v.ID).Error; err != nil {
		return err
	}
	row.Name = v.Name
	if v.Moved {
		if err := c.site(v.SiteID); err != nil {
			return err
		}
		row.SiteID = v.SiteID
	}
	return c.db.Save(&row).Error
}

// It is set whatever the message says, and looked for where that is moved.
func (c *consumers) always(msg *message.Message) error {
	v, err := changed(msg)
	if err != nil {
		return err
	}
	columns := map[string]any{"name": v.Name, "site_id": v.SiteID}
	if v.Moved {
		if err := c.site(v.SiteID); err != nil {
			return err
		}
	}
	return c.update(v.ID, columns) // want `consumer consumers.always .*, whose site_id refers to sites, which other messages fill, but looks for it in some messages only`
}

// It is set in other messages than it is looked for in.
func (c *consumers) otherwise(msg *message.Message) error {
	v, err := changed(msg)
	if err != nil {
		return err
	}
	columns := map[string]any{"name": v.Name}
	if v.Site != nil {
		if err := c.site(v.Site.ID); err != nil {
			return err
		}
	}
	if v.Moved {
		columns["site_id"] = v.SiteID
	}
	return c.update(v.ID, columns) // want `but looks for it in some messages only`
}

// One of two places that set it asks for no more than what the message says.
func (c *consumers) eitherPlace(msg *message.Message) error {
	v, err := changed(msg)
	if err != nil {
		return err
	}
	columns := map[string]any{"name": v.Name}
	if v.Moved {
		if err := c.site(v.SiteID); err != nil {
			return err
		}
		columns["site_id"] = v.SiteID
	}
	if v.FeederID == "" {
		columns["site_id"] = v.SiteID
	}
	return c.update(v.ID, columns) // want `but looks for it in some messages only`
}

// The column is left out where there is no such feeder yet.
func (c *consumers) ifKnown(msg *message.Message) error {
	v, err := changed(msg)
	if err != nil {
		return err
	}
	columns := map[string]any{"name": v.Name}
	ok, err := c.feederKnown(v.FeederID)
	if err != nil {
		return err
	}
	if ok {
		columns["feeder_id"] = v.FeederID
	}
	return c.update(v.ID, columns)
}

// A builder does without it as well.
func (c *consumers) builtIfKnown(msg *message.Message) error {
	v, err := changed(msg)
	if err != nil {
		return err
	}
	q := squirrel.Update("meters").Set("name", v.Name)
	if ok, err := c.feederKnown(v.FeederID); err == nil && ok {
		q = q.Set("feeder_id", v.FeederID)
	}
	_, err = q.Where(squirrel.Eq{"id": v.ID}).RunWith(c.raw).Exec()
	return err
}

// Only the name hangs on the feeder, which is set whatever that is.
func (c *consumers) nameIfKnown(msg *message.Message) error {
	v, err := changed(msg)
	if err != nil {
		return err
	}
	columns := map[string]any{"feeder_id": v.FeederID}
	ok, err := c.feederKnown(v.FeederID)
	if err != nil {
		return err
	}
	if ok {
		columns["name"] = v.Name
	}
	return c.update(v.ID, columns) // want `whose feeder_id refers to feeders, which other messages fill, and drops the result of looking for it`
}

// Where it is missing, the change is lost.
func (c *consumers) forgotten(msg *message.Message) error {
	v, err := changed(msg)
	if err != nil {
		return err
	}
	columns := map[string]any{"name": v.Name}
	if v.FeederID != "" {
		ok, err := c.feederKnown(v.FeederID)
		if err != nil {
			return err
		}
		if !ok {
			return nil
		}
		columns["feeder_id"] = v.FeederID
	}
	return c.update(v.ID, columns) // want `but answers success where it is missing, so the message is lost`
}
