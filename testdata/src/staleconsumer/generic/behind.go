package generic

import (
	"context"
	"encoding/json"

	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"

	"example.com/fixtures/staleconsumer/generic/repo"
)

type shelf struct {
	ID, Name string
}

type crate struct {
	ID, Name string
}

type shelfRows interface {
	Put(ctx context.Context, s *shelf) error
	Keep(ctx context.Context, s *shelf) error
}

type crateRows interface {
	Put(ctx context.Context, c *crate) error
}

// books keeps shelves and crates behind interfaces, each an instance of one generic
// repository.
type books struct {
	shelves shelfRows
	crates  crateRows
}

func newBooks(db *gorm.DB) *books {
	return &books{repo.For[shelf](db), crateBooks{repo.For[crate](db)}}
}

// crateBooks promotes the methods of an instance.
type crateBooks struct{ repo.Rows[crate] }

func (b *books) onShelf(ctx context.Context, m kafka.Message) error {
	var e renamed
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return b.shelves.Put(ctx, &shelf{ID: e.ID, Name: e.Name}) // want `books.onShelf overwrites shelves by a message`
}

func (b *books) onNewShelf(ctx context.Context, m kafka.Message) error {
	var e renamed
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return b.shelves.Keep(ctx, &shelf{ID: e.ID, Name: e.Name})
}

func (b *books) onCrate(ctx context.Context, m kafka.Message) error {
	var e renamed
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return b.crates.Put(ctx, &crate{ID: e.ID, Name: e.Name}) // want `books.onCrate overwrites crates by a message`
}
