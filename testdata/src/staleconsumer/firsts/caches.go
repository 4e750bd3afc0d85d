package firsts

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
	"gorm.io/gorm"
)

// Under the key of a row that was inserted just now, nothing is kept elsewhere.

type notes interface {
	Create(ctx context.Context, n *Note) error
	Upsert(ctx context.Context, n *Note) error
	Update(ctx context.Context, n *Note) error
	SetBody(ctx context.Context, id, body string) error
}

type titles interface {
	Put(ctx context.Context, id, title string) error
	PutNote(ctx context.Context, n *Note) error
}

type noteTable struct{ db *sql.DB }

func (t *noteTable) Create(ctx context.Context, n *Note) error {
	_, err := t.db.ExecContext(ctx, "INSERT INTO notes (id, name, body) VALUES ($1, $2, $3)", n.ID, n.Name, n.Body)
	return err
}

func (t *noteTable) Upsert(ctx context.Context, n *Note) error {
	_, err := t.db.ExecContext(ctx, "INSERT INTO notes (id, name, body) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = $2, body = $3", n.ID, n.Name, n.Body)
	return err
}

func (t *noteTable) Update(ctx context.Context, n *Note) error {
	_, err := t.db.ExecContext(ctx, "UPDATE notes SET name = $2, body = $3 WHERE id = $1", n.ID, n.Name, n.Body)
	return err
}

func (t *noteTable) SetBody(ctx context.Context, id, body string) error {
	_, err := t.db.ExecContext(ctx, "UPDATE notes SET body = $2 WHERE id = $1", id, body)
	return err
}

type titleCache struct{ rdb *redis.Client }

func (c *titleCache) Put(ctx context.Context, id, title string) error {
	return c.rdb.Set(ctx, "title:"+id, title, time.Hour).Err()
}

func (c *titleCache) PutNote(ctx context.Context, n *Note) error {
	return c.rdb.Set(ctx, "title:"+n.ID, n.Name, time.Hour).Err()
}

type copier struct {
	db     *sql.DB
	notes  notes
	titles titles
}

func newCopier(db *sql.DB, rdb *redis.Client) *copier {
	return &copier{db: db, notes: &noteTable{db}, titles: &titleCache{rdb}}
}

func (c *copier) titled(e noted) error {
	ctx, n := context.Background(), &Note{ID: e.ID, Name: e.Name}
	if err := c.notes.Create(ctx, n); err != nil {
		return err
	}
	return c.titles.Put(ctx, n.ID, n.Name)
}

func (c *copier) titledLater(e noted) error {
	n := &Note{ID: e.ID, Name: e.Name}
	if err := c.notes.Create(context.Background(), n); err != nil {
		return err
	}
	go func() { _ = c.titles.PutNote(context.Background(), n) }()
	return nil
}

func (c *copier) titledLast(e noted) error {
	n := &Note{ID: e.ID, Name: e.Name}
	if err := c.notes.Create(context.Background(), n); err != nil {
		return err
	}
	defer func() { _ = c.titles.PutNote(context.Background(), n) }()
	return nil
}

func (c *copier) titledOnce(e noted) error {
	if _, err := c.db.Exec("INSERT INTO notes (id, name) VALUES ($1, $2)", e.ID, e.Name); err != nil {
		return err
	}
	defer c.titles.Put(context.Background(), e.ID, e.Name)
	return nil
}

// titledBy has a table whose key bears its name.
func (c *copier) titledBy(e noted) error {
	if _, err := c.db.Exec("INSERT INTO notes (note_id, name) VALUES ($1, $2)", e.ID, e.Name); err != nil {
		return err
	}
	return c.titles.Put(context.Background(), e.ID, e.Name)
}

func (c *copier) renamed(e noted) error {
	ctx := context.Background()
	if err := c.notes.Create(ctx, &Note{ID: e.ID, Name: e.Name}); err != nil {
		return err
	}
	return c.notes.SetBody(ctx, e.ID, e.Body)
}

// Whoever finds the row there gets as far all the same, or it is another one.

func (c *copier) upserted(e noted) error {
	ctx, n := context.Background(), &Note{ID: e.ID, Name: e.Name}
	if err := c.notes.Upsert(ctx, n); err != nil { // want `consumer copier.upserted overwrites notes`
		return err
	}
	return c.titles.PutNote(ctx, n) // want `consumer copier.upserted overwrites title`
}

func (c *copier) ignored(e noted) error {
	if _, err := c.db.Exec("INSERT INTO notes (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", e.ID, e.Name); err != nil {
		return err
	}
	return c.titles.Put(context.Background(), e.ID, e.Name) // want `consumer copier.ignored overwrites title`
}

func (c *copier) logged(e noted) error {
	ctx, n := context.Background(), &Note{ID: e.ID, Name: e.Name}
	if err := c.notes.Create(ctx, n); err != nil {
		println(err.Error())
	}
	return c.titles.PutNote(ctx, n) // want `consumer copier.logged overwrites title`
}

func (c *copier) elseUpdated(e noted) error {
	ctx, n := context.Background(), &Note{ID: e.ID, Name: e.Name}
	err := c.notes.Create(ctx, n)
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return c.notes.Update(ctx, n) // want `consumer copier.elseUpdated overwrites notes`
	}
	return err
}

func (c *copier) elseAlways(e noted) error {
	ctx, n := context.Background(), &Note{ID: e.ID, Name: e.Name}
	if err := c.notes.Create(ctx, n); err != nil {
		return c.notes.Update(ctx, n) // want `consumer copier.elseAlways overwrites notes`
	}
	return nil
}

// received keeps which messages came in: the next one may be about the same note.
func (c *copier) received(e noted) error {
	if _, err := c.db.Exec("INSERT INTO inbox (id, note_id) VALUES ($1, $2)", e.EventID, e.ID); err != nil {
		return err
	}
	return c.titles.Put(context.Background(), e.ID, e.Name) // want `consumer copier.received overwrites title`
}

func (c *copier) commented(e noted) error {
	if _, err := c.db.Exec("INSERT INTO comments (note_id, body) VALUES ($1, $2)", e.ID, e.Body); err != nil {
		return err
	}
	return c.titles.Put(context.Background(), e.ID, e.Name) // want `consumer copier.commented overwrites title`
}

func (c *copier) versioned(e noted) error {
	if _, err := c.db.Exec("INSERT INTO note_versions (id, event_id, body) VALUES ($1, $2, $3)", e.ID, e.EventID, e.Body); err != nil {
		return err
	}
	return c.titles.Put(context.Background(), e.ID, e.Name) // want `consumer copier.versioned overwrites title`
}

func (c *copier) other(e noted) error {
	ctx := context.Background()
	if err := c.notes.Create(ctx, &Note{ID: e.ID, Name: e.Name}); err != nil {
		return err
	}
	return c.titles.PutNote(ctx, &Note{ID: e.Author, Name: e.Name}) // want `consumer copier.other overwrites title`
}

func (c *copier) sometimes(e noted) error {
	ctx := context.Background()
	if e.Body == "" {
		if err := c.notes.Create(ctx, &Note{ID: e.ID, Name: e.Name}); err != nil {
			return err
		}
	}
	return c.titles.Put(ctx, e.ID, e.Name) // want `consumer copier.sometimes overwrites title`
}
