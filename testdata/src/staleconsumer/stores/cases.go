package stores

import (
	"context"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// newest has each column keep what it holds, if that is newer.
func newest(columns ...string) map[string]any {
	set := map[string]any{}
	for _, c := range columns {
		set[c] = gorm.Expr("CASE WHEN EXCLUDED.version > customers.version THEN EXCLUDED." + c + " ELSE customers." + c + " END")
	}
	return set
}

// oldest is the other way round.
func oldest(columns ...string) map[string]any {
	set := map[string]any{}
	for _, c := range columns {
		set[c] = gorm.Expr("CASE WHEN EXCLUDED.version < customers.version THEN EXCLUDED." + c + " ELSE customers." + c + " END")
	}
	return set
}

// either has two conditions.
func either(columns ...string) map[string]any {
	set := map[string]any{"email": gorm.Expr("EXCLUDED.email")}
	for _, c := range columns {
		set[c] = gorm.Expr("CASE WHEN EXCLUDED.version > customers.version THEN EXCLUDED." + c + " ELSE customers." + c + " END")
	}
	return set
}

// swapped takes the new value in either case.
func swapped(columns ...string) map[string]any {
	set := map[string]any{}
	for _, c := range columns {
		set[c] = gorm.Expr("CASE WHEN EXCLUDED.version > customers.version THEN EXCLUDED." + c + " ELSE EXCLUDED." + c + " END")
	}
	return set
}

func (s *gormSync) caseNewest(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.Assignments(newest("name", "version")),
	}).Create(&Customer{ID: e.ID, Name: e.Name, Version: e.Version}).Error
}

func (s *gormSync) caseHere(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	set := map[string]any{}
	for _, c := range []string{"name", "version"} {
		set[c] = gorm.Expr("CASE WHEN EXCLUDED.version > customers.version THEN EXCLUDED." + c + " ELSE customers." + c + " END")
	}
	return s.db.WithContext(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.Assignments(set),
	}).Create(&Customer{ID: e.ID, Name: e.Name, Version: e.Version}).Error
}

func (s *gormSync) caseOldest(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Clauses(clause.OnConflict{ // want `consumer gormSync.caseOldest writes customers only if the stored row is newer`
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.Assignments(oldest("name", "version")),
	}).Create(&Customer{ID: e.ID, Name: e.Name, Version: e.Version}).Error
}

func (s *gormSync) caseEither(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Clauses(clause.OnConflict{ // want `consumer gormSync.caseEither overwrites customers`
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.Assignments(either("name", "version")),
	}).Create(&Customer{ID: e.ID, Name: e.Name, Version: e.Version}).Error
}

func (s *gormSync) caseSwapped(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Clauses(clause.OnConflict{ // want `consumer gormSync.caseSwapped overwrites customers`
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.Assignments(swapped("name", "version")),
	}).Create(&Customer{ID: e.ID, Name: e.Name, Version: e.Version}).Error
}
