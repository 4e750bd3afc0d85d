package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// The present time may be put into a row that is written as a whole: the field of a
// struct, or the entry of a map.

// stamped names the fields and entries of what a call is given that hold the present
// time and nothing else.
func (t *tracker) stamped(s effects.Site) []string {
	var list []string
	for _, v := range slices.Concat(s.Args, variadic(s)) {
		list = append(list, t.stampedIn(withoutInterface(v))...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (t *tracker) stampedIn(v ssa.Value) []string {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	if free, ok := v.(*ssa.FreeVar); ok {
		v = t.u.Binding(free)
	}
	times, others := map[string]bool{}, map[string]bool{}
	note := func(name string, given ssa.Value) {
		given = withoutInterface(given)
		if onlyNow(t.val[given]) && tellsTime(deref(given.Type())) {
			times[name] = true
		} else {
			others[name] = true
		}
	}
	switch v := v.(type) {
	case *ssa.Alloc:
		if _, ok := deref(v.Type()).Underlying().(*types.Struct); !ok {
			return nil
		}
		for _, part := range append(literalsIn(v), v) {
			for _, ref := range *part.Referrers() {
				if fa, ok := ref.(*ssa.FieldAddr); ok {
					for _, given := range storedAt(fa) {
						note(structField(v.Type(), fa.Field), given)
					}
				}
			}
		}
	case *ssa.MakeMap:
		for _, ref := range *v.Referrers() {
			if u, ok := ref.(*ssa.MapUpdate); ok && u.Map == ssa.Value(v) {
				note(constantText(withoutInterface(u.Key)), u.Value)
			}
		}
	}
	var list []string
	for name := range times {
		if !others[name] && name != "" {
			list = append(list, name)
		}
	}
	return list
}

// literalsIn are the literals of structs that are put into a variable, where nothing else
// is: row = Row{SeenAt: time.Now()}.
func literalsIn(v *ssa.Alloc) []*ssa.Alloc {
	var list []*ssa.Alloc
	for _, kept := range stored(v) {
		if _, zero := kept.(*ssa.Const); zero {
			continue
		}
		made := builtHere(kept)
		if made == nil || made == v {
			return nil
		}
		list = append(list, made)
	}
	return list
}

// tellsTime reports whether values of a type may be times: some keep them as numbers.
func tellsTime(ty types.Type) bool {
	b, ok := ty.Underlying().(*types.Basic)
	return isTime(ty) || ok && b.Info()&types.IsInteger != 0
}

// storedAt are the values that are stored at an address.
func storedAt(addr ssa.Value) []ssa.Value {
	var list []ssa.Value
	for _, ref := range *addr.Referrers() {
		if s, ok := ref.(*ssa.Store); ok && s.Addr == addr {
			list = append(list, s.Val)
		}
	}
	return list
}
