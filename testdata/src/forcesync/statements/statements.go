// Package statements has consumers whose statements compare the order.
package statements

import (
	"context"
	"database/sql"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/nats-io/nats.go"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"example.com/fixtures/forcesync/msgs"
)

type store struct {
	db   *sql.DB
	pool *pgxpool.Pool
	orm  *gorm.DB
}

func decode(m *nats.Msg) (e msgs.UserChanged, err error) {
	err = json.Unmarshal(m.Data, &e)
	return e, err
}

// refuses by the statement alone.
func (s *store) refuses(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `INSERT INTO customers (id, name, synced_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at WHERE customers.synced_at < EXCLUDED.synced_at`, e.ID, e.Name, e.CreatedUtcDate) // want `consumer store.refuses refuses older messages of type msgs.UserChanged for customers, those marked IsForceSync too`
	return err
}

// column stores the flag and heeds it not.
func (s *store) column(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2, forced = $3 WHERE id = $4 AND synced_at < $2", e.Name, e.CreatedUtcDate, e.IsForceSync, e.ID) // want `consumer store.column refuses older messages`
	return err
}

// inVain has the code let it pass, and the statement refuse it.
func (s *store) inVain(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if e.IsForceSync || e.CreatedUtcDate.After(c) {
		return s.ifNewer(ctx, &e) // want `consumer store.inVain refuses older messages`
	}
	return nil
}

// early leaves out the check in code alone.
func (s *store) early(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if !e.IsForceSync {
		c, err := s.load(ctx, e.ID)
		if err != nil {
			return err
		}
		if !e.CreatedUtcDate.After(c) {
			slog.Info("old", "id", e.ID)
			return nil
		}
	}
	return s.ifNewer(ctx, &e) // want `consumer store.early refuses older messages`
}

func (s *store) load(ctx context.Context, id string) (time.Time, error) {
	var at time.Time
	return at, s.db.QueryRowContext(ctx, "SELECT synced_at FROM customers WHERE id = $1 FOR UPDATE", id).Scan(&at)
}

func (s *store) ifNewer(ctx context.Context, e *msgs.UserChanged) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", e.Name, e.CreatedUtcDate, e.ID)
	return err
}

func (s *store) gorm(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.orm.WithContext(ctx).Model(&Customer{}).Where("id = ? AND synced_at < ?", e.ID, e.CreatedUtcDate).Updates(&Customer{Name: e.Name, SyncedAt: e.CreatedUtcDate}).Error // want `consumer store.gorm refuses older messages`
}

// A Customer is a row of customers.
type Customer struct {
	ID, Name string
	SyncedAt time.Time
}

// Near misses.

func (s *store) or(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND (synced_at < $2 OR $4)", e.Name, e.CreatedUtcDate, e.ID, e.IsForceSync)
	return err
}

func (s *store) marks(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.orm.Exec(`INSERT INTO customers (id, name, synced_at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE
		SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at WHERE customers.synced_at < EXCLUDED.synced_at OR ?`,
		e.ID, e.Name, e.CreatedUtcDate, e.IsForceSync).Error
}

func (s *store) named(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.pool.Exec(ctx, "UPDATE customers SET name = @name, synced_at = @at WHERE id = @id AND (@force OR synced_at < @at)",
		pgx.NamedArgs{"id": e.ID, "name": e.Name, "at": e.CreatedUtcDate, "force": e.IsForceSync})
	return err
}

func (s *store) gormOr(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.orm.WithContext(ctx).Model(&Customer{}).Where("id = ? AND (synced_at < ? OR ?)", e.ID, e.CreatedUtcDate, e.IsForceSync).
		Updates(&Customer{Name: e.Name, SyncedAt: e.CreatedUtcDate}).Error
}

// built leaves the condition out.
func (s *store) built(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	q := s.orm.WithContext(ctx).Model(&Customer{}).Where("id = ?", e.ID)
	if !e.IsForceSync {
		q = q.Where("synced_at < ?", e.CreatedUtcDate)
	}
	return q.Updates(&Customer{Name: e.Name, SyncedAt: e.CreatedUtcDate}).Error
}

func (s *store) clauses(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	conflict := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true}
	if !e.IsForceSync {
		conflict.Where = clause.Where{Exprs: []clause.Expression{gorm.Expr("customers.synced_at < excluded.synced_at")}}
	}
	return s.orm.Clauses(conflict).Create(&Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedUtcDate}).Error
}

// text chooses the statement.
func (s *store) text(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	where := " AND synced_at < $2"
	if e.IsForceSync {
		where = ""
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3"+where, e.Name, e.CreatedUtcDate, e.ID)
	return err
}

// another has a statement of its own for it.
func (s *store) another(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if e.IsForceSync {
		_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3", e.Name, e.CreatedUtcDate, e.ID)
		return err
	}
	return s.ifNewer(ctx, &e)
}

// anew deletes what is there first.
func (s *store) anew(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if e.IsForceSync {
		if _, err := s.db.ExecContext(ctx, "DELETE FROM customers WHERE id = $1", e.ID); err != nil {
			return err
		}
	}
	_, err = s.db.ExecContext(ctx, `INSERT INTO customers (id, name, synced_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE
		SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at WHERE customers.synced_at < EXCLUDED.synced_at`, e.ID, e.Name, e.CreatedUtcDate)
	return err
}

// asRead guards against another writer, whatever the message's time.
func (s *store) asRead(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	var version int
	if err := s.db.QueryRowContext(ctx, "SELECT version FROM customers WHERE id = $1", e.ID).Scan(&version); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, version = version + 1 WHERE id = $2 AND version = $3", e.Name, e.ID, version)
	return err
}

// added writes new rows alone.
func (s *store) added(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "INSERT INTO customers (id, name, synced_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", e.ID, e.Name, e.CreatedUtcDate)
	return err
}
