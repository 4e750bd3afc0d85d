package flows

import (
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A sign of life tells of the message no more than whose it is: the row of that key
// gets the present time. Whichever message comes last, the row says when one came;
// there is no order to respect. Often the row is a struct that the caller makes, and
// the store knows only which of its fields it writes beside the key.

// onlyStamps reports whether all that a write gives to rows that are there, beside
// their key, is the present time.
func (w *Write) onlyStamps() bool {
	return len(w.Beside) > 0 && !slices.ContainsFunc(w.Beside, func(f string) bool { return !hasColumn(w.Now, f) })
}

// settleStamps has no order matter for a write by which nothing but the present time
// is told.
func (w *Write) settleStamps() { w.Harmless = w.Harmless || w.onlyStamps() || w.countsAndStamps() }

// countsAndStamps reports whether all that a statement sets may come in any order, or is
// given the present time: likes = likes + 1, updated = now.
func (w *Write) countsAndStamps() bool {
	return len(w.left) > 0 && !slices.ContainsFunc(w.left, func(c string) bool { return !hasColumn(w.Now, c) })
}

// takesNewRow reports whether a library, which is given the row that it may have to insert,
// gives a row that is there already nothing but columns of that one.
func (w *Write) takesNewRow(st *sqltext.Statement) bool {
	return w.Dialect == "" && len(st.Assigned) > 0 && !slices.ContainsFunc(st.Assigned, func(a sqltext.Assignment) bool { return !takesNew(a.Value) })
}

// besideKey names the fields of the one struct of which a statement assigns fields,
// and nothing else, to a row that is there already; nil: it cannot be told.
func besideKey(st *sqltext.Statement, args []ssa.Value, text string) []string {
	var row ssa.Value
	var names []string
	inserted := insertedLater(text, len(args))
	for i, a := range st.Assigned {
		n := i + 1
		if at, ok := insertedAt(a.Value, inserted); ok {
			n = at + 1
		} else if m := numbered.FindStringSubmatch(a.Value); m != nil {
			n, _ = strconv.Atoi(m[1])
		} else if a.Value != "?" || st.Target.Verb != sqltext.Update {
			return nil
		}
		if n < 1 || n > len(args) {
			return nil
		}
		base, name := partOfRow(args[n-1])
		if base == nil || row != nil && base != row {
			return nil
		}
		row, names = base, append(names, name)
	}
	return names
}

// besideFilter does so for a document that replaces the one that a filter finds by
// fields of the same struct.
func besideFilter(s effects.Site) []string {
	if s.Callee == nil || !strings.HasSuffix(s.Callee.Name(), "Replace") && !strings.HasPrefix(s.Callee.Name(), "Replace") || len(s.Args) < s.Shift+3 {
		return nil
	}
	filter, doc := unconverted(s.Args[s.Shift+1]), withoutInterface(s.Args[s.Shift+2])
	made, ok := filter.(*ssa.MakeMap)
	row := wholeRow(doc)
	if !ok || row == nil {
		return nil
	}
	var keys []string
	for _, ref := range *made.Referrers() {
		if u, ok := ref.(*ssa.MapUpdate); ok && u.Map == ssa.Value(made) {
			base, name := partOfRow(u.Value)
			if base != row {
				return nil
			}
			keys = append(keys, name)
		}
	}
	fields, ok := deref(row.Type()).Underlying().(*types.Struct)
	if !ok || len(keys) == 0 {
		return nil
	}
	var names []string
	for f := range fields.Fields() {
		if !slices.Contains(keys, f.Name()) {
			names = append(names, f.Name())
		}
	}
	return names
}

// partOfRow takes a value apart that is a field of a struct.
func partOfRow(v ssa.Value) (row ssa.Value, field string) {
	switch v := withoutInterface(v).(type) {
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok {
			return fa.X, structField(fa.X.Type(), fa.Field)
		}
	case *ssa.Field:
		return wholeRow(v.X), structField(v.X.Type(), v.Field)
	}
	return nil, ""
}

// wholeRow is the struct, or what points to it, that a value is all of.
func wholeRow(v ssa.Value) ssa.Value {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	if _, ok := deref(v.Type()).Underlying().(*types.Struct); !ok {
		return nil
	}
	return v
}
