// Package store keeps the kennel's rows with gorm.
package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"example.com/fixtures/depwait/kennel"
)

type ownerRow struct {
	ID   string `gorm:"primaryKey"`
	Name string
}

func (ownerRow) TableName() string { return "kennel_owners" }

func (r *ownerRow) out() *kennel.Owner { return &kennel.Owner{ID: r.ID, Name: r.Name} }

type dogRow struct {
	ID      string `gorm:"primaryKey"`
	Name    string
	OwnerID string
	Owner   *ownerRow `gorm:"foreignKey:OwnerID"`
}

func (dogRow) TableName() string { return "kennel_dogs" }

func (r *dogRow) out() *kennel.Dog {
	return &kennel.Dog{ID: r.ID, Name: r.Name, OwnerID: r.OwnerID}
}

type jabRow struct {
	ID      string `gorm:"primaryKey"`
	OwnerID string
	Owner   *ownerRow `gorm:"foreignKey:OwnerID"`
	Kind    string
}

func (jabRow) TableName() string { return "kennel_jabs" }

type leadRow struct {
	ID      string `gorm:"primaryKey"`
	OwnerID string
	Owner   ownerRow `gorm:"foreignKey:OwnerID"`
	Name    string
}

func (leadRow) TableName() string { return "kennel_leads" }

type cageRow struct {
	ID        string `gorm:"primaryKey"`
	CleanedBy string
}

func (cageRow) TableName() string { return "kennel_cages" }

func (r *cageRow) out() *kennel.Cage { return &kennel.Cage{ID: r.ID, CleanedBy: r.CleanedBy} }

type stayRow struct {
	ID     string `gorm:"primaryKey"`
	CageID string
	Cage   *cageRow `gorm:"foreignKey:CageID"`
}

func (stayRow) TableName() string { return "kennel_stays" }

type row[D any] interface{ out() *D }

type base[R, D any] struct{ db *gorm.DB }

func (b base[R, D]) get(ctx context.Context, id string, with ...clause.Expression) (*D, error) {
	r := new(R)
	err := b.db.WithContext(ctx).Clauses(with...).Where("id = ?", id).Take(r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fmt.Errorf("%s: %w", id, kennel.ErrNone)
	}
	if err != nil {
		return nil, err
	}
	return any(r).(row[D]).out(), nil
}

// Get returns a row.
func (b base[R, D]) Get(ctx context.Context, id string) (*D, error) { return b.get(ctx, id) }

// Lock returns a row, and locks it.
func (b base[R, D]) Lock(ctx context.Context, id string) (*D, error) {
	return b.get(ctx, id, clause.Locking{Strength: "UPDATE"})
}

type owners struct{ base[ownerRow, kennel.Owner] }

func (s owners) Add(ctx context.Context, o *kennel.Owner) error {
	return s.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&ownerRow{ID: o.ID, Name: o.Name}).Error
}

type dogs struct{ base[dogRow, kennel.Dog] }

func toRow(d *kennel.Dog) *dogRow { return &dogRow{ID: d.ID, Name: d.Name, OwnerID: d.OwnerID} }

func (s dogs) Save(ctx context.Context, d *kennel.Dog) error {
	return s.db.WithContext(ctx).Save(toRow(d)).Error
}

func (s dogs) Jab(ctx context.Context, j *kennel.Jab) error {
	return s.db.WithContext(ctx).Create(&jabRow{ID: j.ID, OwnerID: j.OwnerID, Kind: j.Kind}).Error
}

func (s dogs) Sample(ctx context.Context, j *kennel.Jab) error {
	return s.db.WithContext(ctx).Create(&jabRow{ID: j.ID, OwnerID: j.OwnerID, Kind: j.Kind}).Error
}

func (s dogs) Lead(ctx context.Context, l *kennel.Lead, o *kennel.Owner) error {
	return s.db.WithContext(ctx).Create(&leadRow{ID: l.ID, OwnerID: l.OwnerID, Owner: ownerRow{ID: o.ID, Name: o.Name}, Name: l.Name}).Error
}

func (s dogs) Cage(ctx context.Context, id string) (*kennel.Cage, error) {
	return base[cageRow, kennel.Cage]{s.db}.get(ctx, id)
}

func (s dogs) SaveCage(ctx context.Context, c *kennel.Cage) error {
	return s.db.WithContext(ctx).Save(&cageRow{ID: c.ID, CleanedBy: c.CleanedBy}).Error
}

func (s dogs) Stay(ctx context.Context, t *kennel.Stay) error {
	return s.db.WithContext(ctx).Create(&stayRow{ID: t.ID, CageID: t.CageID}).Error
}

// Kennel is the kennel on a database.
func Kennel(db *gorm.DB) *kennel.Kennel {
	return kennel.New(owners{base[ownerRow, kennel.Owner]{db}}, dogs{base[dogRow, kennel.Dog]{db}})
}
