// Package placed has services whose repositories are made in another package.
package placed

import (
	"context"

	"gorm.io/gorm"

	"example.com/fixtures/nestedconn/placed/store"
)

type service struct {
	db       *gorm.DB
	audit    *store.Audit
	archive  *store.Audit
	checked  *store.Checked
	switched *store.Switched
	joining  *store.Joining
}

func newService(db, archive *gorm.DB) (*service, error) {
	checked, err := store.NewChecked(db)
	if err != nil {
		return nil, err
	}
	return &service{
		db: db, audit: store.NewAudit(db), archive: store.NewAudit(archive), checked: checked,
		switched: store.NewSwitched(db), joining: store.NewJoining(db),
	}, nil
}

func (s *service) cancel(ctx context.Context) error {
	return s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Exec("UPDATE bookings SET state = 'cancelled'").Error; err != nil {
			return err
		}
		return s.audit.Record(ctx, "cancelled") // want "store.Audit.Record takes a second connection"
	})
}

func (s *service) check(ctx context.Context) error {
	return s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return s.checked.Record(ctx, "checked") // want "store.Checked.Record takes a second connection"
	})
}

// Near misses.

// before the transaction there is but one.
func (s *service) before(ctx context.Context) error {
	if err := s.audit.Record(ctx, "before"); err != nil {
		return err
	}
	return s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return tx.Exec("UPDATE bookings SET state = 'cancelled'").Error
	})
}

// The archive is another database.
func (s *service) elsewhere(ctx context.Context) error {
	return s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return s.archive.Record(ctx, "cancelled")
	})
}

// Which pool it has by now, nobody knows.
func (s *service) switchedPool(ctx context.Context) error {
	return s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return s.switched.Record(ctx, "cancelled")
	})
}

// One made from the transaction uses that.
func (s *service) made(ctx context.Context) error {
	return s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return store.NewAudit(tx).Record(ctx, "cancelled")
	})
}

func (s *service) joined(ctx context.Context) error {
	return s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return s.joining.Record(store.With(ctx, tx), "cancelled")
	})
}
