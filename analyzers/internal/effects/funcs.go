package effects

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A text may come out of a function literal, or be handed to one: a struct keeps
// what makes a query, a helper tells the code that it runs which table is meant.

// inLiteral evaluates in a function literal that a call calls.
func (e *evaluator) inLiteral(lit *ssa.Function, args []ssa.Value) *evaluator {
	in := e.called(e.p.byFunc[lit], args)
	in.fn = lit
	return in
}

// ofValue evaluates the call of a function value, of which one function is meant.
func (e *evaluator) ofValue(c *ssa.Call, next func(ssa.Value) []text) []text {
	if c.Call.IsInvoke() {
		return []text{hole()}
	}
	targets := e.p.targets(e.g, c.Call.Value)
	if len(targets) != 1 {
		return []text{hole()}
	}
	lit := targets[0].literal
	if lit == nil {
		lit = targets[0].closure
	}
	switch {
	case lit == nil && targets[0].obj != nil && targets[0].method == nil && shiftOf(targets[0].obj) == 0:
		return e.result(targets[0].obj, c.Call.Args, next)
	case lit == nil || e.active[lit] || e.p.byFunc[lit] == nil:
		return []text{hole()}
	}
	e.active[lit] = true
	defer delete(e.active, lit)
	in := e.inLiteral(lit, c.Call.Args)
	var out []text
	for ret := range Returns(lit) {
		if len(ret.Results) > 0 {
			out = append(out, in.eval(ret.Results[0], maxTextDepth/2)...)
		}
	}
	if out = withoutEmpty(out); len(out) == 0 || len(out) > maxTexts {
		return []text{hole()}
	}
	return out
}

// handedIn evaluates a parameter of a function literal by what the literal is
// called with: in the function around it, or in a function of the package that it
// is handed to.
func (e *evaluator) handedIn(v *ssa.Parameter, depth int) []text {
	lit := v.Parent()
	i := slices.Index(lit.Params, v)
	if i < 0 || e.active[lit] || e.p.byFunc[lit] != e.g {
		return []text{hole()}
	}
	e.active[lit] = true
	defer delete(e.active, lit)
	var out []text
	for c := range Each[*ssa.Call](e.g.funcs...) {
		if c.Call.IsInvoke() {
			continue
		}
		if e.g.literalOf(c.Call.Value) == lit && i < len(c.Call.Args) {
			out = append(out, e.eval(c.Call.Args[i], depth+1)...)
		}
		out = append(out, e.handedTo(c, lit, i)...)
	}
	if len(out) == 0 || len(out) > maxTexts {
		return []text{hole()}
	}
	return out
}

// handedTo is what the function that a call calls hands to a literal that it is
// given.
func (e *evaluator) handedTo(c *ssa.Call, lit *ssa.Function, i int) []text {
	callee := c.Call.StaticCallee()
	if callee == nil || !slices.ContainsFunc(c.Call.Args, func(a ssa.Value) bool { return literalOf(a) == lit }) {
		return nil
	}
	g := e.p.groupOf(callee)
	if g == nil || g == e.g {
		return nil
	}
	k := slices.IndexFunc(c.Call.Args, func(a ssa.Value) bool { return literalOf(a) == lit })
	if k >= len(g.fn.Params) {
		return nil
	}
	var out []text
	in := e.called(g, c.Call.Args)
	for run := range Calls(g.funcs...) {
		if run.Common().IsInvoke() || i >= len(run.Common().Args) {
			continue
		}
		if of := run.Common().Value; of == ssa.Value(g.fn.Params[k]) || g.captured(of) == ssa.Value(g.fn.Params[k]) {
			out = append(out, in.eval(run.Common().Args[i], maxTextDepth/2)...)
		}
	}
	return out
}

// captured is the value that a literal has captured, by itself or by a variable
// that is set once.
func (g *group) captured(v ssa.Value) ssa.Value {
	if load, ok := v.(*ssa.UnOp); ok {
		if stored := g.stores()[g.cell(load.X)]; len(stored) == 1 {
			return stored[0]
		}
		return nil
	}
	if free, ok := v.(*ssa.FreeVar); ok {
		return g.binding(free)
	}
	return nil
}
