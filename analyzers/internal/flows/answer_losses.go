package flows

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Whether messages are lost may be an option of a subscription: a mark in a struct that
// decides if they are acknowledged before they are handled, or where that fails. Who
// gives the option beside a handler has its messages lost: On(bus, topic, h, AckFirst()).

// lossyMarks are the fields of the package's structs that have messages lost where they
// are true.
func (a *analysis) lossyMarks() map[*types.Var]bool {
	if a.marks != nil {
		return a.marks
	}
	a.marks = map[*types.Var]bool{}
	for i, u := range a.units {
		t := a.trackerOf(i)
		for call := range effects.Calls(u.Funcs...) {
			if s := t.site(call); t.acks(s) {
				t.noteMark(call)
			} else if s.Callee != nil {
				t.noteAutoMark(s)
			}
		}
	}
	return a.marks
}

// noteMark notes the mark by which a message is acknowledged before it is handled, or
// where that has failed.
func (t *tracker) noteMark(ack ssa.CallInstruction) {
	var mark ssa.Value
	failed := false
	for _, c := range t.conditionsOf(ack.Block()) {
		if c.want && mark == nil && markOf(c.value) != nil {
			mark = c.value
		}
		failed = failed || handlingFailed(c)
	}
	if mark != nil && (failed || t.handlesAfter(ack)) {
		t.addMark(mark)
	}
}

// addMark adds the field that a boolean is.
func (t *tracker) addMark(v ssa.Value) {
	t.marks[markOf(v)] = true
	if name := t.markName(v.(*ssa.UnOp).X); name != "" {
		t.markNames = append(t.markNames, name)
	}
}

// noteAutoMark notes the mark by which a broker is told to acknowledge by itself.
func (t *tracker) noteAutoMark(s effects.Site) {
	sig := s.Callee.Signature()
	for i := range sig.Params().Len() {
		if i+s.Shift < len(s.Args) && strings.EqualFold(sig.Params().At(i).Name(), "autoAck") && !t.known(s) {
			if v := s.Args[i+s.Shift]; markOf(v) != nil {
				t.addMark(v)
			}
		}
	}
}

// markOf is the field of a struct that a boolean is, or nil.
func markOf(v ssa.Value) *types.Var {
	load, ok := v.(*ssa.UnOp)
	if !ok || !isBool(v.Type()) {
		return nil
	}
	return fieldIn(load.X)
}

// fieldIn is the field of a struct that an address is of, or nil.
func fieldIn(addr ssa.Value) *types.Var {
	fa, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return nil
	}
	st, ok := deref(fa.X.Type()).Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	return st.Field(fa.Field).Origin()
}

// handlingFailed reports whether a condition says that a handler returned an error.
func handlingFailed(c condition) bool {
	b, ok := c.value.(*ssa.BinOp)
	if !ok || b.Op != token.NEQ && b.Op != token.EQL || c.want != (b.Op == token.NEQ) || !isNil(b.Y) {
		return false
	}
	call, ok := b.X.(*ssa.Call)
	return ok && handlesBy(call)
}

// handlesAfter reports whether control may go on from a call to one of a handler.
func (t *tracker) handlesAfter(ack ssa.CallInstruction) bool {
	from := ack.Block()
	again := headAround(from)
	for call := range effects.Each[*ssa.Call](ack.Parent()) {
		if to := call.Block(); to != from && (handlesBy(call) || t.handsMessages(call)) && reaches(from, to, again) && !reaches(to, from, again) {
			return true
		}
	}
	return false
}

// headAround is the head of the innermost loop that a block is part of, or nil.
func headAround(b *ssa.BasicBlock) *ssa.BasicBlock {
	for head := b; head != nil; head = head.Idom() {
		if loopOf(head)[b] {
			return head
		}
	}
	return nil
}

// handlesBy reports whether a call is of a function value, or an interface's method,
// that returns an error.
func handlesBy(call *ssa.Call) bool {
	if _, ok := call.Call.Value.(*ssa.Builtin); ok || !isError(call.Type()) {
		return false
	}
	return call.Call.IsInvoke() && dispatches(call.Call.Method.Name()) || !call.Call.IsInvoke() && call.Call.StaticCallee() == nil
}

// losesByOption reports whether the unit's function returns an option that has messages
// lost: one that does no more than to set such a mark, or that adds middleware which does.
func (t *tracker) losesByOption() bool {
	if t.hookLoses() || t.optionAddsLossy() {
		return true
	}
	if len(t.u.Funcs) != 2 || t.literalOption() == nil {
		return false
	}
	for st := range effects.Each[*ssa.Store](t.u.Funcs[1]) {
		set, ok := st.Val.(*ssa.Const)
		if mark := fieldIn(st.Addr); ok && mark != nil && set.Value != nil && set.Value.String() == "true" && t.lossyMarks()[mark] {
			return true
		}
	}
	return false
}

// optionAddsLossy reports whether the unit's function returns an option that adds, to what
// it is given, middleware which answers success where what it stands before has failed.
func (t *tracker) optionAddsLossy() bool {
	option := t.literalOption()
	if option == nil {
		return false
	}
	for ci := range effects.Calls(option) {
		if s := t.site(ci); len(s.Args) > 0 && t.read(s.Args[0]) == ssa.Value(option.Params[0]) && t.addsLossy(s) {
			return true
		}
	}
	return false
}

// literalOption is the option that the unit's function returns, or nil.
func (t *tracker) literalOption() *ssa.Function {
	list := t.returnedLiterals()
	i := slices.IndexFunc(list, func(fn *ssa.Function) bool { return isOption(fn.Signature) })
	if i < 0 {
		return nil
	}
	return list[i]
}

// isOption recognises the functions that set something in a struct.
func isOption(ty types.Type) bool {
	sig, ok := ty.Underlying().(*types.Signature)
	if !ok || sig.Params().Len() != 1 || sig.Results().Len() > 0 {
		return false
	}
	p, ok := sig.Params().At(0).Type().Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	_, ok = p.Elem().Underlying().(*types.Struct)
	return ok
}
