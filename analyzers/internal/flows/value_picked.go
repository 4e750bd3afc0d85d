package flows

import (
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// The handler of a message is often picked out of a table by a function of its own:
//
//	func (r Routes) find(m kafka.Message) (Handler, bool) { h, ok := r[key(m)]; return h, ok }
//
// What calls the result calls what is in the table.

// An Alias says that what comes out of one field, or of a function, comes out of
// another.
type Alias struct{ Field, From summary.Method }

// notePicked notes the table that a returned function, or value with methods, is
// taken out of.
func (t *tracker) notePicked(f *Func, r ssa.Value) {
	if t.u.Object == nil || !picks(r.Type()) || !t.outOfTable(r) {
		return
	}
	field := resultField(t.u.Object)
	for _, p := range t.paramsBehind(r) {
		f.addKeep(Keep{Param: p, Field: field})
	}
	if from := t.fieldRoot(r); from != nil && !isLocal(*from) {
		t.alias(field, *from)
	}
}

// picks reports whether a type is that of one thing that can be called, or has
// methods, rather than of a table of such.
func picks(ty types.Type) bool {
	switch ty.Underlying().(type) {
	case *types.Signature, *types.Interface:
		return callable(ty)
	}
	return false
}

// outOfTable reports whether a value is taken out of a map or a list.
func (t *tracker) outOfTable(v ssa.Value) bool {
	return seek(v, 6, t.takenFrom, func(v ssa.Value) bool {
		switch v.(type) {
		case *ssa.Lookup, *ssa.IndexAddr, *ssa.Index, *ssa.Next:
			return true
		}
		return false
	})
}

// pickedFrom are the arguments of a call that its result is taken out of.
func (t *tracker) pickedFrom(call *ssa.Call) []ssa.Value {
	s := t.site(call)
	f := t.funcOf(s)
	if f == nil {
		return nil
	}
	field := resultField(s.Callee.Origin())
	var list []ssa.Value
	for _, k := range f.Keeps {
		if k.Field == field && !k.Through.Calls && k.Param < len(s.Args) && !picks(s.Args[k.Param].Type()) {
			list = append(list, s.Args[k.Param])
		}
	}
	return list
}

// importAliases takes over which tables the functions below pick handlers out of.
func (a *analysis) importAliases() {
	for _, fact := range a.below() {
		for _, l := range fact.Picked {
			a.alias(l.Field, l.From)
		}
	}
}

// ownAliases are the tables that functions pick handlers out of, as far as the
// package knows.
func (a *analysis) ownAliases() []Alias {
	var list []Alias
	for _, field := range slices.SortedFunc(maps.Keys(a.aliases), compareMethods) {
		if !isResult(field) {
			continue
		}
		for _, from := range slices.SortedFunc(slices.Values(a.aliases[field]), compareMethods) {
			if !isLocal(from) {
				list = append(list, Alias{field, from})
			}
		}
	}
	return list
}
