package effects

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A decorator returns a function that runs the one that it was given. What it
// does is done when its result is called, so its summary tells of that apart.

// returnedLiterals are the literals among what a function of the group returns.
func (r *recorder) returnedLiterals(fn *ssa.Function) map[*ssa.Function]bool {
	lits := map[*ssa.Function]bool{}
	for _, found := range r.returnedFuncs(fn) {
		if found.closure != nil {
			lits[found.closure] = true
		}
	}
	return lits
}

// returnedFuncs are the functions among what a function of the group returns.
func (r *recorder) returnedFuncs(fn *ssa.Function) []target {
	t := tracer{p: r.p, g: r.g, seen: map[ssa.Value]bool{}}
	for ret := range Returns(fn) {
		for _, v := range ret.Results {
			if isFunc(v) {
				t.trace(v, 100)
			}
		}
	}
	return t.found
}

// isFunc reports whether a value is a function, maybe as an interface such as
// http.Handler.
func isFunc(v ssa.Value) bool {
	_, ok := Unwrapped(v).Type().Underlying().(*types.Signature)
	return ok
}

// decorating reports whether a literal is, or stands in, one that is returned.
func (r *recorder) decorating(fn *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		if r.returned[fn] {
			return true
		}
	}
	return false
}

// ranInner notes that a literal runs what it is given.
func (r *recorder) ranInner(e event, run run, open bits) {
	param := run.target.inner
	lit := param.Parent()
	sum, index := r.g.literal(lit), slices.Index(lit.Params, param)
	definite, _ := r.split(open &^ r.handed())
	if definite == nil {
		if !slices.Contains(sum.Calls, index) {
			sum.Calls = append(sum.Calls, index)
		}
		return
	}
	step := r.p.step(r.p.callPos(e.call.instr), "runs the function that it is given")
	p := summary.Param{Index: index, Steps: append(slices.Clone(definite.steps), step)}
	if run.later || r.decorates(lit, e.at) {
		sum.TxDecorates = addParam(sum.TxDecorates, p)
	} else {
		sum.RunsTx = addParam(sum.RunsTx, p)
	}
}

// handed are the transactions that were not opened by this group.
func (r *recorder) handed() bits {
	handed := r.found()
	for _, reg := range r.f.regions {
		if _, ok := reg.origin.(*ssa.Parameter); ok {
			handed |= reg.bit
		}
	}
	return handed
}

// decorates reports whether a function is, or stands in, a literal that lit
// returns.
func (r *recorder) decorates(lit, fn *ssa.Function) bool {
	returned := r.returnedLiterals(lit)
	for ; fn != nil && fn != lit; fn = fn.Parent() {
		if returned[fn] {
			return true
		}
	}
	return false
}

// gives notes what the function that is returned does with what it is given.
func (r *recorder) gives() {
	g := new(summary.Given)
	for _, found := range r.returnedFuncs(r.g.fn) {
		switch {
		case found.given != nil:
			addGiven(g, found.given.Given, 0)
		case found.closure != nil:
			addGiven(g, givenOf(r.g.literal(found.closure)), 0)
		case found.obj != nil && found.method == nil:
			if sum := r.p.summaryOf(found.obj); sum != nil {
				addGiven(g, givenOf(sum), shiftOf(found.obj))
			}
		}
	}
	if len(g.RunsTx)+len(g.TxDecorates)+len(g.Calls) > 0 || g.NextTx != nil {
		r.sum.Gives = g
	}
}

// givenOf is what a function does with its parameters.
func givenOf(f *summary.Func) *summary.Given {
	return &summary.Given{RunsTx: f.RunsTx, TxDecorates: f.TxDecorates, NextTx: f.NextTx, Calls: f.Calls}
}

// addGiven adds what a function does with its parameters. Those of a method
// count the receiver, which a method value has no more.
func addGiven(g, from *summary.Given, shift int) {
	for _, p := range withoutReceiver(from.RunsTx, shift) {
		g.RunsTx = addParam(g.RunsTx, p)
	}
	for _, p := range withoutReceiver(from.TxDecorates, shift) {
		g.TxDecorates = addParam(g.TxDecorates, p)
	}
	for _, i := range from.Calls {
		if i -= shift; i >= 0 && !slices.Contains(g.Calls, i) {
			g.Calls = append(g.Calls, i)
		}
	}
	if g.NextTx == nil {
		g.NextTx = from.NextTx
	}
}

// shiftOf is the number of arguments that a summary counts and the signature
// does not: a method's receiver.
func shiftOf(f *types.Func) int {
	if f.Signature().Recv() != nil {
		return 1
	}
	return 0
}
