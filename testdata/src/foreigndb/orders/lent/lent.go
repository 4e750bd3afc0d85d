// Package lent takes connections out of what others hand it.
package lent

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/accounts/infra"
)

type setting struct{ db *sql.DB }

func (s setting) get(ctx context.Context, key string) (v string, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT v FROM products WHERE k = $1", key).Scan(&v)
	return v, err
}

type fares struct{ own, theirs setting }

// What opens the database for itself gives away accounts' by each of its methods.
func byMethod(own *sql.DB, in *infra.Infra) *fares {
	return &fares{own: setting{own}, theirs: setting{in.Pool()}} // want "orders gets hold of the database of service accounts"
}

type trail struct {
	name func() string
	conn func(context.Context) (*sql.Conn, error)
}

func byMethodValue(in *infra.Infra) *trail {
	return &trail{
		name: in.Name,
		conn: in.Conn, // want "orders gets hold of the database of service accounts"
	}
}

// It is said once, where the service gets hold of it.
func started() (*sql.DB, error) {
	in, err := infra.Start() // want "orders gets hold of the database of service accounts"
	if err != nil {
		return nil, err
	}
	return in.Pool(), nil
}

// What was made of orders' own connection gives back that.
func ownBack(db *sql.DB) *sql.DB { return infra.NewToolbox(db).DB() }

func lentBack(t *infra.Toolbox) func() *sql.DB { return t.DB }
