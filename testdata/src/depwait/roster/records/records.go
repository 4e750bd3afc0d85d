// Package records keeps clubs and their players.
package records

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// A Player plays for a club.
type Player struct{ ID, Club string }

// Records are the tables.
type Records struct{ Pool *pgxpool.Pool }

// AddClub adds a club.
func (r *Records) AddClub(ctx context.Context, id, name string) error {
	_, err := r.Pool.Exec(ctx, `INSERT INTO clubs (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, id, name)
	return err
}

// AddPlayer adds a player, whose club has to be there.
func (r *Records) AddPlayer(ctx context.Context, p Player) error {
	var there bool
	if err := r.Pool.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM clubs WHERE id = $1)`, p.Club).Scan(&there); err != nil {
		return err
	}
	if !there {
		return errors.New("no such club")
	}
	return r.Put(ctx, p)
}

// Put adds a player.
func (r *Records) Put(ctx context.Context, p Player) error {
	_, err := r.Pool.Exec(ctx, `INSERT INTO players (id, club_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, p.ID, p.Club)
	return err
}

// Copy adds several at once.
func (r *Records) Copy(ctx context.Context, list []Player) error {
	var rows [][]any
	for _, p := range list {
		rows = append(rows, []any{p.ID, p.Club})
	}
	_, err := r.Pool.CopyFrom(ctx, pgx.Identifier{"players"}, []string{"id", "club_id"}, pgx.CopyFromRows(rows))
	return err
}
