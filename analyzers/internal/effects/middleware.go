package effects

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A middleware that opens a transaction runs in it whatever handlers stand
// behind it: those that are registered with a router after the router has been
// told to use it, and those that are registered together with it.

// A wrapper says that what is registered with a router runs in a transaction.
type wrapper struct {
	router handle
	at     ssa.Instruction // where the router was told
	behind *behind
}

// A behind is the middleware's transaction.
type behind struct {
	name  string
	steps []summary.Step
}

// wrapRoutes adds to the calls that register handlers that these run in the
// transaction of a middleware.
func (p *program) wrapRoutes(g *group) {
	var wrappers []wrapper
	for ci := range Calls(g.funcs...) {
		c := g.calls[ci]
		if c.callee == nil || c.shift() == 0 {
			continue
		}
		if b := p.middleware(g, c); b != nil {
			wrappers = p.wrap(g, c, b, wrappers)
		} else if b := p.behind(g, c.args[0], ci, wrappers); b != nil {
			p.addHandlers(g, c, b)
		}
	}
}

// wrap handles a call that is given a middleware.
func (p *program) wrap(g *group, c *call, b *behind, wrappers []wrapper) []wrapper {
	if c.callee.Name() == "Use" {
		if h, ok := p.router(g, c.args[0]); ok {
			wrappers = append(wrappers, wrapper{h, c.instr, b})
		}
		return wrappers
	}
	p.addHandlers(g, c, b)                                              // r.POST("/orders", mw, create)
	if value, ok := c.instr.(*ssa.Call); ok && isRouter(value.Type()) { // r.Group("/orders", mw), r.With(mw)
		wrappers = append(wrappers, wrapper{handle{root: value}, c.instr, b})
	}
	return wrappers
}

// middleware finds, among a call's arguments, a middleware that opens a
// transaction.
func (p *program) middleware(g *group, c *call) *behind {
	for _, a := range handlerArgs(c) {
		targets := p.targets(g, a)
		if len(targets) == 0 {
			continue
		}
		if b := p.opensTx(targets[0]); b != nil {
			return b
		}
	}
	return nil
}

// handlerArgs are a call's arguments of function type, variadic ones too.
func handlerArgs(c *call) []ssa.Value {
	var list []ssa.Value
	for _, a := range c.args[1:] {
		if runnable(a.Type()) {
			list = append(list, a)
		} else if s, ok := a.Type().Underlying().(*types.Slice); ok && runnable(s.Elem()) {
			list = append(list, elements(a)...)
		}
	}
	return slices.DeleteFunc(list, func(v ssa.Value) bool { return v == nil })
}

// opensTx tells whether a function is a middleware that opens a transaction.
func (p *program) opensTx(t target) *behind {
	var does *summary.Given
	b := new(behind)
	switch {
	case t.given != nil:
		does, b.name = t.given.Given, t.given.from
	case t.closure != nil:
		does, b.name = givenOf(p.byFunc[t.closure].literal(t.closure)), "a middleware"
	case t.literal != nil:
		home := p.byFunc[t.literal]
		does, b.name = givenOf(home.literal(t.literal)), home.name()
	case t.obj != nil && t.method == nil:
		sum := p.summaryOf(t.obj)
		if sum == nil {
			return nil
		}
		does, b.name = new(summary.Given), t.obj.Name()
		addGiven(does, givenOf(sum), shiftOf(t.obj))
	default:
		return nil
	}
	switch {
	case does.NextTx != nil:
		b.steps = does.NextTx.Steps
	case len(does.TxDecorates) > 0 && does.TxDecorates[0].Index == 0:
		b.steps = does.TxDecorates[0].Steps
	default:
		return nil
	}
	return b
}

// behind finds the middleware that stands before what is registered with a
// router at an instruction.
func (p *program) behind(g *group, router ssa.Value, at ssa.Instruction, wrappers []wrapper) *behind {
	for depth := 0; len(wrappers) > 0 && depth < 6; depth++ {
		h, ok := p.router(g, router)
		if !ok {
			return nil
		}
		for _, w := range wrappers {
			if w.router == h && comesBefore(w.at, at) {
				return w.behind
			}
		}
		v, _ := h.root.(ssa.Value)
		switch v := v.(type) {
		case *ssa.Call: // a group of the router's routes
			if v.Call.IsInvoke() {
				router, at = v.Call.Value, v
			} else if f := staticFunc(&v.Call); f != nil && shiftOf(f) == 1 {
				router, at = v.Call.Args[0], v
			} else {
				return nil
			}
		case *ssa.Parameter: // r.Route("/orders", func(r chi.Router) {…})
			c := g.givenTo(v.Parent())
			if c == nil || c.callee == nil || c.shift() == 0 {
				return nil
			}
			router, at = c.args[0], c.instr
		default:
			return nil
		}
	}
	return nil
}

// givenTo is the call that a literal is an argument of, or nil.
func (g *group) givenTo(fn *ssa.Function) *call {
	if fn.Parent() == nil {
		return nil
	}
	for ci := range Calls(fn.Parent()) {
		for _, a := range g.calls[ci].args {
			if ct, ok := a.(*ssa.ChangeType); ok {
				a = ct.X
			}
			if g.literalOf(a) == fn {
				return g.calls[ci]
			}
		}
	}
	return nil
}

// router is a router's handle. What it embeds is the same router.
func (p *program) router(g *group, v ssa.Value) (handle, bool) {
	for {
		fa, ok := v.(*ssa.FieldAddr)
		if !ok {
			break
		}
		s, ok := fa.X.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct)
		if !ok || !s.Field(fa.Field).Embedded() {
			break
		}
		v = fa.X
	}
	return p.handle(g, v)
}

// comesBefore reports whether one instruction has run before another, on every
// path. Of different functions, none is known to.
func comesBefore(a, b ssa.Instruction) bool {
	if a.Block() != b.Block() {
		return a.Parent() == b.Parent() && a.Block().Dominates(b.Block())
	}
	return slices.Index(a.Block().Instrs, a) <= slices.Index(b.Block().Instrs, b)
}

// isRouter reports whether a type can be told to use a middleware.
func isRouter(t types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Use")
	_, ok := obj.(*types.Func)
	return ok
}

// addHandlers notes that the handlers which a call registers run behind a
// middleware.
func (p *program) addHandlers(g *group, c *call, b *behind) {
	for _, a := range handlerArgs(c) {
		if sig, ok := a.Type().Underlying().(*types.Signature); ok && takesRouter(sig) {
			continue
		}
		if targets := p.targets(g, a); len(targets) == 0 || p.opensTx(targets[0]) != nil {
			continue
		}
		p.addRun(g, c, a, run{mode: runTx, conf: 100, steps: b.steps, begin: b.name, behind: b.name, later: true})
	}
}

// takesRouter: such a function registers routes, and handles none.
func takesRouter(sig *types.Signature) bool {
	for param := range sig.Params().Variables() {
		if isRouter(param.Type()) {
			return true
		}
	}
	return false
}

// ranNext notes that a middleware runs the rest of the request.
func (r *recorder) ranNext(e event) {
	definite, _ := r.split(e.open &^ r.handed())
	if definite == nil {
		return
	}
	sum := r.sum
	if e.at != r.g.fn {
		sum = r.g.literal(e.at)
	}
	if sum.NextTx == nil && e.call.has(catalog.Next) != nil {
		step := r.p.step(r.p.callPos(e.call.instr), "runs the rest of the request")
		sum.NextTx = &summary.Param{Steps: append(slices.Clone(definite.steps), step)}
	}
}
