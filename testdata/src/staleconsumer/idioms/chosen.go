package idioms

import (
	"context"
	"database/sql"
	"errors"

	sq "github.com/Masterminds/squirrel"
	"github.com/nats-io/nats.go"
	"github.com/uptrace/bun"
	"go.mongodb.org/mongo-driver/bson"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type grant struct {
	ID     string
	Status string
	Holder string
	Seq    int64
}

func (grant) TableName() string { return "grants" }

type grants struct {
	db   *sql.DB
	gorm *gorm.DB
	bun  *bun.DB
}

// Confirms goes on with the row only while it is pending.
func (g *grants) Confirms(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	tx, err := g.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var id string
	err = tx.QueryRowContext(ctx, `SELECT id FROM grants WHERE holder = $1 AND status = 'pending' FOR UPDATE`, e.ID).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE grants SET status = 'confirmed', note = $2 WHERE id = $1`, id, e.Name); err != nil {
		return err
	}
	return tx.Commit()
}

// pending is the grant that still waits.
func (g *grants) pending(ctx context.Context, tx *sql.Tx, holder string) (*grant, error) {
	var x grant
	err := tx.QueryRowContext(ctx, `SELECT id, status FROM grants WHERE holder = $1 AND status = $2 FOR UPDATE`, holder, "pending").Scan(&x.ID, &x.Status)
	return &x, err
}

func (g *grants) update(ctx context.Context, tx *sql.Tx, x *grant) error {
	_, err := tx.ExecContext(ctx, `UPDATE grants SET status = $2, holder = $3 WHERE id = $1`, x.ID, x.Status, x.Holder)
	return err
}

func (g *grants) ConfirmsRow(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	tx, err := g.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	x, err := g.pending(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	x.Status, x.Holder = "confirmed", e.Name
	if err := g.update(ctx, tx, x); err != nil {
		return err
	}
	return tx.Commit()
}

// older is the row, if it is older.
func (g *grants) older(ctx context.Context, tx *sql.Tx, id string, seq int64) (*grant, error) {
	var x grant
	err := tx.QueryRowContext(ctx, `SELECT id, status FROM grants WHERE id = $1 AND seq < $2 FOR UPDATE`, id, seq).Scan(&x.ID, &x.Status)
	return &x, err
}

func (g *grants) ChoosesOlder(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	tx, err := g.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	x, err := g.older(ctx, tx, e.ID, e.Version)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE grants SET holder = $2, seq = $3 WHERE id = $1`, x.ID, e.Name, e.Version); err != nil {
		return err
	}
	return tx.Commit()
}

func (g *grants) GormPending(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return g.gorm.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		var x grant
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Where("holder = ? AND status = ?", e.ID, "pending").First(&x).Error; err != nil {
			return err
		}
		x.Status, x.Holder = "confirmed", e.Name
		return tx.Save(&x).Error
	})
}

func (g *grants) GormLocked(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return g.gorm.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		var x grant
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&x, "id = ?", e.ID).Error; err != nil {
			return err
		}
		if x.Seq >= e.Version {
			return nil
		}
		x.Seq, x.Holder = e.Version, e.Name
		return tx.Save(&x).Error
	})
}

func (g *grants) BunLocked(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return g.bun.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		x := new(grant)
		if err := tx.NewSelect().Model(x).Where("id = ?", e.ID).For("UPDATE").Scan(ctx); err != nil {
			return err
		}
		if x.Seq >= e.Version {
			return nil
		}
		x.Seq, x.Holder = e.Version, e.Name
		_, err := tx.NewUpdate().Model(x).WherePK().Exec(ctx)
		return err
	})
}

func (g *grants) BunConflict(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = g.bun.NewInsert().Model(&grant{ID: e.ID, Holder: e.Name, Seq: e.Version}).
		On("CONFLICT (id) DO UPDATE").Set("holder = EXCLUDED.holder").Set("seq = EXCLUDED.seq").Where("?TableAlias.seq < EXCLUDED.seq").Exec(ctx)
	return err
}

func (g *grants) BunWhereGroup(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = g.bun.NewUpdate().Model((*grant)(nil)).Set("holder = ?", e.Name).Set("seq = ?", e.Version).Where("id = ?", e.ID).
		WhereGroup(" AND ", func(q *bun.UpdateQuery) *bun.UpdateQuery {
			return q.Where("seq IS NULL").WhereOr("seq < ?", e.Version)
		}).Exec(ctx)
	return err
}

func (g *grants) SquirrelLess(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = sq.Update("grants").Set("holder", e.Name).Set("seq", e.Version).Where(sq.And{sq.Eq{"id": e.ID}, sq.Or{sq.Eq{"seq": nil}, sq.Lt{"seq": e.Version}}}).RunWith(g.db).ExecContext(ctx)
	return err
}

func (g *grants) SquirrelSuffix(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = sq.Insert("grants").Columns("id", "holder", "seq").Values(e.ID, e.Name, e.Version).
		Suffix("ON CONFLICT (id) DO UPDATE SET holder = EXCLUDED.holder, seq = EXCLUDED.seq").Suffix("WHERE grants.seq < EXCLUDED.seq").RunWith(g.db).ExecContext(ctx)
	return err
}

func (g *grants) Serializable(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	tx, err := g.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var seq int64
	if err := tx.QueryRowContext(ctx, `SELECT seq FROM grants WHERE id = $1`, e.ID).Scan(&seq); err != nil {
		return err
	}
	if seq >= e.Version {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `UPDATE grants SET holder = $2, seq = $3 WHERE id = $1`, e.ID, e.Name, e.Version); err != nil {
		return err
	}
	return tx.Commit()
}

func (g *grants) Advisory(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	tx, err := g.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext($1))`, e.ID); err != nil {
		return err
	}
	var seq int64
	if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(seq), 0) FROM grants WHERE id = $1`, e.ID).Scan(&seq); err != nil {
		return err
	}
	if seq >= e.Version {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `UPDATE grants SET holder = $2, seq = $3 WHERE id = $1`, e.ID, e.Name, e.Version); err != nil {
		return err
	}
	return tx.Commit()
}

// AnyNewer counts the rows that are newer.
func (g *grants) AnyNewer(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	tx, err := g.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `LOCK TABLE grants IN EXCLUSIVE MODE`); err != nil {
		return err
	}
	var newer bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM grants WHERE id = $1 AND seq >= $2)`, e.ID, e.Version).Scan(&newer); err != nil {
		return err
	}
	if newer {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO grants (id, holder, seq) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET holder = EXCLUDED.holder, seq = EXCLUDED.seq`, e.ID, e.Name, e.Version); err != nil {
		return err
	}
	return tx.Commit()
}

// MongoPending finds the document only while it waits.
func (s *stores) MongoPending(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	res := s.mongo.FindOneAndUpdate(ctx, bson.M{"_id": e.ID, "status": bson.M{"$in": bson.A{"pending", "held"}}}, bson.M{"$set": bson.M{"status": "confirmed", "name": e.Name}})
	return res.Err()
}

// MongoVersion upserts, and takes the duplicate key for an older message.
func (s *stores) MongoVersion(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.mongo.ReplaceOne(ctx, bson.D{{Key: "_id", Value: e.ID}, {Key: "version", Value: bson.D{{Key: "$lt", Value: e.Version}}}}, grant{ID: e.ID, Holder: e.Name, Seq: e.Version})
	return err
}

// The other sides.

// Tenant is found by what it is, and by no state that changes.
func (g *grants) Tenant(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	var id string
	if err := g.db.QueryRowContext(ctx, `SELECT id FROM grants WHERE holder = $1 AND kind = 'gift'`, e.ID).Scan(&id); err != nil {
		return err
	}
	_, err = g.db.ExecContext(ctx, `UPDATE grants SET note = $2 WHERE id = $1`, id, e.Name) // want `overwrites grants`
	return err
}

// OtherTable finds a row of another table by its state.
func (g *grants) OtherTable(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	var id string
	if err := g.db.QueryRowContext(ctx, `SELECT grant_id FROM plans WHERE id = $1 AND status = 'active'`, e.ID).Scan(&id); err != nil {
		return err
	}
	_, err = g.db.ExecContext(ctx, `UPDATE grants SET status = $2 WHERE id = $1`, id, e.Name) // want `overwrites grants`
	return err
}

// Anyway goes on whether the row was found or not.
func (g *grants) Anyway(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	var id string
	if err := g.db.QueryRowContext(ctx, `SELECT id FROM grants WHERE id = $1 AND status = 'pending'`, e.ID).Scan(&id); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	_, err = g.db.ExecContext(ctx, `UPDATE grants SET status = $2 WHERE id = $1`, e.ID, e.Name) // want `overwrites grants`
	return err
}

// Either is found in that state, or by its key alone.
func (g *grants) Either(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	var id string
	if err := g.db.QueryRowContext(ctx, `SELECT id FROM grants WHERE status = 'pending' OR id = $1`, e.ID).Scan(&id); err != nil {
		return err
	}
	_, err = g.db.ExecContext(ctx, `UPDATE grants SET status = $2 WHERE id = $1`, id, e.Name) // want `overwrites grants`
	return err
}

// anyPending is the grant that waits, or that of the key.
func (g *grants) anyPending(ctx context.Context, holder string) (string, error) {
	var id string
	err := g.db.QueryRowContext(ctx, `SELECT id FROM grants WHERE holder = $1 AND status = 'pending'`, holder).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return holder, nil
	}
	return id, err
}

func (g *grants) ConfirmsAny(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	id, err := g.anyPending(ctx, e.ID)
	if err != nil {
		return err
	}
	_, err = g.db.ExecContext(ctx, `UPDATE grants SET status = $2 WHERE id = $1`, id, e.Name) // want `overwrites grants`
	return err
}

// ChoosesOlderUnlocked leaves room between.
func (g *grants) ChoosesOlderUnlocked(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	var id string
	if err := g.db.QueryRowContext(ctx, `SELECT id FROM grants WHERE id = $1 AND seq < $2`, e.ID, e.Version).Scan(&id); err != nil {
		return err
	}
	_, err = g.db.ExecContext(ctx, `UPDATE grants SET holder = $2, seq = $3 WHERE id = $1`, id, e.Name, e.Version) // want `with no lock between`
	return err
}

// AnyOlder refuses where there is an older one.
func (g *grants) AnyOlder(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	var n int
	if err := g.db.QueryRowContext(ctx, `SELECT count(*) FROM grants WHERE id = $1 AND seq < $2`, e.ID, e.Version).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return nil
	}
	_, err = g.db.ExecContext(ctx, `UPDATE grants SET holder = $2, seq = $3 WHERE id = $1`, e.ID, e.Name, e.Version) // want `the comparison is reversed`
	return err
}
