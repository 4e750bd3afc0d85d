package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// calledHereWith is what becomes of the failure of a handler that a call makes of another
// one, where the unit calls that itself, in one place, and nobody else does: h = JSON(handle)
// in each case of a switch, and h.Handle(ctx, msg) after it.
func (t *tracker) calledHereWith(made *ssa.Call) (Answer, bool) {
	if made == nil || made.Referrers() == nil {
		return Answer{}, false
	}
	var found ssa.CallInstruction
	uses := slices.Clone(*made.Referrers())
	for i := 0; i < len(uses) && i < 8; i++ {
		switch use := uses[i].(type) {
		case *ssa.Phi:
			uses = append(uses, *use.Referrers()...)
		case *ssa.ChangeType:
			uses = append(uses, *use.Referrers()...)
		case *ssa.Call:
			if found != nil || slices.Contains(use.Call.Args, ssa.Value(made)) || !t.isGivenMessage(use) {
				return Answer{}, false
			}
			found = use
		case *ssa.DebugRef:
		case *ssa.BinOp: // whether there is one
		default:
			return Answer{}, false
		}
	}
	if found == nil {
		return Answer{}, false
	}
	return t.answer(t.site(found)).above(t.handedDown(t.view.Index(t.u.Func))), true
}

// isGivenMessage reports whether a call is handed a message as such.
func (t *tracker) isGivenMessage(call *ssa.Call) bool {
	return slices.ContainsFunc(call.Call.Args, func(v ssa.Value) bool { return t.isMessage(v.Type()) })
}
