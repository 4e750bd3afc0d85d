// Package units has consumers that do their work in a unit of work, behind interfaces.
package units

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/segmentio/kafka-go"
)

type Article struct {
	ID, Name string
	Stock    int
}

type Articles interface {
	FindByIDs(ctx context.Context, ids []string) ([]*Article, error)
	FindByID(ctx context.Context, id string) (*Article, error)
	Update(ctx context.Context, a *Article) error
	UpdateAll(ctx context.Context, list []*Article) error
}

type Stores interface {
	Atomic(ctx context.Context, work func(Stores) error) error
	Articles() Articles
}

type item struct {
	ID   string
	Many int
}

type sold struct{ Items []item }

type named struct{ ID, Name string }

type consumer struct{ stores Stores }

// renamed decodes into what new made, which a literal uses.
func (c *consumer) renamed(ctx context.Context, m kafka.Message) error {
	e := new(named)
	if err := json.Unmarshal(m.Value, e); err != nil {
		return err
	}
	return c.stores.Atomic(ctx, func(s Stores) error {
		a, err := s.Articles().FindByID(ctx, e.ID)
		if err != nil {
			return err
		}
		a.Name = e.Name
		return s.Articles().Update(ctx, a) // want `renamed overwrites articles`
	})
}

// sold takes from each what is stored: in any order the same is left.
func (c *consumer) sold(ctx context.Context, m kafka.Message) error {
	e := new(sold)
	if err := json.Unmarshal(m.Value, e); err != nil {
		return err
	}
	return c.stores.Atomic(ctx, func(s Stores) error {
		var ids []string
		for _, i := range e.Items {
			ids = append(ids, i.ID)
		}
		list, err := s.Articles().FindByIDs(ctx, ids)
		if err != nil {
			return err
		}
		for i, a := range list {
			a.Stock -= e.Items[i].Many
		}
		return s.Articles().UpdateAll(ctx, list)
	})
}

// counted says how many there are.
func (c *consumer) counted(ctx context.Context, m kafka.Message) error {
	e := new(sold)
	if err := json.Unmarshal(m.Value, e); err != nil {
		return err
	}
	return c.stores.Atomic(ctx, func(s Stores) error {
		var ids []string
		for _, i := range e.Items {
			ids = append(ids, i.ID)
		}
		list, err := s.Articles().FindByIDs(ctx, ids)
		if err != nil {
			return err
		}
		for i, a := range list {
			a.Stock = e.Items[i].Many
		}
		return s.Articles().UpdateAll(ctx, list) // want `counted overwrites articles`
	})
}

// exchanged puts articles of its own into the list that it has read.
func (c *consumer) exchanged(ctx context.Context, m kafka.Message) error {
	e := new(sold)
	if err := json.Unmarshal(m.Value, e); err != nil {
		return err
	}
	return c.stores.Atomic(ctx, func(s Stores) error {
		var ids []string
		for _, i := range e.Items {
			ids = append(ids, i.ID)
		}
		list, err := s.Articles().FindByIDs(ctx, ids)
		if err != nil {
			return err
		}
		for i := range list {
			list[i] = &Article{ID: e.Items[i].ID, Stock: e.Items[i].Many}
		}
		return s.Articles().UpdateAll(ctx, list) // want `exchanged overwrites articles`
	})
}

type stores struct{ db *sql.DB }

func NewStores(db *sql.DB) Stores { return &stores{db} }

func (s *stores) Atomic(_ context.Context, work func(Stores) error) error { return work(s) }

func (s *stores) Articles() Articles { return &articles{s.db} }

type articles struct{ db *sql.DB }

func (r *articles) FindByIDs(ctx context.Context, ids []string) ([]*Article, error) {
	rows, err := r.db.QueryContext(ctx, `SELECT id, name, stock FROM articles WHERE id = ANY($1) FOR UPDATE`, ids)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*Article
	for rows.Next() {
		a := new(Article)
		if err := rows.Scan(&a.ID, &a.Name, &a.Stock); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, rows.Err()
}

func (r *articles) FindByID(ctx context.Context, id string) (*Article, error) {
	a := new(Article)
	err := r.db.QueryRowContext(ctx, `SELECT id, name, stock FROM articles WHERE id = $1 FOR UPDATE`, id).Scan(&a.ID, &a.Name, &a.Stock)
	return a, err
}

func (r *articles) Update(ctx context.Context, a *Article) error {
	_, err := r.db.ExecContext(ctx, `UPDATE articles SET name = $1, stock = $2 WHERE id = $3`, a.Name, a.Stock, a.ID)
	return err
}

func (r *articles) UpdateAll(ctx context.Context, list []*Article) error {
	var args []any
	for _, a := range list {
		args = append(args, a.ID, a.Stock)
	}
	_, err := r.db.ExecContext(ctx, `INSERT INTO articles (id, stock) SELECT * FROM unnest($1) ON CONFLICT (id) DO UPDATE SET stock = EXCLUDED.stock`, args...)
	return err
}
