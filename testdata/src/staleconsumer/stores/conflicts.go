package stores

import (
	"context"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// conflictAdds adds to what is there, whichever message comes first.
func (s *gormSync) conflictAdds(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.Assignments(map[string]any{"points": gorm.Expr("customers.points + ?", 1)}),
	}).Create(&Customer{ID: e.ID, Points: 1}).Error
}

func (s *gormSync) conflictSets(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Clauses(clause.OnConflict{ // want `consumer gormSync.conflictSets overwrites customers`
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.Assignments(map[string]any{"points": gorm.Expr("customers.points + ?", 1), "name": e.Name}),
	}).Create(&Customer{ID: e.ID, Name: e.Name, Points: 1}).Error
}

type tag struct {
	CustomerID string
	Name       string
}

// replaceTags overwrites them: what is inserted was gathered outside of the
// transaction.
func (s *gormSync) replaceTags(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	rows := make([]tag, 0, 2)
	for _, name := range []string{e.Name, e.Email} {
		rows = append(rows, tag{CustomerID: e.ID, Name: name})
	}
	return s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Where("customer_id = ?", e.ID).Delete(&tag{}).Error; err != nil {
			return err
		}
		return tx.Create(&rows).Error // want `consumer gormSync.replaceTags overwrites tags`
	})
}

// ifNewer is a conflict that only what is newer wins.
func ifNewer(table string, columns ...string) clause.OnConflict {
	return clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.AssignmentColumns(append(columns, "version")),
		Where: clause.Where{Exprs: []clause.Expression{clause.Lt{
			Column: clause.Column{Table: table, Name: "version"},
			Value:  clause.Column{Table: "excluded", Name: "version"},
		}}},
	}
}

// last is a conflict that whatever comes last wins.
func last(columns ...string) clause.OnConflict {
	return clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns(append(columns, "version"))}
}

// older is a condition that a helper makes.
func older(table string) clause.Where {
	return clause.Where{Exprs: conditions(clause.Column{Table: table, Name: "version"})}
}

func conditions(at clause.Column) []clause.Expression {
	return []clause.Expression{clause.Lt{Column: at, Value: clause.Column{Table: "excluded", Name: "version"}}}
}

func (s *gormSync) conflictNewer(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Clauses(ifNewer("customers", "name", "email")).Create(&Customer{ID: e.ID, Name: e.Name, Version: e.Version}).Error
}

func (s *gormSync) conflictHelped(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	on := clause.OnConflict{UpdateAll: true, Where: older("customers")}
	return s.db.WithContext(ctx).Clauses(on).Create(&Customer{ID: e.ID, Name: e.Name, Version: e.Version}).Error
}

func (s *gormSync) conflictLast(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Clauses(last("name", "email")).Create(&Customer{ID: e.ID, Name: e.Name, Version: e.Version}).Error // want `consumer gormSync.conflictLast overwrites customers`
}
