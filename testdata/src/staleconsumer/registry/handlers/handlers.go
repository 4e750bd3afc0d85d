// Package handlers handles what the registries call it with.
package handlers

import (
	"context"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/registry/store"
)

type Named struct{ Store store.Store }

func (h Named) Handle(ctx context.Context, m msgs.NameChanged) error {
	return h.Store.Rename(ctx, m.ID, m.Name) // want `consumer Named.Handle overwrites customers by a message of type msgs.NameChanged, which carries nothing`
}

type Changed struct{ Store store.Store }

func (h Changed) Handle(ctx context.Context, m msgs.CustomerChanged) error {
	return h.Store.Move(ctx, m.ID, m.Name, m.Version)
}

type Merged struct{ Store store.Store }

func (h Merged) Handle(ctx context.Context, m msgs.CustomerChanged) error {
	return h.Store.Merge(ctx, m, m.ForceSync)
}

type MergedSome struct{ Store store.Store }

func (h MergedSome) Handle(ctx context.Context, m msgs.CustomerChanged) error {
	return h.Store.MergeSome(ctx, m, m.ForceSync) // want `overwrites customers by a message of type msgs.CustomerChanged without comparing`
}

type Appended struct{ Store store.Store }

func (h Appended) Handle(ctx context.Context, m msgs.CustomerChanged) error {
	return h.Store.Append(ctx, m.ID, m.Name)
}

// Locked reads the version in the transaction that writes it.
type Locked struct{ Store store.Store }

func (h Locked) Handle(ctx context.Context, m msgs.CustomerChanged) error {
	tx, err := h.Store.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	stored, err := h.Store.Stored(ctx, tx, m.ID)
	if err != nil || stored >= m.Version {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE customers SET name = $2, version = $3 WHERE id = $1`, m.ID, m.Name, m.Version); err != nil {
		return err
	}
	return tx.Commit()
}

// Nobody registers it.
type Idle struct{ Store store.Store }

func (h Idle) Handle(ctx context.Context, m msgs.NameChanged) error {
	return h.Store.Rename(ctx, m.ID, m.Name)
}

// Retitle is given what the table decoded.
func (h Named) Retitle(ctx context.Context, m msgs.NameChanged) error {
	return h.Store.Retitle(ctx, m.ID, m.Name) // want `overwrites customers by a message of type msgs.NameChanged`
}

// Noted is told by the process itself.
func (h Named) Noted(ctx context.Context, m msgs.NameChanged) error {
	return h.Store.Retitle(ctx, m.ID, m.Name)
}
