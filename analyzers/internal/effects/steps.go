package effects

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Functions are also handed over as lists: the steps of a booking, the variadic
// operations of a scope. Whoever runs a list runs each of its functions, so that
// a list is followed to all that is known to be in it.

// runnables reports whether a value of the type is a list of functions.
func runnables(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	if !ok {
		return false
	}
	_, ok = s.Elem().Underlying().(*types.Signature)
	return ok
}

// follow follows a function, or a list of them.
func (t *tracer) follow(v ssa.Value, conf int) {
	if v != nil && runnables(v.Type()) {
		t.list(v, conf)
	} else {
		t.trace(v, conf)
	}
}

// entry follows an entry of a list: the one of a constant index, or any.
func (t *tracer) entry(ia *ssa.IndexAddr, conf int) {
	if k, ok := ia.Index.(*ssa.Const); ok {
		if elems := elements(t.onlyList(ia.X)); elems != nil {
			if i := k.Int64(); i >= 0 && i < int64(len(elems)) {
				t.trace(elems[i], conf)
			}
			return
		}
	}
	t.list(ia.X, conf)
}

// onlyList is the list that a variable holds which is given but one.
func (t *tracer) onlyList(v ssa.Value) ssa.Value {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		if stored := t.g.stores()[t.g.cell(load.X)]; len(stored) == 1 {
			return stored[0]
		}
	}
	return v
}

// list follows a list to the functions in it. What a struct's field collects is
// left alone: it may be a bus's handlers, or what is to run after the commit.
func (t *tracer) list(v ssa.Value, conf int) {
	if v == nil || t.seen[v] {
		return
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		t.trace(v, conf)
		return
	case *ssa.FreeVar:
		t.list(t.g.binding(v), conf)
		return
	}
	t.seen[v] = true
	switch v := v.(type) {
	case *ssa.Phi:
		for _, e := range v.Edges {
			t.list(e, conf)
		}
	case *ssa.ChangeType:
		t.list(v.X, conf)
	case *ssa.UnOp:
		if _, field := v.X.(*ssa.FieldAddr); v.Op != token.MUL || field {
			return
		}
		for _, s := range t.g.stores()[t.g.cell(v.X)] {
			t.list(s, conf)
		}
	case *ssa.Slice:
		t.list(v.X, conf)
	case *ssa.Alloc:
		for _, e := range elements(v) {
			t.trace(e, conf)
		}
	case *ssa.Call:
		if isAppend(v) {
			t.list(v.Call.Args[0], conf)
			t.list(v.Call.Args[1], conf)
		}
	}
}
