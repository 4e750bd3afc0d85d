package stores

import (
	"context"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm/clause"
)

// What happens on a conflict may be put together: the condition is assigned once the rest is
// in a variable.

func (s *gormSync) conflictUnlessForced(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.putUnlessForced(ctx, &Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}, e.ForceSync)
}

func (s *gormSync) putUnlessForced(ctx context.Context, c *Customer, force bool) error {
	conflict := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"name", "synced_at"})}
	if !force {
		conflict.Where = clause.Where{Exprs: []clause.Expression{
			clause.Lt{Column: clause.Column{Table: "customers", Name: "synced_at"}, Value: c.SyncedAt},
		}}
	}
	return s.db.WithContext(ctx).Clauses(conflict).Create(c).Error
}

// conflictTurned is put together as well, the wrong way round.
func (s *gormSync) conflictTurned(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	conflict := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"name", "synced_at"})}
	conflict.Where = clause.Where{Exprs: []clause.Expression{
		clause.Gt{Column: clause.Column{Table: "customers", Name: "synced_at"}, Value: e.CreatedAt},
	}}
	return s.db.WithContext(ctx).Clauses(conflict).Create(&Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}).Error // want `the comparison is reversed`
}

// conflictOfColumns assigns something else.
func (s *gormSync) conflictOfColumns(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	conflict := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}}
	conflict.DoUpdates = clause.AssignmentColumns([]string{"name", "synced_at"})
	return s.db.WithContext(ctx).Clauses(conflict).Create(&Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}).Error // want `overwrites customers`
}
