package stores

import (
	"context"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"

	"example.com/fixtures/staleconsumer/stores/session"
)

type sessionSync struct{ db *gorm.DB }

// set has its handle from another package, which is told nothing that it could compare.
func (s *sessionSync) set(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return session.From(ctx, s.db).Model(&Customer{}).Where("id = ?", e.ID).Updates(map[string]any{"name": e.Name, "version": e.Version}).Error // want `consumer sessionSync.set overwrites customers`
}

// older has a query from there, which may compare.
func (s *sessionSync) older(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return session.Older(s.db, e.ID, e.Version).Updates(map[string]any{"name": e.Name, "version": e.Version}).Error
}
