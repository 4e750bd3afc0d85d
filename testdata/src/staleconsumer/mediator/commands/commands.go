// Package commands handles what is sent to it.
package commands

import (
	"context"
	"database/sql"
)

type Rename struct{ ID, Name string }

type Retitle struct{ ID, Title string }

type Done struct{}

type Renamer struct{ DB *sql.DB }

func (r *Renamer) Handle(ctx context.Context, c *Rename) (*Done, error) {
	_, err := r.DB.ExecContext(ctx, `UPDATE courses SET name = $2 WHERE id = $1`, c.ID, c.Name) // want `overwrites courses by a message`
	return &Done{}, err
}

// No message leads to this one.
type Retitler struct{ DB *sql.DB }

func (r *Retitler) Handle(ctx context.Context, c *Retitle) (*Done, error) {
	_, err := r.DB.ExecContext(ctx, `UPDATE courses SET title = $2 WHERE id = $1`, c.ID, c.Title)
	return &Done{}, err
}
