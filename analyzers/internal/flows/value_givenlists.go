package flows

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Rows are also written many at once. What is given to the structs in a list is what is
// given to any of them.

// rowType is the struct that a value is, or refers to, or lists; nil: none.
func rowType(ty types.Type) *types.Named {
	if sl, ok := deref(ty).Underlying().(*types.Slice); ok {
		ty = sl.Elem()
	}
	if n := effects.Named(ty); n != nil && isStruct(n) {
		return n
	}
	return nil
}

// listsRows reports whether a value is a list of structs, or refers to one.
func listsRows(ty types.Type) bool {
	_, ok := deref(ty).Underlying().(*types.Slice)
	return ok && rowType(ty) != nil
}

// givenList is what is known of the structs in a list.
func (t *tracker) givenList(v ssa.Value, depth int) Given {
	l := listGiven{t: t, seen: map[ssa.Value]bool{}, depth: depth}
	return l.of(v)
}

// A listGiven goes back to what a list is made of.
type listGiven struct {
	t     *tracker
	seen  map[ssa.Value]bool // a loop adds to the list that it had before
	depth int
}

func (l *listGiven) of(v ssa.Value) Given {
	if l.seen[v] || isNil(v) {
		return Given{Known: true}
	}
	l.seen[v] = true
	switch v := v.(type) {
	case *ssa.Parameter:
		if i := slices.Index(l.t.u.Func.Params, v); i >= 0 {
			return Given{By: i + 1}
		}
	case *ssa.Phi:
		return l.all(v.Edges)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return l.of(v.X)
		}
	case *ssa.Alloc:
		if listsRows(v.Type()) {
			return l.variable(v)
		}
	case *ssa.Slice:
		return l.sliced(v)
	case *ssa.MakeSlice:
		return l.filled(v)
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return l.t.madeGiven(call, v)
		}
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
			return l.all(v.Call.Args).and(l.filled(v))
		}
		return l.t.madeGiven(v, v)
	}
	return Given{}
}

// variable is what is known of the structs in a variable's list.
func (l *listGiven) variable(v *ssa.Alloc) Given {
	if l.t.decodedInto(v) {
		return Given{All: true}
	}
	if filled := l.t.filled[l.t.u.Base(v)]; filled != 0 {
		return Given{AsRead: filled&fromStored != 0}
	}
	return l.all(stored(v))
}

// all is what is known of the structs of several lists.
func (l *listGiven) all(lists []ssa.Value) Given {
	g := Given{Known: true}
	for _, v := range lists {
		g = g.and(l.of(v))
	}
	return g
}

// sliced is what is known of part of a list, or of one that is written down.
func (l *listGiven) sliced(v *ssa.Slice) Given {
	array, ok := v.X.(*ssa.Alloc)
	if !ok || listsRows(v.X.Type()) {
		return l.of(v.X)
	}
	return l.filled(array)
}

// filled is what the elements of a list are given one by one.
func (l *listGiven) filled(v ssa.Value) Given {
	g := Given{Known: true}
	for _, ref := range *v.Referrers() {
		at, ok := ref.(*ssa.IndexAddr)
		if !ok || at.X != v {
			continue
		}
		g = g.and(Given{Known: true, Keys: storedFields(at)})
		for _, r := range *at.Referrers() {
			if st, ok := r.(*ssa.Store); ok && st.Addr == at {
				g = g.and(l.t.givenValue(st.Val, l.depth+1))
			}
		}
	}
	return g
}

// and is what is known of a struct that may be either of two.
func (g Given) and(o Given) Given {
	return Given{Keys: joinedKeys(g.Keys, o.Keys), All: g.All || o.All, Known: g.Known && o.Known, AsRead: g.AsRead && o.AsRead, By: max(g.By, o.By), References: slices.Concat(g.References, o.References)}
}
