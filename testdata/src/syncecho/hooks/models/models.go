// Package models has models that tell when they are saved.
package models

import (
	"time"

	"gorm.io/gorm"

	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/msgs"
)

// Bus is set by main.
var Bus *events.Bus

// Loud tells always.
type Loud struct {
	ID, Name string
	SyncedAt time.Time
}

func (Loud) TableName() string { return "customers" }

func (l *Loud) AfterSave(tx *gorm.DB) error {
	return Bus.Publish(tx.Statement.Context, "customers", msgs.CustomerChanged{ID: l.ID, Name: l.Name})
}

// Polite asks the context.
type Polite struct {
	ID, Name string
	SyncedAt time.Time
}

func (Polite) TableName() string { return "customers" }

func (p *Polite) AfterSave(tx *gorm.DB) error {
	if events.Suppressed(tx.Statement.Context) {
		return nil
	}
	return Bus.Publish(tx.Statement.Context, "customers", msgs.CustomerChanged{ID: p.ID, Name: p.Name})
}
