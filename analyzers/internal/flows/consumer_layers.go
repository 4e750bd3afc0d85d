package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What stands in front of a handler in a chain may decide for it: a layer compares the
// order of messages, or looks up what they refer to, and only then goes on. As a rule it is
// made by a function that is told what to go by:
//
//	func Ordered(db *sql.DB) Middleware {
//		return func(next Handler) Handler {
//			return HandlerFunc(func(ctx context.Context, m Message) error { …; return next.Handle(ctx, m) })
//		}
//	}

// A Layer is what has to hold for a layer to go on to what it is put in front of. The bits
// from inner on are what the layer is given as a handler.
type Layer struct {
	Guard Guard
	Locks bool
	Looks []Read
	// After are the functions among its maker's parameters that have to agree.
	After []int
}

// layerLiterals are the literals that the unit returns as layers.
func (t *tracker) layerLiterals() []*ssa.Function {
	return slices.DeleteFunc(t.returnedLiterals(), func(lit *ssa.Function) bool { return !layerShaped(lit.Signature) })
}

// layerShaped reports whether a function makes one handler of another.
func layerShaped(sig *types.Signature) bool {
	if sig.Params().Len() != 1 || sig.Results().Len() != 1 {
		return false
	}
	ty := sig.Params().At(0).Type()
	return (isFunction(ty) || types.IsInterface(ty) && !isError(ty)) && types.Identical(ty, sig.Results().At(0).Type())
}

// handlersIn are the literals that a layer gives back as handlers.
func (t *tracker) handlersIn(layer *ssa.Function) []*ssa.Function {
	var list []*ssa.Function
	for ret := range effects.Returns(layer) {
		if lit := t.literalOf(ret.Results[0]); lit != nil && !slices.Contains(list, lit) {
			list = append(list, lit)
		}
	}
	return list
}

// seedLayers marks what layers are given as handlers. The first bit is that of the handler
// which they are put in front of.
func (t *tracker) seedLayers() {
	for _, layer := range t.layerLiterals() {
		for _, lit := range t.handlersIn(layer) {
			for i, p := range lit.Params {
				if carries(p.Type()) && i+1 < maxInner {
					t.val[p] |= Origin(1) << (inner + i + 1)
				}
			}
		}
	}
}

// noteLayers notes what has to hold for the returned layers to go on.
func (t *tracker) noteLayers(f *Func) {
	for _, layer := range t.layerLiterals() {
		for ci := range effects.Calls(t.u.Funcs...) {
			if len(f.Layers) < maxApplies && t.goesOn(ci, layer.Params[0]) {
				if l := t.layerAt(ci); l.decides() {
					f.Layers = append(f.Layers, l)
				}
			}
		}
	}
}

// goesOn reports whether a call is of a handler that a layer was put in front of.
func (t *tracker) goesOn(ci ssa.CallInstruction, next *ssa.Parameter) bool {
	return seek(ci.Common().Value, 5, t.sameVariable, func(v ssa.Value) bool { return v == next })
}

func (t *tracker) layerAt(ci ssa.CallInstruction) Layer {
	l := Layer{Looks: t.looksBefore(ci), After: t.checksBefore(ci)}
	if guard := t.guardOf(ci); guard.aboutOrder() {
		guard.Field = "" // where the order is kept is the layer's own business
		guard.Msg, guard.Stored = asHandler(guard.Msg), asHandler(guard.Stored)
		l.Guard = guard
	}
	l.Locks = slices.ContainsFunc(slices.Collect(effects.Calls(t.u.Funcs...)), func(ci ssa.CallInstruction) bool { return t.locks(t.site(ci)) })
	return l
}

// asHandler are a layer's origins as those of the handler that it makes: what the maker was
// told is none of the message.
func asHandler(o Origin) Origin {
	return o&^params | o&innerBits>>1&innerBits
}

func (l Layer) decides() bool { return l.Guard.Kind != Unguarded || len(l.Looks)+len(l.After) > 0 }

// inFront adds what the layers decide that a chain is given.
func (t *tracker) inFront(s effects.Site, a Apply) Apply {
	if !a.Chain {
		return a
	}
	for i, arg := range s.Args {
		if i != a.Param {
			for _, l := range t.layersIn(arg, 0) {
				a.Guard, a.Locks = better(a.Guard, l.Guard), a.Locks || l.Locks && l.Guard.Kind != Unguarded
				a.Looks = append(slices.Clone(a.Looks), l.Looks...)
			}
		}
	}
	a.Looks = a.Looks[:min(len(a.Looks), maxLooks)]
	return a
}

// layersIn are the layers in a list, also where a function of the project's has put more
// before or after those that it was given.
func (t *tracker) layersIn(v ssa.Value, depth int) []Layer {
	if depth > maxWrapped {
		return nil
	}
	var list []Layer
	for _, v := range t.inLists(v) {
		if fn, ok := effects.Unwrapped(v).(*ssa.Function); ok {
			list = append(list, t.layerOf(fn)...)
		}
		call, ok := effects.Unwrapped(v).(*ssa.Call)
		if !ok {
			continue
		}
		s := t.site(call)
		if isList(call.Type()) {
			for _, arg := range s.Args {
				list = append(list, t.layersIn(arg, depth+1)...)
			}
		} else if f := t.funcOf(s); f != nil {
			for _, l := range f.Layers {
				l.Looks, l.After = t.looksOf(s, Apply{Looks: l.Looks, After: l.After}), nil
				list = append(list, l)
			}
		}
	}
	return list
}

// layerOf is what a declared function decides as a layer.
func (t *tracker) layerOf(fn *ssa.Function) []Layer {
	obj, ok := fn.Object().(*types.Func)
	if !ok {
		return nil
	}
	f := t.funcOfObject(obj.Origin())
	if f == nil {
		return nil
	}
	var list []Layer
	for _, a := range f.Applies {
		if a.Param == 0 && a.wraps() && (a.Guard.aboutOrder() || len(a.Looks) > 0) {
			l := Layer{Looks: a.Looks, Locks: len(f.Locks) > 0}
			if a.Guard.aboutOrder() {
				l.Guard = a.Guard
			}
			list = append(list, l)
		}
	}
	return list
}
