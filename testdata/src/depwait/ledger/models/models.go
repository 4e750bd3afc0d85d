// Package models has associations that say what a column refers to, whatever it is called.
package models

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/uptrace/bun"
	"gorm.io/gorm"
)

type Harbour struct {
	ID    string `gorm:"primaryKey"`
	Title string
}

// The master is one of the service's own, and the log is on the other side.
type Berthing struct {
	ID       string `gorm:"primaryKey"`
	WhereTo  string
	Place    Harbour `gorm:"foreignKey:WhereTo"`
	MasterID string
	Master   Master
	Log      BerthingLog
}

type Master struct {
	ID string `gorm:"primaryKey"`
}

type BerthingLog struct {
	ID         string `gorm:"primaryKey"`
	BerthingID string
}

type notice struct{ ID, Harbour, Master, Title string }

type consumer struct{ db *gorm.DB }

func decode(m *message.Message) (n notice, err error) {
	err = json.Unmarshal(m.Payload, &n)
	return n, err
}

func (c *consumer) harbour(m *message.Message) error {
	n, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.Create(&Harbour{ID: n.ID, Title: n.Title}).Error
}

func (c *consumer) berthing(m *message.Message) error {
	n, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.Create(&Berthing{ID: n.ID, WhereTo: n.Harbour, MasterID: n.Master}).Error // want `writes berthings, whose where_to refers to harbours`
}

func (c *consumer) checked(m *message.Message) error {
	n, err := decode(m)
	if err != nil {
		return err
	}
	var h Harbour
	if err := c.db.First(&h, "id = ?", n.Harbour).Error; err != nil {
		return err
	}
	return c.db.Create(&Berthing{ID: n.ID, WhereTo: h.ID}).Error
}

// Left empty, it refers to nothing.
func (c *consumer) adrift(m *message.Message) error {
	n, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.Create(&Berthing{ID: n.ID, MasterID: n.Master}).Error
}

type Vessel struct {
	bun.BaseModel `bun:"table:vessels"`
	ID            string `bun:",pk"`
}

type Voyage struct {
	bun.BaseModel `bun:"table:voyages"`
	ID            string `bun:",pk"`
	SailedBy      string
	Vessel        *Vessel `bun:"rel:belongs-to,join:sailed_by=id"`
}

type fleet struct{ db *bun.DB }

func (f *fleet) vessel(m *message.Message) error {
	n, err := decode(m)
	if err != nil {
		return err
	}
	_, err = f.db.NewInsert().Model(&Vessel{ID: n.ID}).Exec(m.Context())
	return err
}

func (f *fleet) voyage(m *message.Message) error {
	n, err := decode(m)
	if err != nil {
		return err
	}
	_, err = f.db.NewInsert().Model(&Voyage{ID: n.ID, SailedBy: n.Title}).Exec(m.Context()) // want `writes voyages, whose sailed_by refers to vessels`
	return err
}

func register(r *message.Router, sub message.Subscriber, c *consumer, f *fleet) {
	for topic, h := range map[string]message.NoPublishHandlerFunc{
		"harbours": c.harbour, "berthings": c.berthing, "checked": c.checked, "adrift": c.adrift, "vessels": f.vessel, "voyages": f.voyage,
	} {
		r.AddNoPublisherHandler(topic, topic, sub, h)
	}
}
