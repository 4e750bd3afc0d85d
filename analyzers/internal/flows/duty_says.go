package flows

import (
	"go/token"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A Say is what a function says by the boolean that it returns, wherever it does
// not fail.
type Say uint8

const (
	SaysEither Say = iota
	SaysYes
	SaysNo
	// SaysAsReceiver is said by the method of a type of functions: what the function
	// says that it is called on.
	SaysAsReceiver
)

// says is what a function of the unit says.
func (t *tracker) says(fn *ssa.Function) Say {
	results := fn.Signature.Results()
	for i := range results.Len() {
		if !isBool(results.At(i).Type()) {
			continue
		}
		for _, say := range []Say{SaysYes, SaysNo} {
			if everyReturn(fn, i, func(v ssa.Value) bool { return t.isSaid(v, say == SaysYes, 0) }) {
				return say
			}
		}
		if everyReturn(fn, i, func(v ssa.Value) bool { return ofReceiver(fn, v) }) {
			return SaysAsReceiver
		}
		return SaysEither
	}
	return SaysEither
}

// everyReturn reports whether something holds for a result wherever the function
// could decide.
func everyReturn(fn *ssa.Function, i int, holds func(ssa.Value) bool) bool {
	said := false
	for ret := range effects.Returns(fn) {
		if slices.ContainsFunc(ret.Results, func(r ssa.Value) bool { return isError(r.Type()) && !isNil(r) }) {
			continue // it could not decide
		}
		if sure, otherwise := setAtEnd(ret, i, holds); otherwise || !sure && !holds(ret.Results[i]) {
			return false
		}
		said = true
	}
	return said
}

// isSaid reports whether a value is the wanted one for certain.
func (t *tracker) isSaid(v ssa.Value, want bool, depth int) bool {
	if depth > 6 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Const:
		return v.Value != nil && v.Value.String() == strconv.FormatBool(want)
	case *ssa.Phi:
		return !slices.ContainsFunc(v.Edges, func(e ssa.Value) bool { return !t.isSaid(e, want, depth+1) })
	case *ssa.UnOp:
		return v.Op == token.NOT && t.isSaid(v.X, !want, depth+1)
	case *ssa.BinOp:
		return t.comesOut(v, want)
	case *ssa.Call:
		f := t.funcOf(t.site(v))
		return f != nil && (want && f.Says == SaysYes || !want && f.Says == SaysNo)
	case *ssa.Extract:
		return t.isSaid(v.Tuple, want, depth+1)
	}
	return false
}

// ofReceiver reports whether a value is what the receiver, a function, gave back.
func ofReceiver(fn *ssa.Function, v ssa.Value) bool {
	if ex, ok := v.(*ssa.Extract); ok {
		v = ex.Tuple
	}
	call, ok := v.(*ssa.Call)
	return ok && fn.Signature.Recv() != nil && effects.Unwrapped(call.Call.Value) == fn.Params[0]
}
