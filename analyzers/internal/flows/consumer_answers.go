package flows

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Not every handler is given somewhere to write its answer: a project may have
// handlers that return it, or only an error, and make the library's kind of them.

// answersRequest recognises a handler that returns what to answer. It is used as a
// value, for whoever adapts it: one that is merely called helps another handler,
// which may be handed messages.
func (a *analysis) answersRequest(u *effects.Unit, fn *ssa.Function) bool {
	if fn == u.Func && servesGenerated(fn.Signature) {
		return true
	}
	if !takesOnlyRequest(fn.Signature) {
		return false
	}
	return fn != u.Func || a.callers(u.Object) == 0 && a.usedAsValue(u.Object)
}

// takesOnlyRequest reports whether a function is given a request and returns
// something else. One that returns a response is a client's transport, and one
// that returns a request, or nothing, makes a request ready.
func takesOnlyRequest(sig *types.Signature) bool {
	if sig.Results().Len() == 0 {
		return false
	}
	for r := range sig.Results().Variables() {
		if n := effects.Named(r.Type()); n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "net/http" {
			return false
		}
	}
	for p := range sig.Params().Variables() {
		if n := effects.Named(p.Type()); n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "net/http" && n.Obj().Name() == "Request" {
			return true
		}
	}
	return false
}

// servesGenerated recognises the methods of servers that oapi-codegen calls
// strict, by the types that it makes for each operation.
func servesGenerated(sig *types.Signature) bool {
	if sig.Recv() == nil || sig.Params().Len() != 2 || sig.Results().Len() != 2 {
		return false
	}
	in, out := effects.Named(sig.Params().At(1).Type()), effects.Named(sig.Results().At(0).Type())
	return in != nil && out != nil && strings.HasSuffix(in.Obj().Name(), "RequestObject") && strings.HasSuffix(out.Obj().Name(), "ResponseObject")
}

// usedAsValue reports whether the package hands a function of its own around.
func (a *analysis) usedAsValue(f *types.Func) bool {
	if a.asValues == nil {
		a.asValues = map[*types.Func]bool{}
		for _, u := range a.units {
			for instr := range effects.Instructions(u.Funcs...) {
				a.noteValues(instr)
			}
		}
	}
	return a.asValues[f.Origin()]
}

// noteValues notes the functions that an instruction uses other than to call
// them.
func (a *analysis) noteValues(instr ssa.Instruction) {
	for i, op := range instr.Operands(nil) {
		fn, ok := (*op).(*ssa.Function)
		if _, call := instr.(ssa.CallInstruction); !ok || call && i == 0 {
			continue
		}
		if obj, ok := fn.Object().(*types.Func); ok {
			a.asValues[obj.Origin()] = true
		}
	}
}
