package effects

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// bodyGuard is what an interceptor or a transport of the project's own does to
// the calls that pass through it.
func (o *outgoing) bodyGuard(g *group) summary.Value {
	var v summary.Value
	for _, c := range o.sortedCalls(g) {
		if c.callee == nil || c.callee.Pkg() == nil {
			continue
		}
		switch {
		case o.isBreaker(c.callee):
			v.Breaker = summary.Yes
		case fullName(c.callee) == "context.WithTimeout", fullName(c.callee) == "context.WithDeadline":
			v.Timeout = summary.Yes
		case !c.invoke && o.p.firstPartyPath(pkgPath(c.callee.Pkg())):
			v = v.Join(o.helps(c))
		}
	}
	return v
}

// helps is what a helper of an interceptor's does to the calls: it bounds their
// context, or runs them behind a breaker.
func (o *outgoing) helps(c *call) summary.Value {
	var v summary.Value
	sum := o.p.summaryOf(c.callee)
	if sum == nil || sum.Out == nil {
		return v
	}
	results := c.callee.Signature().Results()
	for _, given := range sum.Out.Gives {
		if given.Result < 0 {
			continue
		}
		if part := o.partOf(results.At(given.Result).Type()); part == contextPart || part == requestPart {
			v.Timeout = max(v.Timeout, given.Value.Timeout)
		}
	}
	for _, guarded := range sum.Out.Guards {
		v = v.Join(summary.Value{Timeout: guarded.Value.Timeout, Breaker: guarded.Value.Breaker})
	}
	return v
}

// methods is what the methods of a type of the project's own do to the calls
// that pass through it, where it is a transport, or to the client, where it is an
// option.
func (w valuer) methods(t types.Type) summary.Value {
	var v summary.Value
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil || !w.p.firstPartyPath(pkgPath(n.Obj().Pkg())) {
		return v
	}
	for m := range n.Methods() {
		switch {
		case intercepts(m.Signature()):
			v = v.Join(w.intercepted(m))
		case w.changesClient(m.Signature()): // an option
			v = v.Join(w.applied(m))
		}
	}
	return v
}

// function is what a function value does to the calls that pass through it.
func (w valuer) function(fn *ssa.Function) summary.Value {
	if w.configures(fn.Signature) {
		return w.option(fn)
	}
	if g := w.p.groupOf(fn); g != nil {
		if intercepts(fn.Signature) {
			return w.bodyGuard(g)
		}
		return summary.Value{}
	}
	if obj, ok := fn.Object().(*types.Func); ok && intercepts(fn.Signature) {
		if w.p.firstPartyPath(pkgPath(obj.Pkg())) {
			return w.intercepted(obj)
		}
		if !neutral(pkgPath(obj.Pkg())) {
			return unknown()
		}
	}
	return summary.Value{}
}

// intercepted is what a function or method of the project's own does to the
// calls that pass through it.
func (w valuer) intercepted(f *types.Func) summary.Value {
	if g := w.p.byObj[f.Origin()]; g != nil && f.Pkg() == w.p.pass.Pkg {
		return w.bodyGuard(g)
	}
	sum := w.p.summaryOf(f)
	if sum == nil || sum.Out == nil {
		return summary.Value{}
	}
	for _, given := range sum.Out.Gives {
		if given.Result == intercepting {
			return given.Value
		}
	}
	return summary.Value{}
}

// intercepting takes the place of a result's number for what a function does to
// the calls that pass through it.
const intercepting = -1

// gives notes what a function gives back, for its callers.
func (o *outgoing) gives(g *group) {
	if g.obj == nil {
		return
	}
	sig := g.fn.Signature
	note := func(result int, v summary.Value) {
		if !v.Zero() {
			g.out().Gives = append(g.out().Gives, summary.Returned{Result: result, Value: v})
		}
	}
	if intercepts(sig) {
		note(intercepting, o.bodyGuard(g))
	}
	o.setsOnParams(g, note)
	for i := range sig.Results().Len() {
		t := sig.Results().At(i).Type()
		if o.partOf(t) == noPart && (!types.IsInterface(t) || isErrorType(t)) {
			continue
		}
		var v summary.Value
		for ret := range Returns(g.fn) {
			if i < len(ret.Results) {
				v = v.Join(o.value(g, ret.Results[i]))
			}
		}
		if interceptor(t) { // a function that makes an interceptor holds its body
			v = v.Join(o.bodyGuard(g))
		}
		note(i, v)
	}
}

// interceptor reports whether a type is a function that intercepts.
func interceptor(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	return ok && intercepts(sig)
}
