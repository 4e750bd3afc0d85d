package flows

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// An Ignored is a handler that is subscribed and does nothing with its messages, beyond
// noting that they came.
type Ignored struct {
	Message string // their type
	Name    string
	Place   summary.Place
}

// ignored are the package's handlers of messages that services share which do nothing.
func (a *analysis) ignored() []Ignored {
	var list []Ignored
	for _, obj := range a.handedAway() {
		i := a.view.IndexOf(obj)
		if i < 0 || !a.sharedShape(obj) {
			continue
		}
		u := a.units[i]
		if u.Object == nil || len(u.Funcs) != 1 || !a.trackers[i].leavesMessage(u.Func) {
			continue
		}
		list = append(list, Ignored{Message: a.sharedParam(obj), Name: u.Name(), Place: a.view.Place(u, obj.Pos())})
	}
	return list
}

// leavesMessage reports whether a function does nothing on any path.
func (t *tracker) leavesMessage(fn *ssa.Function) bool {
	for instr := range effects.Instructions(fn) {
		if t.actsOnMessage(instr) {
			return false
		}
	}
	return true
}

// sharedParam is the type of message that a function of sharedShape is given.
func (a *analysis) sharedParam(obj *types.Func) string {
	for p := range obj.Signature().Params().Variables() {
		if n := effects.Named(p.Type()); n != nil && a.sharedMessage(n) {
			if n.TypeArgs().Len() == 1 {
				n = effects.Named(n.TypeArgs().At(0))
			}
			return effects.ShortTypeName(n)
		}
	}
	return ""
}
