package flows

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A row may be given a key only where the message says so, and what that refers to is looked
// for where it is given: if e.Moved { …; columns["site_id"] = e.Site }. Other messages leave the
// key as it was.

// A TurnedKey is a key that a row is given only where control has taken some turns.
type TurnedKey struct {
	Column string
	Turns  Branches
}

// maxTurned bounds those that are told of one write.
const maxTurned = 6

// Where are the turns that lead to a write which gives a key.
func (w *Write) Where(column string) Branches {
	turns := slices.Clone(w.Branches)
	if w.Given.All {
		return turns
	}
	for _, k := range w.KeyTurns {
		if columnKey(k.Column) == columnKey(column) {
			turns = append(turns, k.Turns...)
		}
	}
	return turns
}

// turnedAt are the keys that the unit gives only on some turns to what a call is handed. Those
// that the call itself names, it is given always.
func (t *tracker) turnedAt(s effects.Site) []TurnedKey {
	return slices.DeleteFunc(slices.Clone(t.turnedKeys()), func(k TurnedKey) bool {
		return slices.ContainsFunc(s.Args, func(a ssa.Value) bool { return strings.Contains(constantText(a), k.Column) })
	})
}

// turnedKeys are the keys that the unit gives nowhere but where the message chose some turns.
func (t *tracker) turnedKeys() []TurnedKey {
	if t.keysByTurn != nil {
		return t.keysByTurn
	}
	t.keysByTurn = []TurnedKey{}
	for instr := range effects.Instructions(t.u.Funcs...) {
		column := givesKey(instr)
		if column == "" {
			continue
		}
		turns := slices.DeleteFunc(t.branchesOf(instr), func(turn uint64) bool { return turn&byChoice == 0 })
		i := slices.IndexFunc(t.keysByTurn, func(k TurnedKey) bool { return k.Column == column })
		if i < 0 {
			t.keysByTurn = append(t.keysByTurn, TurnedKey{column, turns})
			continue
		}
		k := &t.keysByTurn[i]
		k.Turns = slices.DeleteFunc(k.Turns, func(turn uint64) bool { return !slices.Contains(turns, turn) })
	}
	t.keysByTurn = slices.DeleteFunc(t.keysByTurn, func(k TurnedKey) bool { return len(k.Turns) == 0 })
	t.keysByTurn = t.keysByTurn[:min(len(t.keysByTurn), maxTurned)]
	return t.keysByTurn
}

// givesKey is the column of a key that an instruction gives a value: in a struct's field, under
// a name in a map, or to a builder that is told the column; "" if it gives none.
func givesKey(instr ssa.Instruction) string {
	switch i := instr.(type) {
	case *ssa.Store:
		fa, ok := i.Addr.(*ssa.FieldAddr)
		if !ok || isEmpty(i.Val) {
			return ""
		}
		st, ok := deref(fa.X.Type()).Underlying().(*types.Struct)
		if ok && isKeyName(st.Field(fa.Field).Name()) {
			return columnOf(st, fa.Field)
		}
	case *ssa.MapUpdate:
		if name := constantText(withoutInterface(i.Key)); isKeyName(name) && !isEmpty(withoutInterface(i.Value)) {
			return name
		}
	case *ssa.Call:
		return columnSet(i)
	}
	return ""
}

// joinedTurns are the keys of two lists, each with the turns of both.
func joinedTurns(a, b []TurnedKey) []TurnedKey {
	if len(b) == 0 {
		return a
	}
	list := slices.Clone(a)
	for _, k := range b {
		i := slices.IndexFunc(list, func(o TurnedKey) bool { return columnKey(o.Column) == columnKey(k.Column) })
		if i < 0 {
			list = append(list, k)
			continue
		}
		list[i].Turns = slices.Concat(list[i].Turns, k.Turns)
	}
	return list[:min(len(list), maxTurned)]
}
