package unregistered

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// An interface's method is called only of what has become that interface. So a type
// that is made, and never handed to anybody as an interface, is subscribed by nobody
// who knows the interface alone.

// asInterface marks a type's symbol among what a declaration names: there the type
// becomes some interface.
func asInterface(typ string) string { return "~" + typ }

// maxHolding bounds how deep a type is looked into for those that it holds.
const maxHolding = 4

// A holding is a type that becomes an interface in a declaration.
type holding struct {
	by  string
	typ *types.Named
}

// conversions notes which of the project's types become interfaces, and where: by
// themselves, in what holds them, for reflection may find them there, as what a
// constructor gives back, or as the argument of a type parameter.
func (r *recorder) conversions() {
	for _, u := range r.view.Units() {
		if u.Func == nil || strings.HasSuffix(r.pass.Fset.Position(u.Func.Pos()).Filename, "_test.go") {
			continue
		}
		by := r.path
		if u.Object != nil {
			by = r.declares(u.Object)
		}
		for conv := range effects.Each[*ssa.MakeInterface](u.Funcs...) {
			r.converted(by, conv.X.Type(), 0)
		}
		for call := range effects.Calls(u.Funcs...) {
			if callee := call.Common().StaticCallee(); callee != nil {
				for _, arg := range callee.TypeArgs() {
					r.converted(by, arg, 0)
				}
			}
		}
	}
}

// converted notes the types that come to be reached by way of an interface with one.
func (r *recorder) converted(by string, t types.Type, depth int) {
	if depth > maxHolding {
		return
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		for arg := range n.TypeArgs().Types() {
			r.converted(by, arg, depth+1)
		}
		at := holding{by, n.Origin()}
		if seen, ok := r.held[at]; ok && seen <= depth || !r.own(n.Obj()) {
			return
		}
		r.held[at] = depth
		r.note(by, asInterface(symbol(n.Obj())))
	}
	switch t := t.Underlying().(type) {
	case *types.Pointer:
		r.converted(by, t.Elem(), depth)
	case *types.Slice:
		r.converted(by, t.Elem(), depth)
	case *types.Array:
		r.converted(by, t.Elem(), depth)
	case *types.Map:
		r.converted(by, t.Elem(), depth)
	case *types.Chan:
		r.converted(by, t.Elem(), depth)
	case *types.Signature:
		for result := range t.Results().Variables() {
			r.converted(by, result.Type(), depth)
		}
	case *types.Struct:
		for f := range t.Fields() {
			r.converted(by, f.Type(), depth+1)
		}
	}
}
