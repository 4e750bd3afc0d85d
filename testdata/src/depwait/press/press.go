// Package press saves campaigns that it has looked for, which its own people make, and lists
// that it makes where there are none.
package press

import (
	"context"
	"encoding/json"
	"errors"
	"log"

	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"
)

type (
	Campaign struct {
		ID     string `gorm:"primaryKey"`
		Status string
	}
	List struct {
		ID   string `gorm:"primaryKey"`
		Name string
	}
	Opening      struct{ ID, CampaignID string }
	Subscription struct{ ID, ListID string }

	Sent       struct{ Campaign, Status string }
	Listed     struct{ List, Name string }
	Opened     struct{ ID, Campaign string }
	Subscribed struct{ ID, List string }
)

type press struct{ db *gorm.DB }

func (p *press) run(ctx context.Context, from *kafka.Reader) error {
	for {
		m, err := from.FetchMessage(ctx)
		if err != nil {
			return err
		}
		switch string(m.Key) {
		case "sent":
			err = p.sent(m)
		case "listed":
			err = p.listed(m)
		case "opened":
			err = p.opened(m)
		case "subscribed":
			err = p.subscribed(m)
		}
		if err != nil {
			return err
		}
		if err := from.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

// change saves what it is given, and may add it.
func (p *press) change(c *Campaign) error { return p.db.Where("id = ?", c.ID).Save(c).Error }

func (p *press) sent(m kafka.Message) error {
	var v Sent
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	var c Campaign
	err := p.db.First(&c, "id = ?", v.Campaign).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		log.Print("no such campaign")
		return nil
	}
	if err != nil {
		return err
	}
	next := c
	next.Status = v.Status
	return p.change(&next)
}

func (p *press) listed(m kafka.Message) error {
	var v Listed
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	var l List
	err := p.db.First(&l, "id = ?", v.List).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		l.ID = v.List
	} else if err != nil {
		return err
	}
	l.Name = v.Name
	return p.db.Save(&l).Error
}

func (p *press) opened(m kafka.Message) error {
	var v Opened
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	return p.db.Create(&Opening{ID: v.ID, CampaignID: v.Campaign}).Error
}

func (p *press) subscribed(m kafka.Message) error {
	var v Subscribed
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	return p.db.Create(&Subscription{ID: v.ID, ListID: v.List}).Error // want `writes subscriptions, whose .* refers to lists, which other messages fill, without making sure that it is there`
}
