package flows

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Of a library's router, nothing shows from which fields it hands out messages. But it is
// a server like those of the project's own: middleware that is added where it is made
// stands before whatever is subscribed elsewhere.

// isRouter recognises what a library of messages adds middleware to, beside the handlers
// before which that stands. A subscription is none: its middleware is its own.
func (a *analysis) isRouter(ty types.Type) bool {
	n := effects.Named(ty)
	if n == nil || n.Obj().Pkg() == nil || a.firstParty(effects.PkgPath(n.Obj().Pkg())) || !isStruct(n) || !a.catalog.Messaging(effects.PkgPath(n.Obj().Pkg())) {
		return false
	}
	middleware, handlers := false, false
	for m := range types.NewMethodSet(types.NewPointer(n)).Methods() {
		if addsMiddleware(m.Obj().Name()) {
			middleware = true
		} else if strings.Contains(m.Obj().Name(), "Handle") {
			handlers = handlers || m.Type().(*types.Signature).Params().Len() > 0
		}
	}
	return middleware && handlers
}

// keepsRouter reports whether a type is such a router, or the project's own around one.
func (a *analysis) keepsRouter(ty types.Type) bool {
	n := effects.Named(ty)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	known, ok := a.routers[n.Origin()]
	if !ok {
		known = a.isRouter(n) || a.firstParty(effects.PkgPath(n.Obj().Pkg())) && a.hasRouter(n)
		a.routers[n.Origin()] = known
	}
	return known
}

func (a *analysis) hasRouter(n *types.Named) bool {
	st, ok := n.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if a.isRouter(deref(f.Type())) {
			return true
		}
	}
	return false
}

// addsLossy reports whether a call adds middleware that answers success where what it
// stands before has failed.
func (t *tracker) addsLossy(s effects.Site) bool {
	if s.Callee == nil || len(s.Args) < 2 || !addsMiddleware(s.Callee.Name()) || !alwaysCalled(s.Instr) {
		return false
	}
	for _, v := range members(s.Args[len(s.Args)-1]) {
		if lost(t.softener(v)) {
			return true
		}
	}
	return false
}

// alwaysCalled reports whether a call is made whenever its function comes to its end with
// success.
func alwaysCalled(instr ssa.CallInstruction) bool {
	for ret := range effects.Returns(instr.Parent()) {
		failed := slices.ContainsFunc(ret.Results, func(v ssa.Value) bool { return isError(v.Type()) && !isNil(v) })
		if !failed && !instr.Block().Dominates(ret.Block()) {
			return false
		}
	}
	return true
}
