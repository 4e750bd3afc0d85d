package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A decorator may be given what it asks before it calls the handler, rather than ask by
// itself: Guarded(h.companyThere, h.hired). What that looks for, whoever gives it knows.

// checksBefore are the functions among the parameters that are called before a call, with
// data, and whose failure keeps control from it.
func (t *tracker) checksBefore(instr ssa.CallInstruction) []int {
	var list []int
	for check := range effects.Each[*ssa.Call](instr.Parent()) {
		if !before(check, instr) {
			continue
		}
		asked := t.checkedBy(check)
		if len(asked) == 0 {
			continue
		}
		ways := failing(check)
		for _, r := range results(check) {
			if isBool(r.Type()) {
				ways = append(ways, turns(r, false)...)
			}
		}
		if len(ways) == 0 || slices.ContainsFunc(ways, func(w way) bool { return w.to == instr.Block() || reaches(w.to, instr.Block(), nil) }) {
			continue
		}
		for _, v := range asked {
			behind := t.paramsBehind(v)
			if i := t.holderOf(v); len(behind) == 0 && i >= 0 {
				behind = []int{i}
			}
			list = append(list, behind...)
		}
	}
	return list
}

// holderOf is the parameter, a struct, that holds a function in one of its fields, or -1:
// need.Has(ctx, id).
func (t *tracker) holderOf(v ssa.Value) int {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	switch x := v.(type) {
	case *ssa.FieldAddr:
		return t.givenValue(t.variable(x), 0).By - 1
	case *ssa.Field:
		return t.givenValue(x.X, 0).By - 1
	}
	return -1
}

// checkedBy are the functions that a call asks whether all is well: the one that it calls,
// or those that a helper is given to ask, which may do so until they say yes.
func (t *tracker) checkedBy(call *ssa.Call) []ssa.Value {
	if t.onlyChecks(call) {
		return []ssa.Value{call.Call.Value}
	}
	s := t.site(call)
	f := t.funcOf(s)
	if f == nil || s.Callee == nil || !t.firstParty(effects.PkgPath(s.Callee.Pkg())) || !onlySays(call) {
		return nil
	}
	var list []ssa.Value
	for _, a := range f.Applies {
		if a.Method == "" && a.Param < len(s.Args) && checks(s.Args[a.Param].Type()) {
			list = append(list, s.Args[a.Param])
		}
	}
	return list
}

// checks reports whether a function says nothing but whether all is well.
func checks(ty types.Type) bool {
	sig, ok := ty.Underlying().(*types.Signature)
	return ok && sig.Results().Len() > 0 && saysWhether(sig.Results())
}

// onlySays reports whether a call gives back nothing but whether all is well.
func onlySays(call *ssa.Call) bool { return saysWhether(call.Type()) }

func saysWhether(results types.Type) bool {
	return !slices.ContainsFunc(resultTypes(results), func(ty types.Type) bool { return !isError(ty) && !isBool(ty) })
}

// onlyChecks reports whether a call of a function value is given data and says nothing but
// whether all is well. What gives something back, or fills it, decodes.
func (t *tracker) onlyChecks(call *ssa.Call) bool {
	if call.Call.IsInvoke() || call.Call.StaticCallee() != nil || union(t.argOrigins(t.site(call)))&(params|fromMsg) == 0 {
		return false
	}
	if slices.ContainsFunc(call.Call.Args, func(a ssa.Value) bool { return t.local(withoutInterface(a)) }) {
		return false
	}
	return onlySays(call)
}

// resultTypes are the types of what a call gives back.
func resultTypes(ty types.Type) []types.Type {
	tuple, ok := ty.(*types.Tuple)
	if !ok {
		return []types.Type{ty}
	}
	var list []types.Type
	for v := range tuple.Variables() {
		list = append(list, v.Type())
	}
	return list
}

// looksOf are the look-ups without which what a call is given is not called.
func (t *tracker) looksOf(s effects.Site, a Apply) []Read {
	list := slices.Clone(a.Looks)
	for _, p := range a.After {
		if p >= len(s.Args) {
			continue
		}
		asked := t.functionsOf(s.Args[p], allLiterals)
		if len(asked) == 0 {
			list = append(list, Read{Waited: true, Around: true}) // nobody knows for what
		}
		for _, c := range asked {
			list = append(list, c.fn.looks()...)
		}
	}
	return list[:min(len(list), maxLooks)]
}

// looks are the look-ups that a function fails by; any, where it hangs on an interface for
// what.
func (f *Func) looks() []Read {
	var list []Read
	for _, r := range f.lookups() {
		if r.Fault == None || r.Fault == Ended || r.Fault == Handled || r.Fault == Rejected {
			list = append(list, Read{Schema: r.Schema, Table: r.Table, Parts: r.Parts, Called: r.Called, Waited: r.Waited || r.Table == "", Around: true})
		}
	}
	if len(f.Calls) > 0 {
		list = append(list, Read{Waited: true, Around: true})
	}
	return list
}
