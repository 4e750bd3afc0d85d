package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Handlers are often given an envelope, which every message comes in, and open it
// themselves. It is what is inside that is then the message.

// sealed reports whether a type holds a message proper as bytes.
func sealed(n *types.Named) bool {
	st, ok := n.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if sl, ok := f.Type().Underlying().(*types.Slice); ok && types.Identical(sl.Elem(), types.Typ[types.Byte]) {
			return true
		}
	}
	return false
}

// inside are the types to which the contents of envelopes are decoded; nil, where
// not all that comes in are such.
func (t *tracker) inside(found []*types.Named) []*types.Named {
	if len(found) == 0 || slices.ContainsFunc(found, func(n *types.Named) bool { return !sealed(n) }) {
		return nil
	}
	return slices.DeleteFunc(t.decodedFor(t.decodedTypes(t.u.Funcs...)), func(n *types.Named) bool { return slices.Contains(found, n) })
}

// orderedOutside reports whether an envelope says which message was first.
func (t *tracker) orderedOutside(found []*types.Named) bool {
	return slices.ContainsFunc(found, func(n *types.Named) bool {
		_, some := t.orderOf(n, 0)
		return some
	})
}

// unseals reports whether a call gives back what is in the envelope v, as the type
// that it is asked for: envelope.Open[Order](e).
func (t *tracker) unseals(call *ssa.Call, v ssa.Value) bool {
	n := effects.Named(v.Type())
	if n == nil || !sealed(n) || t.val[v]&(fromMsg|params) == 0 {
		return false
	}
	fn, ty := call.Call.StaticCallee(), call.Type()
	if fn == nil {
		return false
	}
	if tuple, ok := ty.(*types.Tuple); ok && tuple.Len() > 0 {
		ty = tuple.At(0).Type()
	}
	return slices.ContainsFunc(fn.TypeArgs(), func(arg types.Type) bool { return types.Identical(arg, deref(ty)) })
}
