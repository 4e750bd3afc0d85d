package hooked

import (
	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"

	"example.com/fixtures/syncecho/msgs"
)

// Guarded tells of itself once there is somebody to tell.
type Guarded struct{ ID, Name string }

func (Guarded) TableName() string { return "customers" }

func (c *Guarded) AfterSave(tx *gorm.DB) error {
	if bus == nil || tx.Statement.SkipHooks {
		return nil
	}
	return bus.Publish(tx.Statement.Context, "customers", msgs.CustomerChanged{ID: c.ID, Name: c.Name})
}

var muted bool

// Mutable tells of itself unless the package is told not to.
type Mutable struct{ ID, Name string }

func (Mutable) TableName() string { return "customers" }

func (c *Mutable) AfterSave(tx *gorm.DB) error {
	if muted {
		return nil
	}
	return bus.Publish(tx.Statement.Context, "customers", msgs.CustomerChanged{ID: c.ID, Name: c.Name})
}

func (c *consumer) guarded(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.WithContext(m.Context()).Save(&Guarded{ID: e.ID, Name: e.Name}).Error // want `consumer consumer.guarded writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

func (c *consumer) guardedQuietly(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.Session(&gorm.Session{SkipHooks: true}).Save(&Guarded{ID: e.ID, Name: e.Name}).Error
}

func (c *consumer) mutable(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.WithContext(m.Context()).Save(&Mutable{ID: e.ID, Name: e.Name}).Error
}
