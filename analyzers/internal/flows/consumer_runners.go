package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Who is to run a handler may stand beside it as a value, in a call or in a struct:
//
//	job(stream.RunOnce, "orders", h.order)
//	Job{Topic: "orders", Run: stream.RunOnce, Handle: h.order}
//
// Whoever takes the two may be anywhere. That they belong together is told by their types:
// the one takes the other.

// besideRunners are the consumers among what a call is given that stand beside a function
// which gives their like messages.
func (t *tracker) besideRunners(s effects.Site) []Entry {
	if s.Callee == nil || s.Callee.Pkg() == nil || !t.firstParty(effects.PkgPath(s.Callee.Pkg())) {
		return nil
	}
	f := t.funcOf(s)
	var values []ssa.Value
	for i, v := range s.Args {
		// What the callee calls by itself, it may do after having looked at the message.
		if f == nil || f.Invokes&param(i) == 0 {
			values = append(values, v)
		}
	}
	return t.runByValue(values)
}

// invokes are the functions among the unit's parameters that it calls by itself.
func (t *tracker) invokes() Origin {
	var o Origin
	for ci := range effects.Calls(t.u.Funcs...) {
		if ci.Common().IsInvoke() || ci.Common().StaticCallee() != nil {
			continue
		}
		for _, p := range t.paramsBehind(ci.Common().Value) {
			o |= param(p)
		}
	}
	return o
}

// besideRunnersInStructs are those among what is put into one struct.
func (t *tracker) besideRunnersInStructs() []Entry {
	var order []ssa.Value
	put := map[ssa.Value][]ssa.Value{}
	for st := range effects.Each[*ssa.Store](t.u.Funcs...) {
		fa, ok := st.Addr.(*ssa.FieldAddr)
		if !ok || !callable(st.Val.Type()) {
			continue
		}
		if put[fa.X] == nil {
			order = append(order, fa.X)
		}
		put[fa.X] = append(put[fa.X], st.Val)
	}
	var list []Entry
	for _, of := range order {
		list = append(list, t.runByValue(put[of])...)
	}
	return list
}

// runByValue are the consumers among some values that a function among them runs. Where
// several are such as it takes, it is not known which is meant.
func (t *tracker) runByValue(values []ssa.Value) []Entry {
	if len(values) < 2 {
		return nil
	}
	var list []Entry
	for _, runner := range values {
		sig, ok := runner.Type().Underlying().(*types.Signature)
		if !ok || !slices.ContainsFunc(slices.Collect(sig.Params().Variables()), func(p *types.Var) bool { return handlerShaped(p.Type()) }) {
			continue
		}
		for _, run := range t.functionsOf(runner, foreignLiterals) {
			for _, h := range run.fn.Handlers {
				if v := besideOfType(values, sig, h.Param-run.shift); v != nil {
					list = append(list, t.valueEntries(v, h)...)
				}
			}
		}
	}
	return list
}

// besideOfType is the one of some values of the type of a function's parameter, or nil.
func besideOfType(values []ssa.Value, sig *types.Signature, param int) ssa.Value {
	if param < 0 || param >= sig.Params().Len() || !handlerShaped(sig.Params().At(param).Type()) {
		return nil
	}
	var found ssa.Value
	for _, v := range values {
		if !types.Identical(v.Type(), sig.Params().At(param).Type()) {
			continue
		}
		if found != nil {
			return nil
		}
		found = v
	}
	return found
}
