package idioms

import (
	"context"

	"github.com/nats-io/nats.go"
)

const (
	max = `INSERT INTO accounts (id, name, version) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET name = CASE WHEN EXCLUDED.version > accounts.version THEN EXCLUDED.name ELSE accounts.name END,
		version = GREATEST(accounts.version, EXCLUDED.version)`
	duplicate = "INSERT INTO accounts (id, name, version) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE name = IF(VALUES(version) > version, VALUES(name), name), version = GREATEST(version, VALUES(version))"
	rowAlias  = "INSERT INTO accounts (id, name, version) VALUES (?, ?, ?) AS new ON DUPLICATE KEY UPDATE name = IF(new.version > accounts.version, new.name, accounts.name), version = IF(new.version > accounts.version, new.version, accounts.version)"
	merge     = `MERGE INTO accounts t USING (SELECT $1 AS id, $2 AS name, $3 AS version) s ON t.id = s.id
		WHEN MATCHED AND s.version > t.version THEN UPDATE SET name = s.name, version = s.version
		WHEN NOT MATCHED THEN INSERT (id, name, version) VALUES (s.id, s.name, s.version)`
	coalesced  = `UPDATE accounts SET name = $2, version = $3 WHERE id = $1 AND COALESCE(version, 0) < $3`
	tuple      = `UPDATE accounts SET name = $2, synced_at = $3, seq = $4 WHERE id = $1 AND (synced_at, seq) < ($3, $4)`
	distinct   = `UPDATE accounts SET name = $2, version = $3 WHERE id = $1 AND version IS NOT DISTINCT FROM $3 - 1`
	subquery   = `UPDATE accounts SET name = $2, version = $3 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM accounts WHERE id = $1 AND version >= $3)`
	between    = `UPDATE accounts a SET name = s.name, version = s.version FROM (VALUES ($1, $2, $3)) AS s (id, name, version) WHERE a.id = s.id AND s.version > a.version`
	withPrior  = `WITH prior AS (SELECT id FROM accounts WHERE id = $1 AND version < $3 FOR UPDATE) UPDATE accounts SET name = $2, version = $3 WHERE id IN (SELECT id FROM prior)`
	inFunction = `UPDATE accounts SET name = $2, version = $3 WHERE id = $1 AND $3 > version`
	exists     = `UPDATE accounts SET name = $2, version = $3 WHERE id = $1 AND EXISTS (SELECT 1 FROM accounts WHERE id = $1)`
	missing    = `UPDATE accounts SET name = $2, version = $3 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM accounts WHERE id = $1 AND version < $3)`
	elsewhere  = `UPDATE accounts SET name = $2, version = $3 WHERE id = $1 AND EXISTS (SELECT 1 FROM plans WHERE plans.id = accounts.id AND plans.version < $3)`
	ofSource   = `INSERT INTO accounts (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = $2 WHERE 1 = (SELECT 1 FROM versions v INNER JOIN accounts a ON v.account = a.id WHERE a.id = $1 AND v.version < $3)`
	ofAnother  = `INSERT INTO accounts (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = $2 WHERE 1 = (SELECT 1 FROM versions v INNER JOIN plans p ON v.plan = p.id WHERE p.id = $1 AND v.version < $3)`
	toReturn   = `INSERT INTO accounts (id, name, version) VALUES ($1, $2, $3) ON CONFLICT (id) WHERE id IS NOT NULL DO UPDATE SET id = EXCLUDED.id RETURNING version`
	toReturnIt = `INSERT INTO accounts (id, name, version) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)`
	nameToo    = `INSERT INTO accounts (id, name, version) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id, name = EXCLUDED.name RETURNING version`
	unused     = `WITH prior AS (SELECT id FROM accounts WHERE id = $1 AND version < $3) UPDATE accounts SET name = $2, version = $3 WHERE id = $1`
	unlike     = `UPDATE accounts SET name = $2, version = $3 WHERE id = $1 AND name IS DISTINCT FROM $2`
	offsets    = `INSERT INTO positions (name, pos) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET pos = EXCLUDED.pos WHERE positions.pos < EXCLUDED.pos`
)

func (s *sync) statement(ctx context.Context, query string, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, query, e.ID, e.Name, e.Version)
	return err
}

func (s *sync) StatementMax(ctx context.Context, m *nats.Msg) error { return s.statement(ctx, max, m) }
func (s *sync) StatementDuplicate(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, duplicate, m)
}
func (s *sync) StatementAlias(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, rowAlias, m)
}
func (s *sync) StatementMerge(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, merge, m)
}
func (s *sync) StatementCoalesced(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, coalesced, m)
}
func (s *sync) StatementTuple(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, tuple, e.ID, e.Name, e.CreatedAt, e.Version)
	return err
}
func (s *sync) StatementDistinct(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, distinct, m)
}
func (s *sync) StatementSubquery(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, subquery, m)
}
func (s *sync) StatementBetween(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, between, m)
}
func (s *sync) StatementOfSource(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, ofSource, m)
}
func (s *sync) StatementOfAnother(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, ofAnother, m) // want `consumer sync.StatementOfAnother overwrites accounts`
}
func (s *sync) StatementToReturn(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, toReturn, m)
}
func (s *sync) StatementToReturnIt(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, toReturnIt, m)
}
func (s *sync) StatementNameToo(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, nameToo, m) // want `consumer sync.StatementNameToo overwrites accounts`
}
func (s *sync) StatementPrior(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, withPrior, m)
}
func (s *sync) StatementTurned(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, inFunction, m)
}

// OffsetMoves moves its position first.
func (s *sync) OffsetMoves(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	res, err := tx.ExecContext(ctx, offsets, "account:"+e.ID, e.Version)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE accounts SET name = $2 WHERE id = $1`, e.ID, e.Name); err != nil {
		return err
	}
	return tx.Commit()
}

// OffsetRead keeps the last version of each account in a table beside.
func (s *sync) OffsetRead(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var last int64
	if err := tx.QueryRowContext(ctx, `SELECT last_version FROM sync_state WHERE aggregate_id = $1 FOR UPDATE`, e.ID).Scan(&last); err != nil {
		return err
	}
	if e.Version <= last {
		return tx.Commit()
	}
	if _, err := tx.ExecContext(ctx, `UPDATE accounts SET name = $2 WHERE id = $1`, e.ID, e.Name); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE sync_state SET last_version = $2 WHERE aggregate_id = $1`, e.ID, e.Version); err != nil {
		return err
	}
	return tx.Commit()
}

// The other sides.

func (s *sync) StatementExists(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, exists, m) // want `overwrites accounts`
}
func (s *sync) StatementMissing(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, missing, m) // want `overwrites accounts`
}
func (s *sync) StatementElsewhere(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, elsewhere, m) // want `overwrites accounts`
}
func (s *sync) StatementUnused(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, unused, m) // want `overwrites accounts`
}
func (s *sync) StatementUnlike(ctx context.Context, m *nats.Msg) error {
	return s.statement(ctx, unlike, m) // want `overwrites accounts`
}
