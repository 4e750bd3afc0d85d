package flows

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Saves that raise events can mostly be told not to: by a parameter, an option,
// a context, or by how the repository was made. A Gate says which of these
// decide whether something happens. What is compared in the data does not matter:
// it happens for some messages. What cannot be told closes the gate, so that
// nothing is claimed.

// A Gate is what has to hold for something to happen.
type Gate struct {
	Needs  []Need
	Closed bool // it may never happen
	// Shut is how it is shut by a call that does not; "" if there is no way.
	Shut string
}

// A Need is what a parameter has to be.
type Need struct {
	Param int
	Is    Known
	Name  string // of the parameter
}

// shut is how a call has it otherwise.
func (n Need) shut() string {
	switch n.Is {
	case isFalse:
		return "true for " + n.Name
	case isTrue:
		return "false for " + n.Name
	case plain:
		return "a context by which it is silent"
	}
	return "the option by which it is silent"
}

// Known is what is known of an argument: that it is the caller's own parameter,
// if it is not negative, or one of the constants.
type Known int8

// What is known of arguments.
const (
	notKnown Known = -1 - iota
	isFalse
	isTrue
	isNone // nil: no options
	plain  // a context that says nothing of events
	marked // a context that may
)

// join is both gates.
func (g Gate) join(o Gate) Gate {
	out := Gate{Needs: slices.Clone(g.Needs), Closed: g.Closed || o.Closed, Shut: cmp.Or(g.Shut, o.Shut)}
	for _, n := range o.Needs {
		if !slices.Contains(out.Needs, n) {
			out.Needs = append(out.Needs, n)
		}
	}
	if len(out.Needs) > 4 {
		out.Closed = true
	}
	if out.Closed {
		out.Needs = nil
	}
	return out
}

// Silencer is what a call has to pass for the gate to be shut; "" if nothing
// does it.
func (g Gate) Silencer() string {
	if len(g.Needs) > 0 {
		return g.Needs[0].shut()
	}
	return g.Shut
}

// given is the gate once the arguments are known.
func (g Gate) given(args []Known) Gate {
	out := Gate{Closed: g.Closed, Shut: g.Shut}
	for _, n := range g.Needs {
		k := notKnown
		if n.Param < len(args) {
			k = args[n.Param]
		}
		switch {
		case k == n.Is:
			out.Shut = n.shut()
		case k >= 0:
			out = out.join(Gate{Needs: []Need{{int(k), n.Is, n.Name}}})
		default:
			return Gate{Closed: true}
		}
	}
	return out
}

// open reports whether the gate is open for an entry, which gets its context from
// whoever calls it, and nothing else that a gate asks for.
func (g Gate) open() bool {
	return !g.Closed && !slices.ContainsFunc(g.Needs, func(n Need) bool { return n.Is != plain })
}

// rebound is what is known of a callee's arguments at a call of it.
func rebound(list, args []Known) []Known {
	list = slices.Clone(list)
	for i, k := range list {
		if k < 0 {
			continue
		}
		if list[i] = notKnown; int(k) < len(args) {
			list[i] = args[k]
		}
	}
	return list
}

// knownArgs is what is known of a call's arguments, the receiver first.
func (t *tracker) knownArgs(s effects.Site) []Known {
	list := make([]Known, len(s.Args))
	for i, v := range s.Args {
		list[i] = t.knownArg(v, 0)
	}
	return list
}

func (t *tracker) knownArg(v ssa.Value, depth int) Known {
	if isContext(v.Type()) {
		return t.knownContext(v, 0)
	}
	switch x := t.read(v).(type) {
	case *ssa.Const:
		switch {
		case x.IsNil():
			return isNone
		case isBool(x.Type()) && x.Value.String() == "true":
			return isTrue
		case isBool(x.Type()):
			return isFalse
		}
	case *ssa.Parameter:
		if i := slices.Index(t.u.Func.Params, x); i >= 0 {
			return Known(i)
		}
	}
	return notKnown
}

// read is the value behind a variable that is captured, or set but once.
func (t *tracker) read(v ssa.Value) ssa.Value {
	for range 4 {
		switch x := v.(type) {
		case *ssa.FreeVar:
			b := t.u.Binding(x)
			if b == nil {
				return v
			}
			v = b
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return v
			}
			addr := x.X
			if fv, ok := addr.(*ssa.FreeVar); ok {
				addr = t.u.Binding(fv)
			}
			alloc, ok := addr.(*ssa.Alloc)
			if !ok {
				return v
			}
			vals := stored(alloc)
			if len(vals) != 1 {
				return v
			}
			v = vals[0]
		default:
			return v
		}
	}
	return v
}

func isContext(ty types.Type) bool {
	n, ok := types.Unalias(ty).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "context" && n.Obj().Name() == "Context"
}

// knownContext is whether a context may say something of events. What libraries
// make of one says nothing, but for values; what the project makes of it may.
func (t *tracker) knownContext(v ssa.Value, depth int) Known {
	if depth > 8 {
		return marked
	}
	switch x := t.read(v).(type) {
	case *ssa.Parameter:
		if i := slices.Index(t.u.Func.Params, x); i >= 0 {
			return Known(i)
		}
		return plain // a literal's
	case *ssa.Extract:
		return t.knownContext(x.Tuple, depth+1)
	case *ssa.Phi:
		first := t.knownContext(x.Edges[0], depth+1)
		for _, e := range x.Edges[1:] {
			if t.knownContext(e, depth+1) != first {
				return marked
			}
		}
		return first
	case *ssa.Call:
		return t.madeContext(x, depth)
	}
	return marked
}

func (t *tracker) madeContext(call *ssa.Call, depth int) Known {
	s := t.site(call)
	if s.Callee == nil || s.Callee.Pkg() == nil || t.firstParty(effects.PkgPath(s.Callee.Pkg())) || s.Callee.Name() == "WithValue" {
		return marked
	}
	for _, a := range s.Args {
		if isContext(a.Type()) {
			return t.knownContext(a, depth+1)
		}
	}
	return plain // Background, a request's
}

// gateAt is what has to hold for an instruction to run.
func (t *tracker) gateAt(instr ssa.Instruction) Gate {
	var g Gate
	for fn, at := instr.Parent(), instr; fn != nil; {
		for _, c := range t.conditionsOf(at.Block()) {
			if !leavesLoop(c.at.Block()) {
				g = g.join(t.gate(c.value, c.want, 0))
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

// gate is what a condition asks for.
func (t *tracker) gate(v ssa.Value, want bool, depth int) Gate {
	if depth > 6 {
		return closed
	}
	if p, ok := t.read(v).(*ssa.Parameter); ok && isBool(p.Type()) {
		return t.paramGate(p, want)
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return t.gate(v.X, !want, depth+1)
		}
		return t.loadGate(v)
	case *ssa.BinOp:
		return t.compareGate(v, want)
	case *ssa.Call:
		return t.callGate(v, want)
	case *ssa.Phi:
		var g Gate
		for _, e := range v.Edges {
			if _, ok := e.(*ssa.Const); !ok {
				g = g.join(t.gate(e, want, depth+1))
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
	return Gate{Needs: []Need{{i, is, p.Name()}}}
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
func (t *tracker) loadGate(v *ssa.UnOp) Gate {
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
	return t.dataGate(v)
}

// optionsParam is the variadic parameter that takes options, or -1.
func (t *tracker) optionsParam() int {
	if !t.u.Func.Signature.Variadic() {
		return -1
	}
	i := len(t.u.Func.Params) - 1
	sl, ok := t.u.Func.Params[i].Type().Underlying().(*types.Slice)
	if !ok {
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
		}
		return t.dataGate(x)
	}
	if t.ofData(x) || t.ofData(y) {
		for _, side := range []ssa.Value{x, y} {
			if _, isParam := t.read(side).(*ssa.Parameter); isParam && flagLike(side.Type()) && !sized(side.Type()) {
				return closed // a mode
			}
		}
		return Gate{}
	}
	if isLen(x) || isLen(y) || selected(x) {
		return Gate{}
	}
	return closed
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
	name := strings.ToLower(s.Callee.Name())
	if muted(name) {
		if ctx := contextArg(s); ctx != nil && !want {
			return t.contextGate(ctx, want)
		}
		return closed
	}
	if s.Callee.Pkg() != nil && s.Callee.Pkg().Path() == "errors" {
		if want {
			return closed // it has failed in a way that is known
		}
		return Gate{}
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
