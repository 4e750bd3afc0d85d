package flows

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A row that the consumer has inserted itself is not always handed on as a struct. Often no
// more than its key is:
//
//	id, err := jobs.Create(ctx, e.Kind)
//	…
//	return jobs.SetResult(ctx, id, result)
//
// The key came back from what inserted the row, was put into the struct that was inserted, or
// was made here and inserted with the row. No other message has written that row yet.

// keyAmong is where one of some values comes from by which a row is found, the first of which
// is known that it may have been inserted here; else the one parameter that is a key.
func (t *tracker) keyAmong(values []ssa.Value, at ssa.Instruction) Row {
	var handed []Row
	for _, v := range values {
		switch r := t.rowKeyed(v, at, 0); {
		case len(r.At) > 0:
			return r
		case r.Param > 0:
			handed = append(handed, r)
		}
	}
	if len(handed) != 1 {
		return Row{}
	}
	return handed[0]
}

// rowKeyed is where a row has been of which a value is the key, or a struct holds it.
func (t *tracker) rowKeyed(v ssa.Value, at ssa.Instruction, depth int) Row {
	if depth > maxKeySteps {
		return Row{}
	}
	switch x := v.(type) {
	case *ssa.MakeInterface:
		return t.rowKeyed(x.X, at, depth+1)
	case *ssa.Convert:
		return t.rowKeyed(x.X, at, depth+1)
	case *ssa.ChangeType:
		return t.rowKeyed(x.X, at, depth+1)
	case *ssa.Parameter:
		if i := slices.Index(t.u.Func.Params, x); i >= 0 && x != t.receiver() && (keyType(x.Type()) || isStructType(deref(x.Type()))) {
			return t.keyed(Row{Param: i + 1}, x, at)
		}
	case *ssa.Alloc:
		if isStructType(deref(x.Type())) {
			return t.insertedWith(x, at) // a pointer to the row
		}
	case *ssa.MakeMap:
		return t.keyAmong(elements(x), at) // a filter
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok && x.Index == 0 {
			return t.keyFrom(call)
		}
	case *ssa.Call:
		if fresh(x) {
			return t.insertedWith(x, at)
		}
		if name, of := readField(x); of != nil && isKeyName(name) {
			return t.keyed(t.rowKeyed(of, at, depth+1), x, at)
		}
		return t.keyFrom(x)
	case *ssa.UnOp:
		return t.keyRead(x, at, depth)
	case *ssa.Field:
		if isKeyName(structField(x.X.Type(), x.Field)) {
			return t.keyed(t.rowKeyed(x.X, at, depth+1), x, at)
		}
	}
	return Row{}
}

// maxKeySteps bounds the steps back from a key.
const maxKeySteps = 8

// keyFrom is the row whose key a call gives back: of a function that inserts, or of what a
// statement was run with.
func (t *tracker) keyFrom(call *ssa.Call) Row {
	s := t.site(call)
	if s.Callee != nil && s.Callee.Name() == "LastInsertId" && len(s.Args) > 0 {
		if run := resultOf(s.Args[0]); run != nil {
			return Row{At: []string{t.siteKey(run)}}
		}
	}
	given := firstOf(call.Type())
	if !keyType(given) && !isStructType(deref(given)) || !t.inserts(s) {
		return Row{}
	}
	return Row{At: []string{t.siteKey(call)}}
}

// keyRead is the row whose key was read from a variable, or from a field of a struct.
func (t *tracker) keyRead(load *ssa.UnOp, at ssa.Instruction, depth int) Row {
	switch addr := load.X.(type) {
	case *ssa.FieldAddr:
		n := effects.Named(deref(addr.X.Type()))
		if n == nil || !isKeyName(structField(addr.X.Type(), addr.Field)) {
			return Row{}
		}
		root := rootOf(addr.X)
		if cell, from := copied(root); cell != nil {
			root = from
		}
		if p, ok := root.(*ssa.Parameter); ok && p != t.receiver() {
			return t.keyed(t.rowKeyed(p, at, depth+1), load, at) // the caller knows what it has put there
		}
		return t.keyed(t.insertedWith(addr.X, at), load, at)
	case *ssa.FreeVar:
		return t.keyed(t.insertedWith(load, at), load, at)
	case *ssa.Alloc:
		if isStructType(load.Type()) {
			return t.keyIn(addr, at, depth)
		}
		if r := t.keyed(t.insertedWith(load, at), load, at); len(r.At) > 0 {
			return r
		}
		given := slices.DeleteFunc(stored(addr), func(v ssa.Value) bool { return readOf(v, addr) })
		if len(given) == 1 {
			return t.rowKeyed(given[0], at, depth+1)
		}
		return t.scannedInto(addr)
	}
	return Row{}
}

// keyed adds to a row the calls that have inserted one under a key before.
func (t *tracker) keyed(r Row, key ssa.Value, at ssa.Instruction) Row {
	if under := t.insertedUnder(key, at); len(under) > 0 {
		r.At = append(slices.Clone(r.At), under...)
		r.At, r.Handed = r.At[:min(len(r.At), maxRowCalls)], true
	}
	return r
}

// readOf reports whether a value is what a variable holds: a named result is put into itself
// where it is returned.
func readOf(v ssa.Value, variable *ssa.Alloc) bool {
	load, ok := v.(*ssa.UnOp)
	return ok && load.Op == token.MUL && load.X == ssa.Value(variable)
}

// keyIn is the row whose key a struct is given that is handed on: UpdateParams{ID: id, …}.
func (t *tracker) keyIn(built *ssa.Alloc, at ssa.Instruction, depth int) Row {
	st, ok := deref(built.Type()).Underlying().(*types.Struct)
	if !ok {
		return Row{}
	}
	for i := range st.NumFields() {
		given := t.waysInto().fields[t.u.Base(built)][i]
		if isKeyName(st.Field(i).Name()) && len(given) == 1 {
			if r := t.rowKeyed(given[0].value, at, depth+1); !r.none() {
				return r
			}
		}
	}
	return Row{}
}

// callsWith are the calls that are given a value, by itself or in a list of arguments.
func callsWith(v ssa.Value) []ssa.CallInstruction {
	var list []ssa.CallInstruction
	refs := slices.Clone(*v.Referrers())
	for i := 0; i < len(refs) && i < maxListed; i++ {
		switch ref := refs[i].(type) {
		case ssa.CallInstruction:
			list = append(list, ref)
		case *ssa.MakeInterface:
			refs = append(refs, *ref.Referrers()...)
		case *ssa.Store:
			if ia, ok := ref.Addr.(*ssa.IndexAddr); ok {
				refs = append(refs, *ia.X.Referrers()...)
			}
		case *ssa.Slice:
			refs = append(refs, *ref.Referrers()...)
		}
	}
	return list
}

// scannedInto is the row of which a query gave back the key that a variable holds, as INSERT …
// RETURNING id does.
func (t *tracker) scannedInto(v *ssa.Alloc) Row {
	for _, call := range callsWith(v) {
		s := t.site(call)
		if s.Callee == nil || s.Callee.Name() != "Scan" || len(s.Args) == 0 {
			continue
		}
		if run := resultOf(s.Args[0]); run != nil {
			return Row{At: []string{t.siteKey(run)}}
		}
	}
	return Row{}
}

// keyArgs are the keys among a call's arguments, the receiver left out; nil if there are none.
func (t *tracker) keyArgs(s effects.Site) []Row {
	var list []Row
	for i := s.Shift; i < len(s.Args); i++ {
		r := t.rowKeyed(s.Args[i], s.Instr, 0)
		if r.none() {
			continue
		}
		for len(list) <= i-s.Shift {
			list = append(list, Row{})
		}
		list[i-s.Shift] = r
	}
	return list
}

// keyOfArg tells the rows of which a callee's parameters are the keys.
func (k *taking) keyOfArg(i int) Row {
	if i >= len(k.site.Args) {
		return Row{}
	}
	return k.rowKeyed(k.site.Args[i], k.site.Instr, 0)
}

// keyOfArg is the same for an interface's method.
func (c *Call) keyOfArg(i int) Row {
	if i--; i >= 0 && i < len(c.Keys) {
		return c.Keys[i]
	}
	return Row{}
}
