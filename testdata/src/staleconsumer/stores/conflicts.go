package stores

import (
	"context"
	"time"

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

type visitor struct {
	ID, Name, Kind string
	CalledAt       time.Time
}

// put has a visitor who is known already take no more than the time.
func (v *visitor) put(db *gorm.DB) error {
	return db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"called_at"}),
	}).Create(v).Error
}

func (s *gormSync) visited(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	v := visitor{ID: e.ID, Name: e.Name, CalledAt: time.Now()}
	return v.put(s.db.WithContext(ctx))
}

// visitedLater puts the row into a variable that is there.
func (s *gormSync) visitedLater(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	var v visitor
	if e.Name != "" {
		v = visitor{ID: e.ID, Name: e.Name, CalledAt: time.Now()}
	}
	return v.put(s.db.WithContext(ctx))
}

// visitedThen takes the time that the message tells.
func (s *gormSync) visitedThen(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	v := visitor{ID: e.ID, Name: e.Name, CalledAt: time.Unix(e.Version, 0)}
	return v.put(s.db.WithContext(ctx)) // want `consumer gormSync.visitedThen overwrites visitors`
}

// visitedAs takes the name as well.
func (s *gormSync) visitedAs(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Clauses(clause.OnConflict{ // want `consumer gormSync.visitedAs overwrites visitors`
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"called_at", "name"}),
	}).Create(&visitor{ID: e.ID, Name: e.Name, CalledAt: time.Now()}).Error
}

// visitedOn takes a time that is not the row's.
func (s *gormSync) visitedOn(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Clauses(clause.OnConflict{ // want `consumer gormSync.visitedOn overwrites visitors`
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.Assignments(map[string]any{"called_at": time.Unix(e.Version, 0)}),
	}).Create(&visitor{ID: e.ID, Name: e.Name, CalledAt: time.Now()}).Error
}

// conflictCounts adds, and notes when it did so.
func (s *gormSync) conflictCounts(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "id"}},
			DoUpdates: clause.Assignments(map[string]any{"points": gorm.Expr("points + 1"), "counted_at": time.Now().UnixMilli()}),
		}).Create(&Customer{ID: e.ID, Points: 1}).Error
	})
}

// A row that may be there already is not the consumer's own.

func (s *gormSync) conflictElse(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c := Customer{ID: e.ID, Name: e.Name, Version: e.Version}
	res := s.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&c)
	if res.Error != nil || res.RowsAffected == 1 {
		return res.Error
	}
	return s.rename(ctx, c)
}

func (s *gormSync) rename(ctx context.Context, c Customer) error {
	return s.db.WithContext(ctx).Model(&Customer{}).Where("id = ? AND version < ?", c.ID, c.Version).Updates(map[string]any{"name": c.Name}).Error // want `consumer gormSync.rename compares version of customers with the message of type stores.Customer but does not store it`
}

func (s *gormSync) conflictSaves(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c := Customer{ID: e.ID, Name: e.Name}
	if err := s.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&c).Error; err != nil {
		return err
	}
	return s.db.WithContext(ctx).Save(&c).Error // want `consumer gormSync.conflictSaves overwrites customers`
}

// Near misses: the order is stored as well; and what was inserted is the consumer's own.

func (s *gormSync) conflictElseStores(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c := Customer{ID: e.ID, Name: e.Name, Version: e.Version}
	res := s.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&c)
	if res.Error != nil || res.RowsAffected == 1 {
		return res.Error
	}
	return s.db.WithContext(ctx).Model(&Customer{}).Where("id = ? AND version < ?", c.ID, c.Version).Updates(map[string]any{"name": c.Name, "version": c.Version}).Error
}

func (s *gormSync) insertsAndSaves(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c, err := s.insert(Customer{ID: e.ID, Name: e.Name})
	if err != nil {
		return err
	}
	c.Points = 1
	return s.db.WithContext(ctx).Save(c).Error
}

func (s *gormSync) insert(c Customer) (*Customer, error) { return &c, s.db.Create(&c).Error }
