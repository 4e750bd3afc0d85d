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
	if store := p.onlyStore(v.Type(), field); store != nil && store.Addr.(*ssa.FieldAddr).X == v {
		return converted(store.Val)
	}
	return p.heldByMade(v, field)
}

// onlyStore is the only assignment to a field of a type of the package's, which
// nobody outside sets: it is not exported, or embedded.
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
		if f.Name() != field || f.Exported() && !f.Embedded() && n.Obj().Exported() {
			continue
		}
		if stores := p.valueFieldStores()[f]; len(stores) == 1 {
			return stores[0]
		}
	}
	return nil
}

// heldByMade is what a constructor was given for a field of what it made, or nil.
func (p *program) heldByMade(v ssa.Value, field string) ssa.Value {
	if x, ok := v.(*ssa.Extract); ok && x.Index == 0 {
		v = x.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	for _, held := range p.holdsOf(call) {
		if held.Field == field && held.Param < len(call.Call.Args) {
			return converted(call.Call.Args[held.Param])
		}
	}
	return nil
}

// holdsOf are the pools that a call puts into what it makes.
func (p *program) holdsOf(call *ssa.Call) []summary.Holding {
	f := staticFunc(&call.Call)
	if f == nil {
		return nil
	}
	if g := p.byObj[f.Origin()]; g != nil {
		return p.holds(g)
	}
	if sum := p.summaryOf(f.Origin()); sum != nil {
		return sum.Holds
	}
	return nil
}

// holds are the pools, and what may stand for one (DBTX), that a constructor puts
// into what it makes. Others may make such a value too, of a transaction; but
// nobody may put another pool into one that is made already.
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
		if f.Exported() || !p.isPool(f.Type()) && !runsQueries(f.Type()) {
			continue
		}
		if store := p.makersStore(g.fn, f); store != nil {
			if param, ok := converted(store.Val).(*ssa.Parameter); ok && param.Parent() == g.fn {
				list = append(list, summary.Holding{Param: slices.Index(g.fn.Params, param), Field: f.Name()})
			}
		}
	}
	return list
}

// makersStore is how a function fills a field of what it makes, where that is
// filled nowhere but in literals; nil otherwise.
func (p *program) makersStore(fn *ssa.Function, f *types.Var) *ssa.Store {
	var own *ssa.Store
	for _, store := range p.valueFieldStores()[f] {
		if _, ok := store.Addr.(*ssa.FieldAddr).X.(*ssa.Alloc); !ok {
			return nil
		}
		if store.Parent() != fn {
			continue
		}
		if own != nil {
			return nil
		}
		own = store
	}
	return own
}
