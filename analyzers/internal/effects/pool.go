package effects

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A handle names the same thing wherever it is reached in the same way: by the
// same fields, from the same value or the same package's variable. Two handles
// of one pool that are reached in different ways are not known to be one.
type handle struct {
	root any    // an ssa.Value, or the name of a package's variable or function
	path string // .field.field
}

// isPool reports whether a type takes a connection for each use.
func (p *program) isPool(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Pkg() != nil && p.catalog.Pool(pkgPath(n.Obj().Pkg()), n.Obj().Name())
}

// unwrapped is a value before it was made an interface.
func unwrapped(v ssa.Value) ssa.Value {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		return mi.X
	}
	return v
}

// handle follows a value back to what it is reached from. It fails where the
// value may be one or another.
func (p *program) handle(g *group, v ssa.Value) (handle, bool) {
	path := ""
	for range 20 {
		switch x := converted(v).(type) {
		case *ssa.Parameter, *ssa.Extract:
			return handle{x, path}, true
		case *ssa.Global:
			return handle{x.Pkg.Pkg.Path() + "." + x.Name(), path}, true
		case *ssa.FreeVar:
			if v = g.binding(x); v == nil {
				return handle{}, false
			}
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return handle{}, false
			}
			v = x.X
		case *ssa.Alloc:
			stored := g.stores()[any(x)]
			if len(stored) != 1 {
				return handle{x, path}, len(stored) == 0
			}
			v = stored[0]
		case *ssa.FieldAddr:
			if len(g.stores()[g.cell(x)]) > 0 {
				return handle{}, false
			}
			path, v = p.field(x.X.Type(), x.Field)+path, x.X
		case *ssa.Field:
			path, v = p.field(x.X.Type(), x.Field)+path, x.X
		case *ssa.Call:
			recv, step, ok := p.getter(x)
			if !ok {
				return handle{x, path}, true
			}
			if recv == nil {
				return handle{step, path}, true
			}
			path, v = step+path, recv
		default:
			return handle{}, false
		}
	}
	return handle{}, false
}

// converted is a value without any conversions, between interfaces too.
func converted(v ssa.Value) ssa.Value {
	for {
		v = Unwrapped(v)
		c, ok := v.(*ssa.ChangeInterface)
		if !ok {
			return v
		}
		v = c.X
	}
}

// field is a step of a handle's path. What a pool embeds is the same pool.
func (p *program) field(t types.Type, i int) string {
	if p.isPool(t) {
		return ""
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return "?"
	}
	return "." + s.Field(i).Name()
}

// getter recognises the calls that hand out the same handle each time: what
// takes nothing but its receiver, and *gorm.DB's methods that refine a query.
// One that takes a context may find a transaction there.
func (p *program) getter(c *ssa.Call) (recv ssa.Value, step string, ok bool) {
	f := staticFunc(&c.Call)
	if f == nil || len(results(c)) != 1 {
		return nil, "", false
	}
	args := c.Call.Args
	if shiftOf(f) == 0 {
		return nil, fullName(f) + "()", len(args) == 0 && p.isPool(c.Type())
	}
	if p.txKindOf(args[0].Type()) == maybeTx && p.isPool(args[0].Type()) && !slices.Contains(gormFinishers, f.Name()) {
		return args[0], "", types.Identical(args[0].Type(), c.Type())
	}
	return args[0], "." + f.Name() + "()", len(args) == 1 && !beginsByName(f.Name())
}

// exported is a handle as the function's callers see it, or nil.
func (p *program) exported(g *group, h *handle) *summary.Pool {
	if h == nil {
		return nil
	}
	switch root := h.root.(type) {
	case string:
		return &summary.Pool{Param: -1, Global: root, Path: h.path}
	case *ssa.Parameter:
		if i := slices.Index(g.fn.Params, root); i >= 0 {
			return &summary.Pool{Param: i, Path: h.path}
		}
	}
	return nil
}

// composed is a callee's handle as seen from a call.
func (p *program) composed(g *group, args []ssa.Value, pool *summary.Pool) (handle, bool) {
	if pool.Param < 0 {
		return handle{pool.Global, pool.Path}, true
	}
	if pool.Param >= len(args) {
		return handle{}, false
	}
	h, ok := p.handle(g, args[pool.Param])
	h.path += pool.Path
	return h, ok
}
