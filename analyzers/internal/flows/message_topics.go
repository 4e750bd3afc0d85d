package flows

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Where a message goes to tells whom it is for: a topic whose name services share is for
// others, whatever else its type is used for here. It may not even have a name then.

// sharedTopic reports whether a call is told a topic by a constant that stands where
// services share their messages, and that the package asks for nothing else: what it
// subscribes as well is the service's own.
func (a *analysis) sharedTopic(pos token.Pos) bool {
	call := a.callAround(pos)
	if call == nil {
		return false
	}
	for _, c := range a.sharedTexts(call) {
		if !a.usedBeside(c, call) {
			return true
		}
	}
	return false
}

// callAround is the call that stands at a place.
func (a *analysis) callAround(pos token.Pos) *ast.CallExpr {
	for _, f := range a.pass.Files {
		if f.FileStart > pos || pos >= f.FileEnd {
			continue
		}
		path, _ := astutil.PathEnclosingInterval(f, pos, pos)
		for _, n := range path {
			if call, ok := n.(*ast.CallExpr); ok {
				return call
			}
		}
	}
	return nil
}

// sharedTexts are the constants among a call's arguments that name something, and stand
// where services share their messages.
func (a *analysis) sharedTexts(call *ast.CallExpr) []types.Object {
	var list []types.Object
	for _, arg := range call.Args {
		ast.Inspect(arg, func(n ast.Node) bool {
			if _, ok := n.(*ast.FuncLit); ok {
				return false
			}
			if id, ok := n.(*ast.Ident); ok {
				if c, ok := a.pass.TypesInfo.Uses[id].(*types.Const); ok && isStringType(c.Type()) && c.Pkg() != nil && a.cfg.IsMessages(effects.PkgPath(c.Pkg())) {
					list = append(list, c)
				}
			}
			return true
		})
	}
	return list
}

// usedBeside reports whether the package uses something outside of calls of what a call is
// of, by name.
func (a *analysis) usedBeside(c types.Object, call *ast.CallExpr) bool {
	of := calledIn(call)
	for id, obj := range a.pass.TypesInfo.Uses {
		if obj != c || call.Pos() <= id.Pos() && id.Pos() < call.End() {
			continue
		}
		if other := a.callAround(id.Pos()); other == nil || of == "" || calledIn(other) != of {
			return true
		}
	}
	return false
}

// calledIn is what a call is of, by name.
func calledIn(call *ast.CallExpr) string {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		return fun.Sel.Name
	case *ast.Ident:
		return fun.Name
	}
	return ""
}

// nameless reports whether a value is of a struct type without a name, such as is put
// around what is sent where that is sent.
func nameless(v ssa.Value) bool {
	ty := types.Unalias(effects.Unwrapped(v).Type())
	if p, ok := ty.(*types.Pointer); ok {
		ty = types.Unalias(p.Elem())
	}
	st, ok := ty.(*types.Struct)
	return ok && st.NumFields() > 0
}

// sendsNameless reports whether a call publishes a struct whose type has no name.
func (t *tracker) sendsNameless(s effects.Site) bool {
	found := false
	if t.publishes(s) {
		t.published(s, func(v ssa.Value) { found = found || nameless(v) })
		return found
	}
	for i, v := range s.Args {
		if s.Method != nil && i > 0 && nameless(v) && t.allPublish(s, i) {
			return true
		}
	}
	return false
}

// appliedTypes are the types of which what a call's functions are given is, once they are
// called: by whatever decodes that for them.
func (t *tracker) appliedTypes(s effects.Site) []*types.Named {
	f := t.funcOf(s)
	if f == nil {
		return nil
	}
	var list []*types.Named
	for _, a := range f.Applies {
		if !a.wraps() || a.Method != "" || a.Param >= len(s.Args) {
			continue
		}
		sig, ok := effects.Unwrapped(s.Args[a.Param]).Type().Underlying().(*types.Signature)
		if !ok {
			continue
		}
		for i, o := range a.Args {
			if o&innerBits == 0 || i >= sig.Params().Len() {
				continue
			}
			if n := t.ownStruct(t.insideWrapper(deref(sig.Params().At(i).Type()))); n != nil {
				list = append(list, n)
			}
		}
	}
	return list
}
