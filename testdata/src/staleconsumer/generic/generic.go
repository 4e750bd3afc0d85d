// Package generic writes by a repository that generic code makes, which stands
// behind an instance of a generic interface.
package generic

import (
	"context"
	"encoding/json"

	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"

	"example.com/fixtures/staleconsumer/generic/repo"
)

type product struct {
	ID, Name string
}

type renamed struct {
	ID, Name string
}

type products struct {
	rows repo.Repository[*product]
}

func newProducts(db *gorm.DB) *products { return &products{repo.New[*product](db)} }

func (p *products) save(ctx context.Context, v *product) error { return p.rows.Update(ctx, v) } // want `products.save overwrites a table`

func (p *products) add(ctx context.Context, v *product) error { return p.rows.Add(ctx, v) }

func (p *products) onRenamed(ctx context.Context, m kafka.Message) error {
	var e renamed
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return p.save(ctx, &product{ID: e.ID, Name: e.Name})
}

func (p *products) onAdded(ctx context.Context, m kafka.Message) error {
	var e renamed
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return p.add(ctx, &product{ID: e.ID, Name: e.Name})
}
