// Package hooked saves models that publish when they are saved.
package hooked

import (
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/msgs"
)

var bus *events.Bus

// A Customer tells of itself whenever it is saved.
type Customer struct {
	ID, Name string
	SyncedAt time.Time
}

func (c *Customer) AfterSave(tx *gorm.DB) error {
	return bus.Publish(tx.Statement.Context, "customers", msgs.CustomerChanged{ID: c.ID, Name: c.Name})
}

// A Polite customer does so unless the session says otherwise.
type Polite struct{ ID, Name string }

func (Polite) TableName() string { return "customers" }

func (c *Polite) AfterSave(tx *gorm.DB) error {
	if _, silent := tx.Get("silent"); silent {
		return nil
	}
	return bus.Publish(tx.Statement.Context, "customers", msgs.CustomerChanged{ID: c.ID, Name: c.Name})
}

// Suppressible likewise, by the context.
type Suppressible struct{ ID, Name string }

func (Suppressible) TableName() string { return "customers" }

func (c *Suppressible) AfterCreate(tx *gorm.DB) error {
	if events.Suppressed(tx.Statement.Context) {
		return nil
	}
	return bus.Publish(tx.Statement.Context, "customers", msgs.CustomerChanged{ID: c.ID, Name: c.Name})
}

// Judged tells what the service decides by itself.
type Judged struct{ ID, Name string }

func (Judged) TableName() string { return "customers" }

func (c *Judged) AfterSave(tx *gorm.DB) error {
	return bus.Publish(tx.Statement.Context, "blocked", msgs.CustomerBlocked{ID: c.ID})
}

type consumer struct{ db *gorm.DB }

func decode(m *message.Message) (*msgs.UserChanged, error) {
	e := new(msgs.UserChanged)
	return e, json.Unmarshal(m.Payload, e)
}

func (c *consumer) saved(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.WithContext(m.Context()).Save(&Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}).Error // want `consumer consumer.saved writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

func (c *consumer) inTransaction(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.WithContext(m.Context()).Transaction(func(tx *gorm.DB) error {
		var cur Customer
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Take(&cur, "id = ?", e.ID).Error; err != nil {
			return err
		}
		cur.Name, cur.SyncedAt = e.Name, e.CreatedAt
		return tx.Save(&cur).Error // want `consumer consumer.inTransaction writes customers`
	})
}

func (c *consumer) created(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	row := Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}
	return c.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error // want `consumer consumer.created writes customers`
}

// Near misses.

func (c *consumer) skipping(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	quiet := c.db.WithContext(m.Context()).Session(&gorm.Session{SkipHooks: true})
	return quiet.Save(&Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}).Error
}

// columns are written without hooks.
func (c *consumer) columns(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.Model(&Customer{ID: e.ID}).UpdateColumns(Customer{Name: e.Name, SyncedAt: e.CreatedAt}).Error
}

func (c *consumer) polite(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.Set("silent", true).Save(&Polite{ID: e.ID, Name: e.Name}).Error
}

func (c *consumer) suppressed(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.WithContext(events.Without(m.Context())).Create(&Suppressible{ID: e.ID, Name: e.Name}).Error
}

func (c *consumer) judged(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.Save(&Judged{ID: e.ID, Name: e.Name}).Error
}

func register(r *message.Router, sub message.Subscriber, c *consumer) {
	for name, h := range map[string]message.NoPublishHandlerFunc{
		"saved": c.saved, "inTransaction": c.inTransaction, "created": c.created, "skipping": c.skipping, "columns": c.columns,
		"polite": c.polite, "suppressed": c.suppressed, "judged": c.judged,
	} {
		r.AddNoPublisherHandler(name, "users", sub, h)
	}
}
