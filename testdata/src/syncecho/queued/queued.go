// Package queued raises events by way of a queue, which a context may keep them
// from.
package queued

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/msgs"
)

// A Customer tells whenever it is saved, if its session lets it.
type Customer struct {
	ID, Name string
	SyncedAt time.Time
}

func (c *Customer) AfterSave(tx *gorm.DB) error {
	events.Raise(tx.Statement.Context, "customers", msgs.CustomerChanged{ID: c.ID, Name: c.Name})
	return nil
}

// A Quiet customer tells nobody.
type Quiet struct {
	ID, Name string
	SyncedAt time.Time
}

func (Quiet) TableName() string { return "customers" }

// Jobs fill the copies.
type Jobs struct{ DB *gorm.DB }

func fetch(ctx context.Context) ([]Customer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://accounts/users", nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var list []Customer
	return list, json.NewDecoder(resp.Body).Decode(&list)
}

// All saves a list at once.
func (j *Jobs) All(ctx context.Context) error {
	list, err := fetch(ctx)
	if err != nil {
		return err
	}
	return j.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&list).Error // want `Jobs.All writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
	})
}

// Pointers saves a list of pointers.
func (j *Jobs) Pointers(ctx context.Context) error {
	list, err := fetch(ctx)
	if err != nil {
		return err
	}
	rows := make([]*Customer, len(list))
	for i, c := range list {
		rows[i] = &Customer{ID: c.ID, Name: c.Name, SyncedAt: c.SyncedAt}
	}
	return j.DB.WithContext(ctx).CreateInBatches(rows, 100).Error // want `Jobs.Pointers writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

// One saves and tells by itself.
func (j *Jobs) One(ctx context.Context) error {
	list, err := fetch(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := j.put(ctx, c); err != nil { // want `Jobs.One writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
			return err
		}
	}
	return nil
}

func (j *Jobs) put(ctx context.Context, c Customer) error {
	if err := j.DB.WithContext(ctx).Create(&Quiet{ID: c.ID, Name: c.Name, SyncedAt: c.SyncedAt}).Error; err != nil {
		return err
	}
	events.Raise(ctx, "customers", msgs.CustomerChanged{ID: c.ID, Name: c.Name})
	return nil
}

// Near misses.

// MutedOne has a context that keeps the queue empty.
func (j *Jobs) MutedOne(ctx context.Context) error {
	list, err := fetch(ctx)
	if err != nil {
		return err
	}
	ctx = events.Muted(ctx)
	for _, c := range list {
		if err := j.put(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// MutedAll hands such a context to its session.
func (j *Jobs) MutedAll(ctx context.Context) error {
	list, err := fetch(ctx)
	if err != nil {
		return err
	}
	return j.DB.WithContext(events.Muted(ctx)).Transaction(func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&list).Error
	})
}

// MutedSession sets it among other things.
func (j *Jobs) MutedSession(ctx context.Context) error {
	list, err := fetch(ctx)
	if err != nil {
		return err
	}
	return j.DB.Session(&gorm.Session{Context: events.Muted(ctx)}).Create(&list).Error
}

// Skipping calls no hooks.
func (j *Jobs) Skipping(ctx context.Context) error {
	list, err := fetch(ctx)
	if err != nil {
		return err
	}
	return j.DB.WithContext(ctx).Session(&gorm.Session{SkipHooks: true}).Create(&list).Error
}

// Silent has no hooks.
func (j *Jobs) Silent(ctx context.Context) error {
	list, err := fetch(ctx)
	if err != nil {
		return err
	}
	var rows []Quiet
	for _, c := range list {
		rows = append(rows, Quiet{ID: c.ID, Name: c.Name, SyncedAt: c.SyncedAt})
	}
	return j.DB.WithContext(ctx).Create(&rows).Error
}
