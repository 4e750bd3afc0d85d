package flows

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Handlers are subscribed one by one or as a list, which is put together by
// appending, taken out of a map, or gone through in a loop:
//
//	handlers := append([]bus.Handler{names}, slices.Collect(maps.Values(extra))...)
//	for _, h := range handlers { b.Attach(ctx, h) }

// inLists are the values that one may be: itself, or what is in the list or the
// map that it is or was taken from.
func (t *tracker) inLists(v ssa.Value) []ssa.Value {
	l := lister{t: t, seen: map[ssa.Value]bool{}}
	l.add(v)
	return l.found
}

type lister struct {
	t     *tracker
	seen  map[ssa.Value]bool
	found []ssa.Value
}

const maxListed = 200

func (l *lister) add(v ssa.Value) {
	if v == nil || l.seen[v] || len(l.seen) > maxListed {
		return
	}
	l.seen[v] = true
	if from := l.from(v); len(from) > 0 {
		for _, v := range from {
			l.add(v)
		}
		return
	}
	l.found = append(l.found, v)
}

// from are the values that one is made of, or nil.
func (l *lister) from(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.Phi:
		return v.Edges
	case *ssa.Extract:
		if next, ok := v.Tuple.(*ssa.Next); ok {
			return []ssa.Value{next.Iter.(*ssa.Range).X}
		}
		if lookup, ok := v.Tuple.(*ssa.Lookup); ok && v.Index == 0 {
			return []ssa.Value{lookup.X}
		}
		return nil
	case *ssa.Lookup:
		return []ssa.Value{v.X}
	case *ssa.UnOp:
		return l.loaded(v)
	case *ssa.Call:
		return l.called(v)
	case *ssa.Slice:
		if list := elements(v); len(list) != 1 || list[0] != v {
			return list
		}
		return []ssa.Value{v.X}
	case *ssa.FreeVar:
		if b := l.t.u.Binding(v); b != nil && listsOrHandles(v.Type()) {
			return []ssa.Value{b}
		}
		return nil
	}
	if list := elements(v); len(list) != 1 || list[0] != v {
		return list
	}
	return nil
}

// loaded is what a list holds that a value was read from, or what a variable was
// given that is a list, or a handler. A literal of the function's may have captured it.
func (l *lister) loaded(v *ssa.UnOp) []ssa.Value {
	switch addr := l.t.u.Cell(v.X).(type) {
	case *ssa.IndexAddr:
		return []ssa.Value{addr.X}
	case *ssa.Alloc:
		if listsOrHandles(v.Type()) {
			return stored(addr)
		}
	}
	if fa, ok := v.X.(*ssa.FieldAddr); ok && isFunction(v.Type()) {
		return ofEntries(fa)
	}
	return nil
}

// ofEntries are the values that a field has in the structs of a list which is written down
// here, where it is read of the one at hand:
//
//	for _, r := range []struct{ topic string; handle Handler }{…} { b.On(r.topic, r.handle) }
//
// They are nil where the struct may come from elsewhere.
func ofEntries(fa *ssa.FieldAddr) []ssa.Value {
	var list []ssa.Value
	for _, at := range entriesAt(fa.X) {
		array := arrayOf(at.X)
		if array == nil {
			return nil
		}
		for _, ref := range *array.Referrers() {
			if entry, ok := ref.(*ssa.IndexAddr); ok {
				list = append(list, inEntry(entry, fa.Field)...)
			}
		}
	}
	return list
}

// entriesAt are the entries of lists that a struct is, or was copied from; nil where it may
// be another.
func entriesAt(v ssa.Value) []*ssa.IndexAddr {
	switch v := v.(type) {
	case *ssa.IndexAddr:
		return []*ssa.IndexAddr{v}
	case *ssa.Alloc:
		var list []*ssa.IndexAddr
		for _, whole := range stored(v) {
			load, ok := whole.(*ssa.UnOp)
			if !ok {
				return nil
			}
			at, ok := load.X.(*ssa.IndexAddr)
			if !ok {
				return nil
			}
			list = append(list, at)
		}
		return list
	}
	return nil
}

// arrayOf is the array in which a list is written down that is made here, or nil.
func arrayOf(list ssa.Value) *ssa.Alloc {
	if load, ok := list.(*ssa.UnOp); ok {
		if v, ok := load.X.(*ssa.Alloc); ok && len(stored(v)) == 1 {
			list = stored(v)[0]
		}
	}
	if made, ok := list.(*ssa.Slice); ok && made.Low == nil && made.High == nil {
		list = made.X
	}
	array, _ := list.(*ssa.Alloc)
	return array
}

// inEntry are the values that a field is given of the struct at one place of a list.
func inEntry(entry *ssa.IndexAddr, field int) []ssa.Value {
	var list []ssa.Value
	for _, ref := range *entry.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			if ref.Field == field {
				list = append(list, storedAt(ref)...)
			}
		case *ssa.Store: // a struct that was made before
			load, ok := ref.Val.(*ssa.UnOp)
			if !ok || ref.Addr != ssa.Value(entry) {
				continue
			}
			if made, ok := load.X.(*ssa.Alloc); ok {
				for _, use := range *made.Referrers() {
					if fa, ok := use.(*ssa.FieldAddr); ok && fa.Field == field {
						list = append(list, storedAt(fa)...)
					}
				}
			}
		}
	}
	return list
}

// called is what an append joins, or what a function of a library was given that
// takes values out of a list or a map.
func (l *lister) called(v *ssa.Call) []ssa.Value {
	if b, ok := v.Call.Value.(*ssa.Builtin); ok {
		if b.Name() == "append" {
			return v.Call.Args
		}
		return nil
	}
	obj := l.t.site(v).Callee
	if obj == nil || obj.Pkg() == nil || l.t.firstParty(effects.PkgPath(obj.Pkg())) || !isList(v.Type()) {
		return nil
	}
	var list []ssa.Value
	for _, a := range v.Call.Args {
		if isList(a.Type()) {
			list = append(list, a)
		}
	}
	return list
}

// listsOrHandles reports whether what is of a type may be a list of handlers, or one.
func listsOrHandles(t types.Type) bool { return isList(t) || isFunction(t) || types.IsInterface(t) }

// isList reports whether a type is that of a list, a map or an iterator.
func isList(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Slice, *types.Map, *types.Array:
		return true
	case *types.Pointer:
		_, ok := u.Elem().Underlying().(*types.Array)
		return ok
	case *types.Signature: // iter.Seq
		if u.Params().Len() != 1 || u.Results().Len() != 0 {
			return false
		}
		yield, ok := u.Params().At(0).Type().Underlying().(*types.Signature)
		return ok && yield.Results().Len() == 1 && types.Identical(yield.Results().At(0).Type(), types.Typ[types.Bool])
	}
	return false
}
