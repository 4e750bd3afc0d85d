package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A unit of work collects what is to be written, and somebody else writes it all at once:
// store.Write(ctx, NewTransaction().Create(order).Create(line)). What is in it tells
// whether anything is overwritten.

// onlyCreates reports whether a call is given a unit of work of the project's into which
// the function has put nothing but what is new.
func (t *tracker) onlyCreates(instr ssa.Instruction) bool {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	s := t.site(call)
	if s.Callee == nil {
		return false
	}
	return slices.ContainsFunc(s.Args[min(s.Shift, len(s.Args)):], func(v ssa.Value) bool {
		names := t.collected(v, instr, 0)
		return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool { return !hasAnyPrefix(name, "create", "insert") })
	})
}

// collected are the methods by which something was put into a unit of work that the
// function has made itself.
func (t *tracker) collected(v ssa.Value, until ssa.Instruction, depth int) []string {
	made, ok := v.(*ssa.Call)
	if !ok || depth > 40 || !t.known(t.site(made)) || !refers(made.Type()) || effects.Named(made.Type()) == nil {
		return nil
	}
	var names []string
	for _, ref := range *made.Referrers() {
		if ref != until {
			names = append(names, t.putBy(ref, made))
		}
	}
	callee := t.site(made).Callee
	recv := callee.Signature().Recv()
	if recv == nil || !types.Identical(deref(recv.Type()), deref(made.Type())) || len(made.Call.Args) < 2 {
		return names // where it was made
	}
	if before, ok := made.Call.Args[0].(*ssa.Call); ok {
		return append(append(names, callee.Name()), t.collected(before, until, depth+1)...)
	}
	return nil // begun elsewhere
}

// putBy is the method by which an instruction puts something into a unit of work; a name
// that none has, where it may do anything else.
func (t *tracker) putBy(instr ssa.Instruction, made *ssa.Call) string {
	call, ok := instr.(*ssa.Call)
	if !ok || call.Call.IsInvoke() || len(call.Call.Args) < 2 || call.Call.Args[0] != ssa.Value(made) || t.site(call).Callee == nil {
		return "?"
	}
	return t.site(call).Callee.Name()
}
