package flows

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// gateAt is what has to hold for an instruction to run.
func (t *tracker) gateAt(instr ssa.Instruction) Gate {
	var g Gate
	for fn, at := instr.Parent(), instr; fn != nil; {
		for _, c := range t.conditionsOf(at.Block()) {
			if !leavesLoop(c.at.Block()) {
				g = g.join(t.gate(c.value, c.want, map[*ssa.Phi]bool{}))
			}
		}
		mc := t.makeOf(fn)
		if mc == nil {
			break
		}
		fn, at = mc.Parent(), mc
	}
	return g
}

// closed is for what cannot be told.
var closed = Gate{Closed: true}

// gate is what a condition asks for. Of the joined ones those count that were not seen
// before: what one is made of is often made of it in turn.
func (t *tracker) gate(v ssa.Value, want bool, seen map[*ssa.Phi]bool) Gate {
	if p, ok := t.read(v).(*ssa.Parameter); ok && isBool(p.Type()) {
		return t.paramGate(p, want)
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return t.gate(v.X, !want, seen)
		}
		return t.loadGate(v, want)
	case *ssa.BinOp:
		return t.compareGate(v, want)
	case *ssa.Call:
		return t.callGate(v, want)
	case *ssa.Phi:
		var g Gate
		if seen[v] {
			return g
		}
		seen[v] = true
		for _, e := range v.Edges {
			if _, ok := e.(*ssa.Const); !ok {
				g = g.join(t.gate(e, want, seen))
			}
		}
		return g
	case *ssa.Extract:
		if ctx := t.fromContext(v.Tuple); ctx != nil {
			return t.contextGate(ctx, want)
		}
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return t.callGate(call, want)
		}
		return Gate{} // whether there is an element, a type, a row
	}
	return t.dataGate(v)
}

func (t *tracker) paramGate(p *ssa.Parameter, want bool) Gate {
	i := slices.Index(t.u.Func.Params, p)
	if i < 0 {
		return closed
	}
	is := isFalse
	if want {
		is = isTrue
	}
	return Gate{Needs: []Need{{Param: i, Is: is, Name: p.Name()}}}
}

// dataGate lets pass what is in the data.
func (t *tracker) dataGate(v ssa.Value) Gate {
	if t.ofData(v) {
		return Gate{}
	}
	return closed
}

// ofData reports whether a value comes from a message, a row, an answer, or from
// a parameter other than the receiver.
func (t *tracker) ofData(v ssa.Value) bool {
	o := t.val[v]
	if t.u.Func.Signature.Recv() != nil {
		o &^= param(0)
	}
	return o&(fromMsg|fromStored|fromRemote|params) != 0
}

// loadGate is for a boolean that is read from somewhere: the data, how the
// function's receiver was made, or an option.
func (t *tracker) loadGate(v *ssa.UnOp, want bool) Gate {
	fa, ok := v.X.(*ssa.FieldAddr)
	if !ok {
		return t.dataGate(v)
	}
	if _, local := fa.X.(*ssa.Alloc); local && t.val[v]&(fromMsg|fromStored|fromRemote) == 0 {
		if i := t.optionsParam(); i >= 0 {
			return Gate{Needs: []Need{{Param: i, Is: isNone}}}
		}
	}
	if n := effects.Named(fa.X.Type()); n != nil && optionsNamed(n.Obj().Name()) {
		return closed
	}
	if sessionIn(fa, "SkipHooks") != nil {
		return Gate{Closed: want} // no hook is called where they are skipped
	}
	return t.dataGate(v)
}

// optionsParam is the parameter that takes options, the last one, or -1: a variadic one, or
// a list of what has a name for it, which such a one is handed on as.
func (t *tracker) optionsParam() int {
	i := len(t.u.Func.Params) - 1
	if i < 0 {
		return -1
	}
	sl, ok := t.u.Func.Params[i].Type().Underlying().(*types.Slice)
	if !ok {
		return -1
	}
	if n := effects.Named(sl.Elem()); !t.u.Func.Signature.Variadic() && (n == nil || !optionsNamed(n.Obj().Name())) {
		return -1
	}
	switch sl.Elem().Underlying().(type) {
	case *types.Signature, *types.Interface:
		return i
	}
	return -1
}

func optionsNamed(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"option", "opts", "config", "setting", "param", "flags"}, func(part string) bool { return strings.Contains(name, part) })
}

// compareGate is what a comparison asks for. That something has failed closes the
// gate: what is published then is the failure, or the message for another try.
func (t *tracker) compareGate(v *ssa.BinOp, want bool) Gate {
	x, y := v.X, v.Y
	if isNil(x) {
		x, y = y, x
	}
	if isNil(y) {
		switch failed := (v.Op == token.NEQ) == want; {
		case isError(x.Type()) && failed:
			return closed
		case isError(x.Type()):
			return Gate{}
		case t.fromContext(x) != nil:
			return t.contextGate(t.fromContext(x), failed)
		case ofPackage(x) && failed:
			return Gate{} // one for all; where it is never set, nothing is ever raised
		}
		return t.dataGate(x)
	}
	if t.ofData(x) || t.ofData(y) {
		return t.modeGate(v, want)
	}
	if isLen(x) || isLen(y) || selected(x) || counted(x) || counted(y) {
		return Gate{}
	}
	return closed
}

// modeGate is for the comparison of data. Of a parameter that is compared with a
// constant, the caller may give one, too: origin == "operator". What is of a type of
// its own is a mode, and no data.
func (t *tracker) modeGate(v *ssa.BinOp, want bool) Gate {
	for _, sides := range [][2]ssa.Value{{v.X, v.Y}, {v.Y, v.X}} {
		p, isParam := t.read(sides[0]).(*ssa.Parameter)
		if !isParam || !flagLike(p.Type()) {
			continue
		}
		is, constant := sides[1].(*ssa.Const)
		i := slices.Index(t.u.Func.Params, p)
		switch compared := v.Op == token.EQL || v.Op == token.NEQ; {
		case compared && constant && is.Value != nil && i >= 0:
			n := Need{Param: i, Is: constantKnown(is.Value.ExactString()), Name: p.Name(), Some: sized(p.Type())}
			n.Not = (v.Op == token.EQL) != want
			return Gate{Needs: []Need{n}}
		case !sized(p.Type()):
			return closed
		}
	}
	return Gate{}
}

func sized(ty types.Type) bool {
	b, ok := ty.(*types.Basic)
	return ok && b.Info()&(types.IsInteger|types.IsString) != 0
}

func isLen(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	b, ok := call.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "len"
}

// counted reports whether a value is how many rows a statement has changed, by
// which a library tells: events about nothing are left out.
func counted(v ssa.Value) bool {
	switch x := v.(type) {
	case *ssa.Extract:
		return counted(x.Tuple)
	case *ssa.Call:
		return x.Call.IsInvoke() && x.Call.Method.Name() == "RowsAffected" || x.Call.StaticCallee() != nil && x.Call.StaticCallee().Name() == "RowsAffected"
	case *ssa.UnOp:
		fa, ok := x.X.(*ssa.FieldAddr)
		if !ok {
			return false
		}
		switch structField(fa.X.Type(), fa.Field) {
		case "RowsAffected", "MatchedCount", "ModifiedCount", "UpsertedCount":
			return true
		}
	}
	return false
}

// selected reports whether a value says which case of a select was taken.
func selected(v ssa.Value) bool {
	e, ok := v.(*ssa.Extract)
	if !ok {
		return false
	}
	_, ok = e.Tuple.(*ssa.Select)
	return ok
}

// callGate is what a function that gives a boolean asks for.
func (t *tracker) callGate(call *ssa.Call, want bool) Gate {
	s := t.site(call)
	if s.Callee == nil {
		return closed
	}
	if asksSession(s) {
		return closed
	}
	if g, ok := t.plainGate(s, want); ok {
		return g
	}
	name := strings.ToLower(s.Callee.Name())
	if muted(name) {
		if ctx := contextArg(s); ctx != nil && !want {
			return t.contextGate(ctx, want)
		}
		return closed
	}
	if asksFailure(s) {
		if want {
			return closed // it has failed in a way that is known
		}
		return Gate{}
	}
	if t.asksStore(s) {
		return Gate{} // whether there was a row, or a newer one
	}
	for i, v := range s.Args {
		if t.ofData(v) || t.whole(v)&(fromMsg|fromStored|fromRemote) != 0 {
			return Gate{}
		}
		if isContext(v.Type()) && i > 0 && want {
			return closed
		}
	}
	return closed
}

// asksStore reports whether a function that gives a boolean writes or reads what is stored,
// of which it tells then.
func (t *tracker) asksStore(s effects.Site) bool {
	if t.u.Touch(s) != nil {
		return true
	}
	f := t.funcOf(s)
	return f != nil && s.Method == nil && (len(f.Writes) > 0 || f.Result&fromStored != 0)
}

// asksFailure reports whether a call asks how something has failed: errors.Is, and
// what libraries and the project have for their own errors.
func asksFailure(s effects.Site) bool {
	if s.Callee.Pkg() != nil && s.Callee.Pkg().Path() == "errors" {
		return true
	}
	return s.Shift == 0 && len(s.Args) == 1 && isError(s.Args[0].Type())
}

// muted recognises functions that say whether events are held back.
func muted(name string) bool {
	return slices.ContainsFunc([]string{"suppress", "silent", "silence", "quiet", "without", "skip", "mute", "disabled", "noevent", "dismiss"}, func(part string) bool {
		return strings.Contains(name, part)
	})
}

func contextArg(s effects.Site) ssa.Value {
	i := slices.IndexFunc(s.Args, func(v ssa.Value) bool { return isContext(v.Type()) })
	if i < 0 || len(s.Args) != 1 {
		return nil
	}
	return s.Args[i]
}

// fromContext is the context that a value was asked of, by its Value method.
func (t *tracker) fromContext(v ssa.Value) ssa.Value {
	if ta, ok := v.(*ssa.TypeAssert); ok {
		v = ta.X
	}
	call, ok := v.(*ssa.Call)
	if ok && call.Call.IsInvoke() && call.Call.Method.Name() == "Value" && isContext(call.Call.Value.Type()) {
		return call.Call.Value
	}
	return nil
}

// contextGate needs a context that says nothing. One that has to say something is
// asked for by few: that closes the gate.
func (t *tracker) contextGate(ctx ssa.Value, want bool) Gate {
	if want {
		return closed
	}
	switch k := t.knownContext(ctx, 0); {
	case k >= 0:
		return Gate{Needs: []Need{{Param: int(k), Is: plain}}}
	case k == plain:
		return Gate{Shut: Need{Is: plain}.shut()}
	}
	return closed
}
