package effects

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A helper that runs what it is given guards it: in a breaker, or with a context
// that it bounds. It may do so at once, or in a function that it gives back, as
// the jobs of a scheduler are: cron.AddFunc("@hourly", bounded(time.Minute, job)).

// guards notes the parameters that a function runs behind a breaker, or with a
// deadline.
func (o *outgoing) guards(g *group) {
	note := func(param int, v summary.Value, c *call) {
		if param > 0 && (v.Timeout != summary.No || v.Breaker != summary.No) {
			run, ok := c.instr.(*ssa.Call)
			g.out().Guards = append(g.out().Guards, summary.Guarded{Index: param - 1, Value: v, HandsOn: ok && fails(results(run)) && o.fate(g, run) == handedOn})
		}
	}
	for ci := range Calls(g.funcs...) {
		c := o.calls[g][ci]
		for _, r := range c.runs {
			note(r.target.param, o.literalGuard(g, ci.Parent()).Join(o.bounded(g, c)), c)
		}
		for i, a := range c.args {
			if _, ok := a.Type().Underlying().(*types.Signature); !ok || i == 0 && c.shift() == 1 {
				continue
			}
			for _, t := range o.p.targets(g, a) {
				note(t.param, o.runGuard(g, c), c)
			}
		}
	}
}

// bounded is the deadline of the contexts that a function value is called with.
// One that a caller of the helper would have to set is none of the helper's.
func (o *outgoing) bounded(g *group, c *call) summary.Value {
	if c.callee != nil {
		return summary.Value{}
	}
	return summary.Value{Timeout: o.contexts(g, c).Timeout}
}

// handsOn notes that declared functions, handed to a helper by their names, run
// under the helper's guards.
func (o *outgoing) handsOn(g *group, c *call, guard summary.Value) {
	if c.callee == nil || c.invoke {
		return
	}
	sum := o.p.summaryOf(c.callee)
	if sum == nil || sum.Out == nil {
		return
	}
	for _, guarded := range sum.Out.Guards {
		if guarded.Index >= len(c.args) {
			continue
		}
		for _, t := range o.p.targets(g, c.args[guarded.Index]) {
			o.guarded(t, guard.Join(guarded.Value))
		}
	}
}

// guarded notes that a function may be called with a guard in place.
func (o *outgoing) guarded(t target, guard summary.Value) {
	if t.method != nil {
		o.hint(*t.method, guard)
		return
	}
	if t.obj == nil {
		return
	}
	sum := o.p.summaryOf(t.obj)
	if sum == nil {
		return
	}
	for _, d := range sum.Dyn {
		o.hint(d.Method, guard)
	}
	if sum.Out == nil {
		return
	}
	for _, ref := range sum.Out.Sites {
		o.pool.Hints = append(o.pool.Hints, summary.Hint{Site: ref.Key, Value: summary.Value{Timeout: guard.Timeout, Breaker: guard.Breaker}})
	}
}

// receiverIn is the receiver of a method whose value a call is given: s.client.User. Empty:
// the call is given no such value, or the function is no method.
func receiverIn(c *call, f *types.Func) []ssa.Value {
	for _, a := range c.args {
		if made, ok := Unwrapped(a).(*ssa.MakeClosure); ok && len(made.Bindings) == 1 && boundTo(made, f) {
			return made.Bindings
		}
	}
	return nil
}

// boundTo reports whether a closure is a method's value.
func boundTo(made *ssa.MakeClosure, f *types.Func) bool {
	method, ok := made.Fn.(*ssa.Function).Object().(*types.Func)
	return ok && method.Origin() == f.Origin()
}

// handedGuard is the guard under which a function of the project's own runs the declared
// one that it is given.
func (o *outgoing) handedGuard(g *group, c *call, f *types.Func) summary.Value {
	return o.guardOfArg(c, func(a ssa.Value) bool {
		return slices.ContainsFunc(o.p.targets(g, a), func(t target) bool { return t.obj == f })
	})
}

// unseen is what is known of an argument that nobody sees: whoever runs a function that it
// was given chooses it.
func (o *outgoing) unseen(c *call, i int) summary.Value {
	sig := c.callee.Signature()
	if sig.Recv() != nil {
		i--
	}
	if i < 0 || i >= sig.Params().Len() {
		return unknown()
	}
	return o.valuer(nil).opaque(sig.Params().At(i).Type())
}
