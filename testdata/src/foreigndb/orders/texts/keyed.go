package texts

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/pkg/names"
)

type op int

const (
	opOwn op = iota
	opForeign
)

type name string

const (
	nameOwn     name = "own"
	nameForeign name = "foreign"
)

var (
	byOp   = map[op]string{opOwn: own, opForeign: foreign}
	byName = map[name]string{nameOwn: own, nameForeign: foreign}
	byAny  = map[any]string{opOwn: own, nameForeign: foreign}
	byBool = map[bool]string{false: own, true: foreign}
	byRune = map[rune]string{'o': own, 'f': foreign}
	listed = [...]string{opForeign: foreign, opOwn: own}
	sliced = []string{opForeign: foreign, opOwn: own}
)

// The key selects the entry, whatever kind of constant it is.
func keyed(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, byOp[opOwn])
	db.ExecContext(ctx, byOp[opForeign]) // want "reads table users"
	db.ExecContext(ctx, byName[nameOwn])
	db.ExecContext(ctx, byName[nameForeign]) // want "reads table users"
	db.ExecContext(ctx, byAny[opOwn])
	db.ExecContext(ctx, byAny[nameForeign]) // want "reads table users"
	db.ExecContext(ctx, byBool[false])
	db.ExecContext(ctx, byBool[true]) // want "reads table users"
	db.ExecContext(ctx, byRune['o'])
	db.ExecContext(ctx, byRune['f']) // want "reads table users"
	db.ExecContext(ctx, listed[opOwn])
	db.ExecContext(ctx, listed[opForeign]) // want "reads table users"
	db.ExecContext(ctx, sliced[opOwn])
	db.ExecContext(ctx, sliced[opForeign]) // want "reads table users"
}

func keyedElsewhere(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, names.ByQuery[names.First])
	db.ExecContext(ctx, names.ByQuery[names.Second]) // want "reads table users"
	db.ExecContext(ctx, names.Listed[names.First])
	db.ExecContext(ctx, names.Listed[names.Second]) // want "reads table users"
	db.ExecContext(ctx, names.Sliced[1])
	db.ExecContext(ctx, names.Sliced[0]) // want "reads table users"
}

// A key that is not known may be any.
func anyKey(ctx context.Context, db *sql.DB, o op) {
	db.ExecContext(ctx, byOp[o])                       // want "reads table users"
	db.ExecContext(ctx, listed[o])                     // want "reads table users"
	db.ExecContext(ctx, names.ByQuery[names.Query(o)]) // want "reads table users"
	if q, ok := byOp[opOwn]; ok {
		db.ExecContext(ctx, q)
	}
}
