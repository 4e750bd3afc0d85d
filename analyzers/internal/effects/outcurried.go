package effects

import (
	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Guards also come as decorators, which make a function of a function: of an endpoint
// one with a deadline, of that one behind a breaker. What the innermost calls is
// guarded by all that are around it.

// maxDecorators bounds how many decorators around one function are looked at.
const maxDecorators = 8

// curriedGuard is the guard under which decorators run a function literal.
func (o *outgoing) curriedGuard(fn *ssa.Function) summary.Value {
	var v summary.Value
	for _, made := range madeOf(fn) {
		for range maxDecorators {
			outer := decoratedBy(made)
			if outer == nil {
				break
			}
			v = v.Join(o.decorator(outer.Call.Value.(*ssa.Call)))
			made = outer
		}
	}
	return v
}

// madeOf are the values that a function literal is at the places where it is written.
func madeOf(fn *ssa.Function) []ssa.Value {
	list := []ssa.Value{fn}
	if refs := fn.Referrers(); refs != nil {
		for _, ref := range *refs {
			if mc, ok := ref.(*ssa.MakeClosure); ok {
				list = append(list, mc)
			}
		}
	}
	return list
}

// decoratedBy is the call of a function that another call gave back, which is handed a
// function and gives one back in turn; nil: there is none.
func decoratedBy(v ssa.Value) *ssa.Call {
	if v.Referrers() == nil {
		return nil
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.ChangeType:
			if outer := decoratedBy(ref); outer != nil {
				return outer
			}
		case *ssa.Call:
			_, curried := ref.Call.Value.(*ssa.Call)
			if curried && len(ref.Call.Args) == 1 && ref.Call.Args[0] == v && isFunc(ref) {
				return ref
			}
		}
	}
	return nil
}

// decorator is what a call that gives a decorator back guards by it: told by its name,
// as of a library's, or looked up in its body. Of another package's body nothing is
// known.
func (o *outgoing) decorator(made *ssa.Call) summary.Value {
	callee := made.Call.StaticCallee()
	if callee == nil {
		return unknown()
	}
	var v summary.Value
	if f := staticFunc(&made.Call); f != nil {
		if v = nameGuards(f.Name()); o.isBreaker(f) {
			v.Breaker = summary.Yes
		}
		if len(callee.Blocks) == 0 && f.Pkg() != nil && o.p.firstPartyPath(pkgPath(f.Pkg())) {
			return v.Join(unknown())
		}
	}
	return v.Join(o.guardsWithin(callee))
}

// guardsWithin is what a function and its literals set up by name: a context with a
// deadline, a breaker that is asked or runs what it is given.
func (o *outgoing) guardsWithin(fn *ssa.Function) summary.Value {
	var v summary.Value
	for call := range Each[ssa.CallInstruction](fn) {
		f := staticFunc(call.Common())
		if call.Common().IsInvoke() {
			f = call.Common().Method
		}
		if f == nil || f.Pkg() == nil {
			continue
		}
		if o.isBreaker(f) {
			v.Breaker = summary.Yes
		}
		if pkgPath(f.Pkg()) == "context" {
			v = v.Join(nameGuards(f.Name()))
		}
	}
	for _, lit := range fn.AnonFuncs {
		v = v.Join(o.guardsWithin(lit))
	}
	return v
}
