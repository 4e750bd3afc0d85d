package flows

import (
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A project's own framework of consumers often has an error by which a handler says that
// the message shall not come again: what receives asks errors.Is(err, ErrSkip), or
// errors.As with a type, and acknowledges then. To return such an error is to lose the
// message, as it is with the errors by which libraries say so.

// finals are the errors of the package and of those it imports by which messages are
// acknowledged: variables, types, and the functions that make nothing else.
func (a *analysis) finals() map[string]bool {
	if a.final == nil {
		a.final = map[string]bool{}
		for _, fact := range a.below() {
			for _, name := range fact.Finals {
				a.final[name] = true
			}
		}
	}
	return a.final
}

// ownFinals are those of the package itself, for those that import it.
func (a *analysis) ownFinals() []string {
	prefix := symbolOf(a.pass.Pkg, "")
	return slices.DeleteFunc(slices.Sorted(maps.Keys(a.finals())), func(name string) bool {
		rest, own := strings.CutPrefix(name, prefix)
		return !own || strings.Contains(rest, "/")
	})
}

func symbolOf(pkg *types.Package, name string) string { return pkg.Path() + "." + name }

// findFinals looks for the package's finals, once its functions have been gone through.
func (a *analysis) findFinals() {
	for i, u := range a.units {
		t := a.trackerOf(i)
		for call := range effects.Each[*ssa.Call](u.Funcs...) {
			t.noteFinal(call)
		}
		for cmp := range effects.Each[*ssa.BinOp](u.Funcs...) {
			if g := globalIn(cmp.Y); cmp.Op == token.EQL && g != nil && isError(cmp.Y.Type()) {
				t.noteAcknowledged(g.Pkg, g.Name(), turns(cmp, true), cmp.X, nil)
			}
		}
	}
	for i, u := range a.units {
		a.trackerOf(i).noteMakesFinal(u)
	}
}

// noteFinal notes the error that a call asks for, where the message is acknowledged if it
// is that.
func (t *tracker) noteFinal(call *ssa.Call) {
	fn := call.Call.StaticCallee()
	if fn == nil || fn.Pkg == nil || fn.Pkg.Pkg.Path() != "errors" || len(call.Call.Args) != 2 {
		return
	}
	err, of := call.Call.Args[0], call.Call.Args[1]
	switch fn.Name() {
	case "Is":
		if g := globalIn(of); g != nil {
			t.noteAcknowledged(g.Pkg, g.Name(), turns(call, true), err, call)
		}
	case "As":
		if n := effects.Named(deref(withoutInterface(of).Type())); n != nil && n.Obj().Pkg() == t.pass.Pkg {
			t.noteAcknowledged(t.u.Func.Pkg, n.Obj().Name(), turns(call, true), err, call)
		}
	}
}

// globalIn is the variable of a package that a value was read from, or nil.
func globalIn(v ssa.Value) *ssa.Global {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return nil
	}
	g, _ := load.X.(*ssa.Global)
	return g
}

// noteAcknowledged notes an error of the package's own on whose ways the message is
// acknowledged; or answered by success, where it is the error of the handler that
// middleware calls. One that says what is missing is told from others by whoever looks
// something up, and may be handled before it gets here.
func (t *tracker) noteAcknowledged(pkg *ssa.Package, name string, ways []way, err ssa.Value, asked *ssa.Call) {
	if pkg == nil || pkg.Pkg != t.pass.Pkg || len(ways) == 0 || namesMissing(name) {
		return
	}
	switch t.outcomes(ways, asked) {
	case Acked:
	case Swallowed:
		if call, ok := err.(*ssa.Call); !ok || !handlesBy(call) || t.calledElse(call) {
			return
		}
	default:
		return
	}
	t.finals()[symbolOf(pkg.Pkg, name)] = true
}

// calledElse reports whether a call is of something other than what a function around its
// own was given: that is no middleware.
func (t *tracker) calledElse(call *ssa.Call) bool {
	p, ok := t.read(call.Call.Value).(*ssa.Parameter)
	return !ok || p.Parent() == call.Parent()
}

// noteMakesFinal notes that a unit makes nothing but finals: a variable of the package is
// set to one, or a function returns it.
func (t *tracker) noteMakesFinal(u *effects.Unit) {
	for st := range effects.Each[*ssa.Store](u.Funcs...) {
		if g, ok := st.Addr.(*ssa.Global); ok && isError(deref(g.Type())) && u.Func.Name() == "init" && !namesMissing(g.Name()) && t.final(st.Val) {
			t.finals()[symbolOf(t.pass.Pkg, g.Name())] = true
		}
	}
	res := u.Func.Signature.Results()
	if u.Object == nil || u.Func.Signature.Recv() != nil || res.Len() != 1 || !isError(res.At(0).Type()) {
		return
	}
	found := false
	for ret := range effects.Returns(u.Func) {
		if isNil(ret.Results[0]) {
			continue
		}
		if found = t.final(ret.Results[0]); !found {
			return
		}
	}
	if found {
		t.finals()[symbolOf(t.pass.Pkg, u.Object.Name())] = true
	}
}

// ownFinal reports whether an error is one of the project's by which messages are
// acknowledged.
func (t *tracker) ownFinal(pkg *types.Package, name string) bool {
	return pkg != nil && t.finals()[symbolOf(pkg, name)]
}

// finalType reports whether an error is of a type by which that is so.
func (t *tracker) finalType(ty types.Type) bool {
	n := effects.Named(ty)
	return n != nil && t.ownFinal(n.Obj().Pkg(), n.Obj().Name())
}
