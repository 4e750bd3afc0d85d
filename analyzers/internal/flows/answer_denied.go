package flows

import (
	"go/constant"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What is looked for, or waited for, in vain may be told by a false beside an error that
// is nil: ok, err := poll(…). Who looks at the error alone goes on without.

// denies reports whether the unit may return a false together with an error that is nil.
// What it returns of either as somebody else told it says nothing, but where it returns
// nothing else.
func (t *tracker) denies() bool {
	results := t.u.Func.Signature.Results()
	n := results.Len()
	if n < 2 || !isError(results.At(n-1).Type()) || !isBool(results.At(n-2).Type()) {
		return false
	}
	returns, asTold := 0, false
	for ret := range effects.Returns(t.u.Func) {
		returns++
		answer, isConst := ret.Results[n-2].(*ssa.Const)
		switch {
		case !isConst:
			asTold = true
		case isNil(ret.Results[n-1]) && answer.Value != nil && !constant.BoolVal(answer.Value):
			return true
		}
	}
	return asTold && returns == 1
}

// unheard reports whether nobody looks at the answer of a call that only looks something
// up, or waits for it, and tells by that alone whether it is there.
func (t *tracker) unheard(call *ssa.Call) bool {
	f := t.funcOf(t.site(call))
	if f == nil || !f.Denies || !t.onlyLooks(call) || call.Referrers() == nil {
		return false
	}
	answer := call.Call.Signature().Results().Len() - 2
	for _, ref := range *call.Referrers() {
		if e, ok := ref.(*ssa.Extract); !ok || e.Index == answer && !unused(e) {
			return false
		}
	}
	return true
}
