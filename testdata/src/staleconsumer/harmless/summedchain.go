package harmless

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"
)

// The same by chains of calls.

type bin struct {
	SKU          string `gorm:"primaryKey"`
	OnHand, Held int64
	Label        string
	UpdatedAt    time.Time
}

type sale struct {
	SKU   string
	Count int64
	Label string
}

type bins struct{ db *gorm.DB }

func (s *bins) find(ctx context.Context, sku string) (*bin, error) {
	row := new(bin)
	return row, s.db.WithContext(ctx).First(row, "sku = ?", sku).Error
}

func (s *bins) sold(ctx context.Context, m *nats.Msg) error {
	e, err := decode[sale](m)
	if err != nil {
		return err
	}
	row, err := s.find(ctx, e.SKU)
	if err != nil {
		return err
	}
	if err := s.db.WithContext(ctx).Model(row).Update("on_hand", max(0, row.OnHand-e.Count)).Error; err != nil {
		return err
	}
	return s.db.WithContext(ctx).Model(row).Updates(map[string]any{"held": row.Held + e.Count, "updated_at": time.Now()}).Error
}

func (s *bins) kept(ctx context.Context, m *nats.Msg) error {
	e, err := decode[sale](m)
	if err != nil {
		return err
	}
	row, err := s.find(ctx, e.SKU)
	if err != nil {
		return err
	}
	row.OnHand = max(0, row.OnHand-e.Count)
	return s.db.WithContext(ctx).Save(row).Error
}

// The near misses: something else is set beside the sum, it is no sum, or one of another
// column.

func (s *bins) labelled(ctx context.Context, m *nats.Msg) error {
	e, err := decode[sale](m)
	if err != nil {
		return err
	}
	row, err := s.find(ctx, e.SKU)
	if err != nil {
		return err
	}
	if err := s.db.Model(row).Updates(map[string]any{"held": row.Held + e.Count, "label": e.Label}).Error; err != nil { // want `consumer bins.labelled overwrites bins`
		return err
	}
	if err := s.db.Model(row).Update("on_hand", max(0, e.Count)).Error; err != nil { // want `consumer bins.labelled overwrites bins`
		return err
	}
	if err := s.db.Model(row).Update("on_hand", max(row.OnHand, e.Count)).Error; err != nil { // want `consumer bins.labelled overwrites bins`
		return err
	}
	return s.db.Model(row).Update("held", row.OnHand-e.Count).Error // want `consumer bins.labelled overwrites bins`
}
