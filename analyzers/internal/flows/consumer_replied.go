package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What an answer is made of decides whether it is one. Constants, errors and what the
// message says itself, which its sender knew before, are an acknowledgement.

// A madeFrom is what a value is made from.
type madeFrom struct {
	result bool   // what some call has worked out
	failed bool   // an error
	params Origin // parameters of the unit's function
}

func (m madeFrom) and(o madeFrom) madeFrom {
	return madeFrom{m.result || o.result, m.failed || o.failed, m.params | o.params}
}

// A maker looks at what values of a unit are made from.
type maker struct {
	*analysis
	u    *effects.Unit
	made map[ssa.Value]madeFrom // as far as looked at
}

// madeOf is what some values are made from.
func (a *analysis) madeOf(u *effects.Unit, list []ssa.Value) madeFrom {
	m := maker{a, u, map[ssa.Value]madeFrom{}}
	return m.all(list)
}

func (m *maker) all(list []ssa.Value) madeFrom {
	var made madeFrom
	for _, v := range list {
		made = made.and(m.of(v))
	}
	return made
}

func (m *maker) of(v ssa.Value) madeFrom {
	switch known, ok := m.made[v]; {
	case v == nil || ok:
		return known
	case isError(v.Type()):
		return madeFrom{failed: true}
	case !carries(v.Type()), m.isMessage(v.Type()) && !isLocalVar(v):
		return madeFrom{}
	}
	m.made[v] = madeFrom{} // until it is known: a value may be made from itself
	m.made[v] = m.from(v)
	return m.made[v]
}

func (m *maker) from(v ssa.Value) madeFrom {
	switch v := v.(type) {
	case *ssa.Const, *ssa.Function, *ssa.Global, *ssa.Builtin, *ssa.MakeClosure:
		return madeFrom{}
	case *ssa.Parameter:
		return m.ofParam(v)
	case *ssa.FreeVar:
		return m.of(m.u.Binding(v))
	case *ssa.Alloc:
		return m.ofVariable(v)
	case *ssa.MakeMap:
		return m.all(partsPut(v))
	case *ssa.Call:
		return m.ofCall(v).and(m.all(partsPut(v)))
	case *ssa.FieldAddr:
		return m.ofField(v.X, partsPut(v))
	case *ssa.Field:
		return m.ofField(v.X, nil)
	case ssa.Instruction:
		var made madeFrom
		for _, op := range v.Operands(nil) {
			made = made.and(m.of(*op))
		}
		return made
	}
	return madeFrom{}
}

// isLocalVar reports whether a value is a variable of the function's own: a message that is
// put together there is the answer, rather than the one that came in.
func isLocalVar(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Alloc:
		return true
	case *ssa.UnOp:
		return isLocalVar(v.X)
	case *ssa.MakeInterface:
		return isLocalVar(v.X)
	case *ssa.Call:
		callee := calleeOf(v)
		return callee != nil && makesValue(callee.Name())
	}
	return false
}

// ofParam is what a parameter is made from: one of a literal that is called at hand is what
// it is given there, another is the message, or part of it.
func (m *maker) ofParam(p *ssa.Parameter) madeFrom {
	if !carries(p.Type()) {
		return madeFrom{}
	}
	i := slices.Index(p.Parent().Params, p)
	if p.Parent() == m.u.Func {
		return madeFrom{params: param(i)}
	}
	var made madeFrom
	for ci := range effects.Calls(m.u.Funcs...) {
		if common := ci.Common(); common.StaticCallee() == p.Parent() && i < len(common.Args) {
			made = made.and(m.of(common.Args[i]))
		}
	}
	return made
}

// ofField is what a field is made from. What a service keeps in its own is nothing that it
// has worked out for the message.
func (m *maker) ofField(of ssa.Value, puts []ssa.Value) madeFrom {
	if _, param := of.(*ssa.Parameter); param {
		return m.all(puts)
	}
	return m.of(of).and(m.all(puts))
}

// ofVariable is what is put into a variable, by the functions too that are given its
// address to fill it. One that a decoder has filled is what the message says.
func (m *maker) ofVariable(v *ssa.Alloc) madeFrom {
	made := m.all(partsPut(v))
	for _, call := range pointedIn(v) {
		s := m.view.Site(m.u, call)
		if s.Callee == nil || !handsData(s.Callee.Name()) {
			made.result = true
		}
	}
	return made
}

// handsData recognises the functions that do nothing to what they are given but turn it into
// another form, check it or note it.
func handsData(name string) bool {
	return decodes(name) || opens(name) || encodes(name) || notes(name) || hasAnyPrefix(name, "validate", "valid", "check", "struct", "println", "printf", "sprintf", "sprint", "respond", "reply", "publish", "publishmsg")
}

// pointedIn are the calls that are given the address of a variable.
func pointedIn(v ssa.Value) []ssa.CallInstruction {
	var list []ssa.CallInstruction
	for _, ref := range *v.Referrers() {
		switch r := ref.(type) {
		case ssa.CallInstruction:
			list = append(list, r)
		case *ssa.MakeInterface:
			list = append(list, pointedIn(r)...)
		}
	}
	return list
}

// ofCall is what a call's results are made from.
func (m *maker) ofCall(call *ssa.Call) madeFrom {
	s := m.view.Site(m.u, call)
	if _, ok := call.Call.Value.(*ssa.Builtin); ok {
		return m.all(call.Call.Args)
	}
	if s.Callee == nil {
		return madeFrom{result: true} // of a function that was handed over: whatever handles the request
	}
	path := ""
	if s.Callee.Pkg() != nil {
		path = effects.PkgPath(s.Callee.Pkg())
	}
	switch args := m.all(s.Args); {
	case encodes(s.Callee.Name()):
		return args.and(madeFrom{result: slices.ContainsFunc(s.Args, m.decodedWhole)})
	case args.failed, slices.Contains(formats, path):
		return args
	case path == "time", opens(s.Callee.Name()), decodes(s.Callee.Name()), s.Shift == 1 && m.isMessage(s.Args[0].Type()):
		return madeFrom{} // when it was, or what the message says
	case s.Shift == 0 && len(s.Args) > 0 && !slices.ContainsFunc(s.Args, func(v ssa.Value) bool { return !basic(v.Type()) }):
		return args // puts together an answer from texts and numbers
	}
	return madeFrom{result: true}
}

// formats are the packages whose functions give their arguments another form.
var formats = []string{"fmt", "strings", "strconv", "bytes", "errors", "encoding/json", "encoding/base64", "encoding/hex"}

func basic(ty types.Type) bool {
	_, ok := ty.Underlying().(*types.Basic)
	return ok
}

// decodedWhole reports whether what is encoded is what a decoder has filled, as a whole: the
// state that came of the request, rather than a note that it has come.
func (m *maker) decodedWhole(v ssa.Value) bool {
	v = withoutInterface(v)
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	alloc, ok := v.(*ssa.Alloc)
	return ok && slices.ContainsFunc(pointedIn(alloc), func(call ssa.CallInstruction) bool {
		s := m.view.Site(m.u, call)
		return s.Callee != nil && decodes(s.Callee.Name())
	})
}

// blank reports whether a function gives back nothing by which its caller could answer but
// constants and errors, where the type of its result leaves open what it is. Of one with a
// type of its own, that is the answer, whatever it holds.
func (a *analysis) blank(u *effects.Unit, fn *ssa.Function) bool {
	results := fn.Signature.Results()
	open := false
	for i := range results.Len() {
		ty := results.At(i).Type()
		if isError(ty) {
			continue
		}
		if !isBytes(ty) && !basic(ty) && !types.IsInterface(ty) {
			return false
		}
		open = true
	}
	for ret := range effects.Returns(fn) {
		if a.madeOf(u, ret.Results).result {
			return false
		}
	}
	return open
}

// blankValue reports whether all functions of the package that a value may be are blank.
func (t *tracker) blankValue(v ssa.Value) bool {
	targets := t.view.Targets(t.u, v)
	for _, target := range targets {
		fn, u := target.Literal, t.u
		if target.Object != nil {
			i := t.view.IndexOf(target.Object)
			if i < 0 {
				return false
			}
			fn, u = t.units[i].Func, t.units[i]
		}
		if fn == nil || !t.blank(u, fn) {
			return false
		}
	}
	return len(targets) > 0
}
