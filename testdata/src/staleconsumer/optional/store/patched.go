package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"example.com/fixtures/changes/ent"
	"example.com/fixtures/changes/ent/customer"
)

// A Patch tells which columns to change: the others stay as they are.
type Patch struct {
	Name       *string
	Reason     sql.NullString
	SyncStatus *string
	Attempts   int
}

// A Patcher changes some columns of a customer.
type Patcher interface {
	Apply(ctx context.Context, id string, p *Patch) error
}

// An Updater does so by a method that is named as one which changes what it is given.
type Updater interface {
	Update(ctx context.Context, id string, p *Patch) error
}

// Update is Apply.
func (c *Chained) Update(ctx context.Context, id string, p *Patch) error { return c.Apply(ctx, id, p) }

// Chained adds the columns to a builder.
type Chained struct{ Ent *ent.Client }

func (c *Chained) Apply(ctx context.Context, id string, p *Patch) error {
	up := c.Ent.Customer.Update().Where(customer.ID(id))
	if p.Name != nil {
		up.SetName(*p.Name)
	}
	if p.Reason.Valid {
		up.SetReason(p.Reason.String)
	}
	if p.SyncStatus != nil {
		up.SetSyncStatus(*p.SyncStatus)
	}
	if p.Attempts != 0 {
		up.SetAttempts(p.Attempts)
	}
	return up.Exec(ctx)
}

// Kept has the statement keep what is not given.
type Kept struct{ DB *sql.DB }

func (k *Kept) Apply(ctx context.Context, id string, p *Patch) error {
	_, err := k.DB.ExecContext(ctx, "UPDATE customers SET name = COALESCE($2, name), sync_status = COALESCE($3::text, customers.sync_status) WHERE id = $1", id, p.Name, p.SyncStatus)
	return err
}

// Listed puts the statement together.
func (k *Kept) Listed(ctx context.Context, id string, p Patch) error {
	var sets []string
	args := []any{id}
	add := func(column string, v any) {
		args = append(args, v)
		sets = append(sets, fmt.Sprintf("%s = $%d", column, len(args)))
	}
	if p.Name != nil {
		add("name", *p.Name)
	}
	if p.Reason.Valid {
		add("reason", p.Reason.String)
	}
	if p.SyncStatus != nil {
		add("sync_status", *p.SyncStatus)
	}
	if p.Attempts != 0 {
		add("attempts", p.Attempts)
	}
	_, err := k.DB.ExecContext(ctx, "UPDATE customers SET "+strings.Join(sets, ", ")+" WHERE id = $1", args...)
	return err
}

// Mapped names the columns in a map.
type Mapped struct{ DB *gorm.DB }

func (m *Mapped) Apply(ctx context.Context, id string, p *Patch) error {
	changes := map[string]any{}
	if p.Name != nil {
		changes["name"] = *p.Name
	}
	if p.SyncStatus != nil {
		changes["sync_status"] = *p.SyncStatus
	}
	return m.DB.WithContext(ctx).Table("customers").Where("id = ?", id).Updates(changes).Error
}

// Always sets the name, be it none.
func (k *Kept) Always(ctx context.Context, id string, p *Patch) error {
	if p.SyncStatus != nil {
		_, err := k.DB.ExecContext(ctx, "UPDATE customers SET name = $2, sync_status = $3 WHERE id = $1", id, p.Name, *p.SyncStatus)
		return err
	}
	return nil
}

// Renames sets the name where there is none, too.
func (k *Kept) Renames(ctx context.Context, id string, p *Patch) error {
	name := "nobody"
	if p.Name != nil {
		name = *p.Name
	}
	_, err := k.DB.ExecContext(ctx, "UPDATE customers SET name = $2, sync_status = COALESCE($3, sync_status) WHERE id = $1", id, name, p.SyncStatus)
	return err
}
