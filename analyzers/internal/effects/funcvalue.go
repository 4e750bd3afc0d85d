package effects

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A target is one function that a function value may be.
type target struct {
	closure *ssa.Function   // a literal of the same group
	literal *ssa.Function   // a literal of another function of the package
	obj     *types.Func     // a declared function or method
	method  *summary.Method // obj is this first-party interface's method
	param   int             // 1 + index of the group's parameter; 0: none
	inner   *ssa.Parameter  // of a literal of the group
	tx      *summary.Param  // a decorator runs it in a transaction
	given   *given          // what a call gave back
	conf    int
}

// A given is a function that a call gave back, known only by what it does with
// the functions that it is called with.
type given struct {
	*summary.Given
	from string // the function that gave it
}

// maxTargets bounds how many functions a value is followed to. A value that
// may be more is a table of handlers, and says nothing of any one of them.
const maxTargets = 8

// maxHandlers bounds how many one may be that is given messages: each function of such a
// table is.
const maxHandlers = 64

// targets follows a function value back to the functions that it may be,
// within the group. None means that it could not be followed.
func (p *program) targets(g *group, v ssa.Value) []target { return p.targetsUpTo(g, v, maxTargets) }

func (p *program) targetsUpTo(g *group, v ssa.Value, most int) []target {
	t := tracer{p: p, g: g, most: most, seen: map[ssa.Value]bool{}}
	t.follow(v, 100)
	if len(t.found) > most {
		return nil
	}
	return t.found
}

type tracer struct {
	most  int // targets; of more, nothing is said
	p     *program
	g     *group
	seen  map[ssa.Value]bool
	found []target
}

func (t *tracer) add(found target, conf int) {
	found.conf = conf
	t.found = append(t.found, found)
}

func (t *tracer) trace(v ssa.Value, conf int) {
	if v == nil || t.seen[v] {
		return
	}
	t.seen[v] = true
	switch v := v.(type) {
	case *ssa.Function:
		t.function(v, conf)
	case *ssa.MakeClosure:
		t.function(v.Fn.(*ssa.Function), conf)
	case *ssa.Parameter:
		t.parameter(v, conf)
	case *ssa.FreeVar:
		t.trace(t.g.binding(v), conf)
	case *ssa.Phi:
		for _, e := range v.Edges {
			t.trace(e, conf)
		}
	case *ssa.ChangeType:
		t.trace(v.X, conf)
	case *ssa.MakeInterface:
		t.trace(v.X, conf)
	case *ssa.TypeAssert:
		t.trace(v.X, conf)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			t.load(v.X, conf)
		}
	case *ssa.Extract:
		t.trace(v.Tuple, conf)
	case *ssa.Call:
		t.decorated(v, conf)
	}
}

// parameter: what the group's function is given is for its callers to know. A
// literal of the group is given what the group calls it with.
func (t *tracer) parameter(v *ssa.Parameter, conf int) {
	fn := v.Parent()
	if fn == t.g.fn {
		t.add(target{param: 1 + slices.Index(fn.Params, v)}, conf)
		return
	}
	if t.p.byFunc[fn] != t.g {
		return
	}
	if runnable(v.Type()) || runnables(v.Type()) {
		t.add(target{inner: v}, conf)
	} else if !types.IsInterface(v.Type()) {
		return
	}
	i := slices.Index(fn.Params, v)
	for ci := range Calls(t.g.funcs...) {
		if !ci.Common().IsInvoke() && t.g.literalOf(ci.Common().Value) == fn {
			t.follow(ci.Common().Args[i], conf)
		}
	}
}

// literalOf is the literal that a value is in plain sight, or nil.
func (g *group) literalOf(v ssa.Value) *ssa.Function {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		stored := g.stores()[g.cell(load.X)]
		if len(stored) != 1 {
			return nil
		}
		v = stored[0]
	}
	switch v := v.(type) {
	case *ssa.MakeClosure:
		return v.Fn.(*ssa.Function)
	case *ssa.Function:
		return v
	}
	return nil
}

func (t *tracer) function(fn *ssa.Function, conf int) {
	if fn.Parent() != nil {
		switch g := t.p.byFunc[fn]; {
		case g == t.g:
			t.add(target{closure: fn}, conf)
		case g != nil:
			t.add(target{literal: fn}, conf)
		}
		return
	}
	obj, ok := fn.Object().(*types.Func)
	if !ok {
		return
	}
	found := target{obj: obj.Origin()}
	if recv := obj.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		found.method = t.p.firstPartyMethod(recv.Type(), found.obj)
	}
	t.add(found, conf)
}

// load follows a variable to the values that are stored in it.
func (t *tracer) load(addr ssa.Value, conf int) {
	if global, ok := addr.(*ssa.Global); ok {
		t.trace(t.p.globals[global], conf)
		return
	}
	stored := t.g.stores()[t.g.cell(addr)]
	for _, v := range stored {
		t.trace(v, conf)
	}
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		switch set := t.p.atStart(a); {
		case len(stored) > 0:
		case set != nil:
			sub := tracer{most: t.most, p: t.p, g: t.p.groupOf(t.p.ssa.Func("init")), seen: t.seen}
			sub.trace(set, conf)
			t.adopt(sub)
		default:
			t.field(a, conf)
		}
	case *ssa.IndexAddr:
		t.entry(a, conf)
	}
}

// field follows a struct's field to what the package stores in it, if that is
// little enough to say something: a constructor sets the functions of a client.
func (t *tracer) field(fa *ssa.FieldAddr, conf int) {
	stores := t.p.funcFieldStores()[fieldOf(fa)]
	if len(stores) > t.most {
		return
	}
	for _, s := range stores {
		g := t.p.groupOf(s.Parent())
		if g == nil {
			continue
		}
		sub := tracer{most: t.most, p: t.p, g: g, seen: t.seen}
		sub.trace(s.Val, summary.Mul(conf, 95))
		t.adopt(sub)
	}
}

// adopt takes over what was found in another function of the package.
func (t *tracer) adopt(sub tracer) {
	for _, found := range sub.found {
		if found.closure != nil && sub.g != t.g {
			found.literal, found.closure = found.closure, nil
		}
		if found.param == 0 || sub.g == t.g {
			t.found = append(t.found, found)
		}
	}
}

// atStart is what a field of a package's variable is given where that is
// declared, if nothing else changes it.
func (p *program) atStart(fa *ssa.FieldAddr) ssa.Value {
	global, ok := fa.X.(*ssa.Global)
	init := p.groupOf(p.ssa.Func("init"))
	if !ok || init == nil || !p.setAtStart(global) {
		return nil
	}
	if stored := init.stores()[fieldCell{global, fa.Field}]; len(stored) == 1 {
		return stored[0]
	}
	if whole := init.stores()[ssa.Value(global)]; len(whole) == 1 {
		return init.literalFields(whole[0])[fieldOf(fa).Name()]
	}
	return nil
}

// decorated follows the result of a call: a function that is made from another
// (withRetry(fn), otelwrap(fn)) is taken to run it.
func (t *tracer) decorated(c *ssa.Call, conf int) {
	if c.Call.IsInvoke() || !givesFunc(c) {
		return
	}
	var decorates []summary.Param
	if callee := c.Call.StaticCallee(); callee != nil {
		if g := t.p.groupOf(callee); g != nil && g != t.g {
			t.made(g, conf)
		}
		if obj := staticFunc(&c.Call); obj != nil {
			if s := t.p.summaryOf(obj); s != nil {
				decorates = s.TxDecorates
				if s.Gives != nil {
					t.add(target{given: &given{s.Gives, obj.Name()}}, conf)
				}
			}
		}
	} else {
		sub := tracer{most: t.most, p: t.p, g: t.g, seen: t.seen} // the function may be made from itself
		sub.trace(c.Call.Value, conf)
		for _, found := range sub.found {
			if found.given != nil {
				decorates = append(decorates, found.given.TxDecorates...)
			}
		}
	}
	for i, a := range c.Call.Args {
		if _, ok := a.Type().Underlying().(*types.Signature); !ok && !runnables(a.Type()) {
			continue
		}
		before := len(t.found)
		t.follow(a, summary.Mul(conf, 95))
		for _, d := range decorates {
			if d.Index != i {
				continue
			}
			for k := before; k < len(t.found); k++ {
				t.found[k].tx = &d
			}
		}
	}
}

// made follows the result of a function of this package to the literals that it
// returns.
func (t *tracer) made(g *group, conf int) {
	for ret := range Returns(g.fn) {
		for _, v := range ret.Results {
			v = Unwrapped(v)
			if mc, ok := v.(*ssa.MakeClosure); ok {
				t.function(mc.Fn.(*ssa.Function), conf)
			} else if fn, ok := v.(*ssa.Function); ok {
				t.function(fn, conf)
			}
		}
	}
}

// givesFunc reports whether a call has a function among its results.
func givesFunc(c *ssa.Call) bool {
	return slices.ContainsFunc(results(c), func(t types.Type) bool {
		_, ok := t.Underlying().(*types.Signature)
		return ok || types.IsInterface(t) && !isErrorType(t)
	})
}

// binding is the value that a literal's free variable is bound to.
func (g *group) binding(v *ssa.FreeVar) ssa.Value {
	mc := g.makes[v.Parent()]
	if mc == nil {
		return nil
	}
	if i := slices.Index(v.Parent().FreeVars, v); i >= 0 && i < len(mc.Bindings) {
		return mc.Bindings[i]
	}
	return nil
}

// cell is the variable behind an address: captured variables are the one that
// was captured. Fields are told apart by what they are fields of.
func (g *group) cell(addr ssa.Value) any {
	for {
		switch a := addr.(type) {
		case *ssa.FreeVar:
			b := g.binding(a)
			if b == nil {
				return a
			}
			addr = b
		case *ssa.FieldAddr:
			return fieldCell{g.base(a.X), a.Field}
		default:
			return addr
		}
	}
}

// A fieldCell is a field of a variable.
type fieldCell struct {
	base  any
	field int
}

// base is what a pointer points into, so that two loads of one variable count
// as the same.
func (g *group) base(v ssa.Value) any {
	for range 10 {
		switch x := v.(type) {
		case *ssa.FreeVar:
			b := g.binding(x)
			if b == nil {
				return x
			}
			v = b
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return x
			}
			return loadOf{g.cell(x.X)}
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MultiConvert: // to a type parameter
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.FieldAddr:
			return fieldCell{g.base(x.X), x.Field}
		default:
			return v
		}
	}
	return v
}

// loadOf is the content of a variable.
type loadOf struct{ cell any }

// stores are the values stored in each variable of the group.
func (g *group) stores() map[any][]ssa.Value {
	if g.stored == nil {
		g.stored = map[any][]ssa.Value{}
		for instr := range Instructions(g.funcs...) {
			switch i := instr.(type) {
			case *ssa.Store:
				cell := g.cell(i.Addr)
				g.stored[cell] = append(g.stored[cell], i.Val)
			case *ssa.Call:
				if addr, value := flagVar(&i.Call); addr != nil {
					cell := g.cell(addr)
					g.stored[cell] = append(g.stored[cell], value)
				}
			}
		}
	}
	return g.stored
}
