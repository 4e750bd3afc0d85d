package effects

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Guards also come as options: functions that are given the client and change
// it, made where the client is asked for and run where it is made.

// configures reports whether a type is a function that changes a client which it
// is given: func(*resty.Client), func(*Client) error; or an interface of the
// project's own that has such a method alone.
func (o *outgoing) configures(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Signature:
		return u.Recv() == nil && o.changesClient(u)
	case *types.Interface:
		n := named(t)
		return n != nil && u.NumMethods() == 1 && o.p.firstPartyPath(pkgPathOf(n)) && o.changesClient(u.Method(0).Signature())
	}
	return false
}

// changesClient reports whether a function takes a client to change it, and nothing
// else.
func (o *outgoing) changesClient(sig *types.Signature) bool {
	if sig.Params().Len() != 1 || sig.Results().Len() > 1 {
		return false
	}
	if sig.Results().Len() == 1 && !isErrorType(sig.Results().At(0).Type()) {
		return false
	}
	p := sig.Params().At(0).Type()
	_, pointer := p.Underlying().(*types.Pointer)
	return pointer && (o.isClient(p) || o.wraps(p, 0))
}

// setsOn takes the place of a result's number for what a function sets on the
// client that is its parameter.
func setsOn(param int) int { return intercepting - 1 - param }

// setsOnParams notes what a function changes of the clients that it is given.
func (o *outgoing) setsOnParams(g *group, note func(int, summary.Value)) {
	for i, p := range g.fn.Params {
		if _, pointer := p.Type().Underlying().(*types.Pointer); pointer && o.partOf(p.Type()) == clientPart {
			w := o.valuer(g)
			note(setsOn(i), w.changes(p))
		}
	}
}

// option is what a function sets on the client that is its one parameter.
func (w valuer) option(fn *ssa.Function) summary.Value {
	if g := w.p.groupOf(fn); g != nil && len(fn.Params) == 1 {
		return w.in(g).changes(fn.Params[0])
	}
	f, ok := fn.Object().(*types.Func)
	if !ok || !w.p.firstPartyPath(pkgPathOfFunc(f)) {
		return unknown()
	}
	return w.setOn(w.p.summaryOf(f), 0).Without(func(summary.Origin) bool { return true })
}

// applied is what the method of an option sets on the client that it is given.
func (w valuer) applied(m *types.Func) summary.Value {
	var v summary.Value
	if g := w.p.byObj[m.Origin()]; g != nil && m.Pkg() == w.p.pass.Pkg && len(g.fn.Params) == 2 {
		v = w.in(g).changes(g.fn.Params[1])
	} else {
		v = w.setOn(w.p.summaryOf(m), 1)
	}
	return v.Without(func(from summary.Origin) bool { return from.Param > 0 })
}

// configured is what a call sets on a client that is one of its arguments: an
// option, which is called, a helper of the project's own, a method of the client's.
func (w valuer) configured(instr *ssa.Call, base any) summary.Value {
	c := w.calls[w.g][instr]
	if c == nil {
		return summary.Value{}
	}
	if instr.Call.IsInvoke() {
		given := slices.ContainsFunc(instr.Call.Args, func(a ssa.Value) bool { return w.g.base(a) == base })
		if given && w.configures(instr.Call.Value.Type()) {
			return w.value(instr.Call.Value)
		}
		return summary.Value{}
	}
	at := slices.IndexFunc(c.args, func(a ssa.Value) bool { return w.g.base(a) == base })
	switch {
	case at < 0:
		return summary.Value{}
	case c.callee == nil:
		if w.configures(instr.Call.Value.Type()) {
			return w.value(instr.Call.Value)
		}
		return summary.Value{}
	case w.p.firstPartyPath(pkgPathOfFunc(c.callee)):
		return w.fill(w.setOn(w.p.summaryOf(c.callee), at), c)
	case at == 0 && c.shift() == 1:
		return nameGuards(c.callee.Name()).Join(w.handed(c.args[1:]))
	}
	return summary.Value{}
}

// setOn is what a function of the project's own sets on one of its parameters.
func (w valuer) setOn(sum *summary.Func, param int) summary.Value {
	var out summary.Value
	if sum != nil && sum.Out != nil {
		for _, given := range sum.Out.Gives {
			if given.Result == setsOn(param) {
				out = out.Join(given.Value)
			}
		}
	}
	return out
}

// handed is what is known of the transports and clients that a method of a
// client's is given.
func (w valuer) handed(args []ssa.Value) summary.Value {
	var out summary.Value
	for _, a := range args {
		if w.partOf(a.Type()) == clientPart || types.IsInterface(a.Type()) {
			out = out.Join(w.value(a))
		}
	}
	return out
}
