package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A service often has the pool itself, and a repository that was made from it:
// &Ledger{pool: pool, numbers: &Numbers{pool: pool}}. The two handles are reached
// in different ways, but what makes the service tells that they are one. It has
// to be the only one in the package that sets these fields, which nobody outside
// can set.

// samePool reports whether two handles are of one pool.
func (p *program) samePool(a, b handle) bool {
	if a == b {
		return true
	}
	root, ok := a.root.(ssa.Value)
	if !ok || a.root != b.root {
		return false
	}
	owner, pool := p.madeWith(root.Type(), a.path)
	other, same := p.madeWith(root.Type(), b.path)
	return owner != nil && owner == other && pool == same
}

// madeWith is the value that a field of a type of the package's is given, or a
// field of that, and what it is given to; nil where that is not the only one.
func (p *program) madeWith(t types.Type, path string) (owner *ssa.Alloc, value ssa.Value) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "."), ".")
	store := p.onlyStore(t, first)
	if store == nil {
		return nil, nil
	}
	owner, ok := store.Addr.(*ssa.FieldAddr).X.(*ssa.Alloc)
	if !ok {
		return nil, nil
	}
	value = converted(store.Val)
	if rest != "" {
		value = p.heldBy(value, rest)
	}
	switch value.(type) {
	case *ssa.Parameter, *ssa.Extract, *ssa.Call:
		return owner, value
	}
	return nil, nil
}

// heldBy is what a value that was just made has in one of its fields, or nil.
func (p *program) heldBy(v ssa.Value, field string) ssa.Value {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	store := p.onlyStore(v.Type(), field)
	if store == nil {
		return p.heldElsewhere(v, field)
	}
	base := store.Addr.(*ssa.FieldAddr).X
	if base == v {
		return converted(store.Val)
	}
	// It was made by a constructor, from one of its arguments.
	call, ok := v.(*ssa.Call)
	if !ok || call.Call.StaticCallee() != store.Parent() || len(results(call)) != 1 {
		return nil
	}
	for i, param := range store.Parent().Params {
		if converted(store.Val) == ssa.Value(param) && i < len(call.Call.Args) {
			return converted(call.Call.Args[i])
		}
	}
	return nil
}

// onlyStore is the only assignment to a field, which is not exported, of a type of
// the package's.
func (p *program) onlyStore(t types.Type, field string) *ssa.Store {
	n := named(t)
	if n == nil || n.Obj().Pkg() != p.pass.Pkg {
		return nil
	}
	st, ok := n.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	for f := range st.Fields() {
		if f.Name() != field || f.Exported() {
			continue
		}
		if stores := p.valueFieldStores()[f]; len(stores) == 1 {
			return stores[0]
		}
	}
	return nil
}

// heldElsewhere is what a constructor of another package was given for a field of
// what it made, or nil.
func (p *program) heldElsewhere(v ssa.Value, field string) ssa.Value {
	if x, ok := v.(*ssa.Extract); ok && x.Index == 0 {
		v = x.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	f := staticFunc(&call.Call)
	if f == nil {
		return nil
	}
	sum := p.summaryOf(f.Origin())
	if sum == nil {
		return nil
	}
	for _, held := range sum.Holds {
		if held.Field == field && held.Param < len(call.Call.Args) {
			return converted(call.Call.Args[held.Param])
		}
	}
	return nil
}

// holds are the pools that a constructor puts into what it makes, where it is the
// only one that does.
func (p *program) holds(g *group) []summary.Holding {
	if g.obj == nil || g.obj.Signature().Recv() != nil || g.obj.Signature().Results().Len() == 0 {
		return nil
	}
	made := g.obj.Signature().Results().At(0).Type()
	s := underlyingStruct(made)
	if s == nil {
		return nil
	}
	var list []summary.Holding
	for f := range s.Fields() {
		if f.Exported() || !p.isPool(f.Type()) {
			continue
		}
		store := p.onlyStore(made, f.Name())
		if store == nil || store.Parent() != g.fn {
			continue
		}
		if param, ok := converted(store.Val).(*ssa.Parameter); ok && param.Parent() == g.fn {
			list = append(list, summary.Holding{Param: slices.Index(g.fn.Params, param), Field: f.Name()})
		}
	}
	return list
}
