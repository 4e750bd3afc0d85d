package flows

import (
	"cmp"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What a function is asked that another one is given, that other may tell its caller,
// ask again, or keep to itself: await(ctx, func() (bool, error) { … }). It is as much
// part of a wait as a library's retry is.

// A Run is a function among the parameters that is called, and what becomes of its
// failure.
type Run struct {
	Param int
	Fault Fault
	// Waited says that it is called again and again until it succeeds, with a bound.
	Waited bool
}

// maxRuns bounds a summary.
const maxRuns = 8

// addRun adds a run. Of several of one parameter the mildest counts.
func (f *Func) addRun(r Run) {
	if i := slices.IndexFunc(f.Runs, func(o Run) bool { return o.Param == r.Param }); i >= 0 {
		f.Runs[i].Fault = milder(f.Runs[i].Fault, r.Fault)
		f.Runs[i].Waited = f.Runs[i].Waited && r.Waited
	} else if len(f.Runs) < maxRuns {
		f.Runs = append(f.Runs, r)
	}
}

func compareRuns(a, b Run) int { return cmp.Compare(a.Param, b.Param) }

// noteRun notes that a call is of a function among the parameters.
func (t *tracker) noteRun(f *Func, s effects.Site) {
	if v := s.Instr.Value(); v == nil || !mayFail(v.Type()) {
		return
	}
	for _, p := range t.paramsBehind(s.Instr.Common().Value) {
		f.addRun(Run{p, t.fault(s), t.waited(s.Instr)})
	}
}

// noteRuns notes the functions among the parameters that a call is given and calls.
func (t *tracker) noteRuns(f *Func, s effects.Site) {
	for _, r := range t.runsIn(s) {
		for _, p := range t.paramsBehind(s.Args[r.Param]) {
			f.addRun(Run{p, worse(r.Fault, t.fault(s)), r.Waited || t.waited(s.Instr)})
		}
	}
}

// runsIn are the arguments that a call calls, by what is known of its callee.
func (t *tracker) runsIn(s effects.Site) []Run {
	if t.waits(s) {
		return t.tries(s)
	}
	f := t.funcOf(s)
	if f == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(f.Runs), func(r Run) bool { return r.Param >= len(s.Args) })
}

// tries are the functions that a library's wait is given.
func (t *tracker) tries(s effects.Site) []Run {
	fault := None
	if t.boundless(s.Instr) {
		fault = Endless
	}
	var list []Run
	for i, a := range s.Args {
		if sig, ok := a.Type().Underlying().(*types.Signature); ok && sig.Results().Len() > 0 && i >= s.Shift {
			list = append(list, Run{i, fault, fault == None})
		}
	}
	return list
}

// A running is a call of a function of the project's that calls what it is given, and what
// becomes there of that one's failure.
type running struct {
	call   ssa.CallInstruction
	fault  Fault
	waited bool
}

// runsAround are the calls that the function is given to in which an instruction
// stands, and those around it; or that are given the function which it makes.
func (t *tracker) runsAround(instr ssa.CallInstruction) []running {
	var list []running
	for fn := instr.Parent(); fn.Parent() != nil && !t.listening(fn); fn = fn.Parent() {
		list = append(list, t.runsOf(fn)...)
	}
	v := instr.Value()
	if v == nil || !isFunction(v.Type()) {
		return list
	}
	for _, ref := range *v.Referrers() {
		if call, ok := ref.(*ssa.Call); ok {
			s := t.site(call)
			list = append(list, t.runsWith(s, func(arg ssa.Value) bool { return effects.Unwrapped(arg) == v })...)
		}
	}
	return list
}

// runsOf are the calls that a literal is given to and that call it.
func (t *tracker) runsOf(lit *ssa.Function) []running {
	list, ok := t.running[lit]
	if ok {
		return list
	}
	for call := range effects.Each[*ssa.Call](lit.Parent()) {
		s := t.site(call)
		list = append(list, t.runsWith(s, func(arg ssa.Value) bool { return t.literalOf(effects.Unwrapped(arg)) == lit })...)
	}
	t.running[lit] = list
	return list
}

// runsWith is a call as a run of one of its arguments, if it is one. Of a library's
// wait waitsAround tells.
func (t *tracker) runsWith(s effects.Site, is func(ssa.Value) bool) []running {
	f := t.funcOf(s)
	if f == nil || t.waits(s) {
		return nil
	}
	for _, r := range f.Runs {
		if r.Param < len(s.Args) && is(s.Args[r.Param]) {
			if t.waitsForever(s) {
				return []running{{s.Instr, worse(r.Fault, Endless), false}}
			}
			return []running{{s.Instr, r.Fault, r.Waited}}
		}
	}
	return nil
}
