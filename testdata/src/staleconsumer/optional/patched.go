package optional

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/optional/store"
)

// What a repository is told to change counts, rather than what it might be told.

type patches struct {
	chained *store.Chained
	kept    *store.Kept
	mapped  *store.Mapped
	any     store.Patcher
	updates store.Updater
}

// NewPatches brings the parts together.
func NewPatches(chained *store.Chained, kept *store.Kept, mapped *store.Mapped) *patches {
	return &patches{chained, kept, mapped, chained, chained}
}

func of[T any](v T) *T { return &v }

func read(m *nats.Msg) (e msgs.CustomerChanged, err error) {
	err = json.Unmarshal(m.Data, &e)
	return e, err
}

func (p *patches) marks(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	return p.chained.Apply(context.Background(), e.ID, &store.Patch{SyncStatus: of("synced")})
}

func (p *patches) marksBehind(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	patch := &store.Patch{SyncStatus: of("synced"), Attempts: 1}
	return p.any.Apply(context.Background(), e.ID, patch)
}

func (p *patches) marksUpdated(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	patch := &store.Patch{SyncStatus: of("synced")}
	return p.updates.Update(context.Background(), e.ID, patch)
}

func (p *patches) namesUpdated(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	patch := &store.Patch{SyncStatus: of("synced"), Name: &e.Name}
	return p.updates.Update(context.Background(), e.ID, patch) // want `patches.namesUpdated overwrites customers`
}

func (p *patches) marksKept(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	return p.kept.Apply(context.Background(), e.ID, &store.Patch{SyncStatus: of("synced")})
}

func (p *patches) marksListed(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	return p.kept.Listed(context.Background(), e.ID, store.Patch{SyncStatus: of("synced")})
}

func (p *patches) marksMapped(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	return p.mapped.Apply(context.Background(), e.ID, &store.Patch{SyncStatus: of("synced")})
}

func (p *patches) names(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	return p.chained.Apply(context.Background(), e.ID, &store.Patch{Name: &e.Name, SyncStatus: of("synced")}) // want `patches.names overwrites customers`
}

func (p *patches) namesBehind(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	return p.any.Apply(context.Background(), e.ID, &store.Patch{Name: &e.Name}) // want `patches.namesBehind overwrites customers`
}

func (p *patches) namesKept(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	return p.kept.Apply(context.Background(), e.ID, &store.Patch{Name: &e.Name}) // want `patches.namesKept overwrites customers`
}

func (p *patches) namesListed(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	return p.kept.Listed(context.Background(), e.ID, store.Patch{Name: &e.Name}) // want `patches.namesListed overwrites customers`
}

func (p *patches) namesMapped(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	return p.mapped.Apply(context.Background(), e.ID, &store.Patch{Name: &e.Name}) // want `patches.namesMapped overwrites customers`
}

// namesSometimes puts the name in later.
func (p *patches) namesSometimes(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	patch := store.Patch{SyncStatus: of("synced")}
	if e.Name != "" {
		patch.Name = &e.Name
	}
	return p.chained.Apply(context.Background(), e.ID, &patch) // want `patches.namesSometimes overwrites customers`
}

// marksAlways empties the name, which is no option there.
func (p *patches) marksAlways(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	return p.kept.Always(context.Background(), e.ID, &store.Patch{SyncStatus: of("synced")}) // want `patches.marksAlways overwrites customers`
}

func (p *patches) marksRenames(m *nats.Msg) error {
	e, err := read(m)
	if err != nil {
		return err
	}
	return p.kept.Renames(context.Background(), e.ID, &store.Patch{SyncStatus: of("synced")}) // want `patches.marksRenames overwrites customers`
}

// told hands on what the message says to change.
func (p *patches) told(m *nats.Msg) error {
	var e struct {
		ID    string
		Patch store.Patch
	}
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return p.chained.Apply(context.Background(), e.ID, &e.Patch) // want `patches.told overwrites customers`
}
