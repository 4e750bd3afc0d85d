// Package firsts goes on with rows that it has inserted: nobody else has written them yet.
package firsts

import (
	"encoding/json"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// A Note is kept under the key that its owner has given it.
type Note struct{ ID, Name, Body, Status string }

type noted struct{ ID, EventID, Author, Name, Body string }

type desk struct{ db *gorm.DB }

func decode(m *nats.Msg) (e noted, err error) { return e, json.Unmarshal(m.Data, &e) }

func (d *desk) saves(e noted) error {
	n := Note{ID: e.ID, Name: e.Name}
	if err := d.db.Create(&n).Error; err != nil {
		return err
	}
	n.Body = e.Body
	return d.db.Save(&n).Error
}

// finishes keeps how it went with the row.
func (d *desk) finishes(e noted) error {
	n := &Note{ID: e.ID, Name: e.Name}
	if err := d.db.Create(n).Error; err != nil {
		return err
	}
	if n.Body = e.Body; n.Body == "" {
		n.Status = "empty"
		return d.db.Save(n).Error
	}
	n.Status = "full"
	return d.db.Save(n).Error
}

func (d *desk) updates(e noted) error {
	n := &Note{ID: e.ID, Name: e.Name}
	if err := d.db.Create(n).Error; err != nil {
		return err
	}
	return d.db.Model(n).Updates(map[string]any{"body": e.Body}).Error
}

// finds does so by the key that it has used.
func (d *desk) finds(e noted) error {
	if err := d.db.Create(&Note{ID: e.ID, Name: e.Name}).Error; err != nil {
		return err
	}
	return d.db.Model(&Note{}).Where("id = ?", e.ID).Update("body", e.Body).Error
}

func (d *desk) within(e noted) error {
	n := &Note{ID: e.ID, Name: e.Name}
	return d.db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(n).Error; err != nil {
			return err
		}
		n.Body = e.Body
		return tx.Save(n).Error
	})
}

// after leaves it to a transaction to insert the row.
func (d *desk) after(e noted) error {
	n := Note{ID: e.ID, Name: e.Name}
	err := d.db.Transaction(func(tx *gorm.DB) error { return tx.Create(&n).Error })
	if err != nil {
		return err
	}
	n.Body = e.Body
	return d.db.Save(&n).Error
}

// kept leaves the key to the database: without one, Save inserts.
func (d *desk) kept(e noted) error {
	n := Note{Name: e.Name}
	_ = d.db.Create(&n).Error
	n.Body = e.Body
	return d.db.Save(&n).Error
}

// A row that may have been there is not the consumer's own.

func (d *desk) nothing(e noted) error {
	n := Note{ID: e.ID, Name: e.Name}
	if err := d.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&n).Error; err != nil {
		return err
	}
	n.Body = e.Body
	return d.db.Save(&n).Error // want `consumer desk.nothing overwrites notes`
}

func (d *desk) either(e noted) error {
	n := Note{ID: e.ID, Name: e.Name}
	if err := d.db.FirstOrCreate(&n, "id = ?", e.ID).Error; err != nil {
		return err
	}
	n.Body = e.Body
	return d.db.Save(&n).Error // want `consumer desk.either overwrites notes`
}

// another gives the row the key of another one.
func (d *desk) another(e noted) error {
	n := Note{Name: e.Name}
	if err := d.db.Create(&n).Error; err != nil {
		return err
	}
	n.ID = e.ID
	return d.db.Save(&n).Error // want `consumer desk.another overwrites notes`
}

// unasked goes on where the row is there already.
func (d *desk) unasked(e noted) error {
	n := Note{ID: e.ID, Name: e.Name}
	_ = d.db.Create(&n).Error
	n.Body = e.Body
	return d.db.Save(&n).Error // want `consumer desk.unasked overwrites notes`
}

func (d *desk) swallowed(e noted) error {
	n := Note{ID: e.ID, Name: e.Name}
	if err := d.db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(&n).Error; err != nil {
			println(err.Error())
		}
		return nil
	}); err != nil {
		return err
	}
	n.Body = e.Body
	return d.db.Save(&n).Error // want `consumer desk.swallowed overwrites notes`
}

func listen(nc *nats.Conn, d *desk, c *copier) {
	for subject, handle := range map[string]func(noted) error{
		"saves": d.saves, "finishes": d.finishes, "updates": d.updates, "finds": d.finds, "within": d.within, "after": d.after, "kept": d.kept,
		"nothing": d.nothing, "either": d.either, "another": d.another, "unasked": d.unasked, "swallowed": d.swallowed,
		"titled": c.titled, "titledLater": c.titledLater, "titledLast": c.titledLast, "titledOnce": c.titledOnce, "titledBy": c.titledBy, "renamed": c.renamed,
		"upserted": c.upserted, "ignored": c.ignored, "logged": c.logged, "elseUpdated": c.elseUpdated, "elseAlways": c.elseAlways, "received": c.received,
		"commented": c.commented, "versioned": c.versioned, "other": c.other, "sometimes": c.sometimes,
	} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) {
			if e, err := decode(m); err == nil {
				_ = handle(e)
			}
		})
	}
}
