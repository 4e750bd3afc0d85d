// Package streams reads streams of Redis: one for which nothing is to be acknowledged, and one
// of which that is acknowledged that was handled.
package streams

import (
	"context"
	"database/sql"
	"log"

	"github.com/redis/go-redis/v9"
)

type reader struct {
	rdb *redis.Client
	db  *sql.DB
}

func (r *reader) skim(ctx context.Context) error {
	for {
		res, err := r.rdb.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "staffing", Consumer: "a", Streams: []string{"hired", ">"}, NoAck: true}).Result()
		if err != nil {
			return err
		}
		for _, stream := range res {
			for _, m := range stream.Messages {
				if err := r.skimmed(ctx, m); err != nil {
					log.Print(err)
				}
			}
		}
	}
}

func (r *reader) skimmed(ctx context.Context, m redis.XMessage) error {
	if err := r.company(ctx, m); err != nil {
		return err
	}
	_, err := r.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, m.ID, m.Values["company"]) // want `but acknowledges the message where it is missing`
	return err
}

func (r *reader) read(ctx context.Context) error {
	for {
		res, err := r.rdb.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "staffing", Consumer: "b", Streams: []string{"moved", ">"}, NoAck: false}).Result()
		if err != nil {
			return err
		}
		for _, m := range res[0].Messages {
			if err := r.handled(ctx, m); err != nil {
				log.Print(err) // it is claimed later
				continue
			}
			r.rdb.XAck(ctx, "moved", "staffing", m.ID)
		}
	}
}

func (r *reader) handled(ctx context.Context, m redis.XMessage) error {
	if err := r.company(ctx, m); err != nil {
		return err
	}
	_, err := r.db.ExecContext(ctx, `UPDATE employees SET company_id = $2 WHERE id = $1`, m.ID, m.Values["company"])
	return err
}

func (r *reader) company(ctx context.Context, m redis.XMessage) error {
	var found string
	return r.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, m.Values["company"]).Scan(&found)
}

// told leaves it to its caller.
func (r *reader) told(ctx context.Context, noAck bool) error {
	for {
		res, err := r.rdb.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "staffing", Consumer: "c", Streams: []string{"lent", ">"}, NoAck: noAck}).Result()
		if err != nil {
			return err
		}
		for _, m := range res[0].Messages {
			if err := r.lent(ctx, m); err != nil {
				log.Print(err)
				continue
			}
			if !noAck {
				r.rdb.XAck(ctx, "lent", "staffing", m.ID)
			}
		}
	}
}

func (r *reader) lent(ctx context.Context, m redis.XMessage) error {
	if err := r.company(ctx, m); err != nil {
		return err
	}
	_, err := r.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, m.ID, m.Values["company"])
	return err
}
