// Package records saves whatever row it is given.
package records

import "gorm.io/gorm"

type Repository interface {
	Get(row, filter any) error
	Update(row any) error
}

type Rows struct{ DB *gorm.DB }

func (r *Rows) Get(row, filter any) error { return r.DB.Where(filter).First(row).Error }

func (r *Rows) Update(row any) error { return r.DB.Save(row).Error }
