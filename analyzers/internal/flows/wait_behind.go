package flows

import (
	"go/types"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// asksBehind reports whether an interface's method gives back what another process
// answers, by what the implementations do that are known this far: all of them have
// to ask. An interface is often declared beside the client that implements it.
func (t *tracker) asksBehind(s effects.Site) bool {
	if s.Method == nil || !looksUp(s) {
		return false
	}
	asks, ok := t.behindAsks[*s.Method]
	if !ok {
		asks = t.allAsk(*s.Method) || t.asksBeside(s)
		t.behindAsks[*s.Method] = asks
	}
	return asks
}

// allAsk reports whether there are implementations of a method below, and all of
// them give back what another process answers.
func (a *analysis) allAsk(m summary.Method) bool {
	impls := a.implementers()[m.Iface]
	for i := range impls.below {
		if c := &impls.below[i]; c.Forward || !c.asks(m.Name) {
			return false
		}
	}
	for _, ty := range impls.own {
		if types.IsInterface(ty) || !a.typeAsks(ty, m.Name) {
			return false
		}
	}
	return len(impls.below)+len(impls.own) > 0
}

// asksBeside is asksBehind where no implementation is known to be given to anybody yet, but
// the package of what the method gives back declares some: the client beside its answers.
func (t *tracker) asksBeside(s effects.Site) bool {
	iface, ok := s.Callee.Signature().Recv().Type().Underlying().(*types.Interface)
	if impls := t.implementers()[s.Method.Iface]; !ok || iface.NumMethods() == 0 || len(impls.below)+len(impls.own) > 0 {
		return false
	}
	asks := false
	for r := range s.Callee.Signature().Results().Variables() {
		n := effects.Named(deref(r.Type()))
		if n == nil || n.Obj().Pkg() == nil || n.Obj().Pkg() == t.pass.Pkg || !t.firstParty(effects.PkgPath(n.Obj().Pkg())) {
			continue
		}
		scope := n.Obj().Pkg().Scope()
		for _, name := range scope.Names() {
			declared, ok := scope.Lookup(name).(*types.TypeName)
			if !ok || declared.IsAlias() || types.IsInterface(declared.Type()) {
				continue
			}
			if ty := types.NewPointer(declared.Type()); types.Implements(ty, iface) {
				if !t.typeAsks(ty, s.Method.Name) {
					return false
				}
				asks = true
			}
		}
	}
	return asks
}

// An implementers is what is known of the types that implement an interface: by the
// packages below, and by this one.
type implementers struct {
	below []Conversion
	own   []types.Type
}

// implementers are those of all interfaces.
func (a *analysis) implementers() map[string]implementers {
	if a.implementing != nil {
		return a.implementing
	}
	a.implementing = map[string]implementers{}
	for _, fact := range a.below() {
		for _, c := range fact.Conversions {
			impls := a.implementing[c.Iface]
			impls.below = append(impls.below, c)
			a.implementing[c.Iface] = impls
		}
	}
	for c := range a.view.Conversions {
		iface := effects.TypeName(c.To)
		impls := a.implementing[iface]
		impls.own = append(impls.own, c.From)
		a.implementing[iface] = impls
	}
	return a.implementing
}

// asks reports whether a type's method gives back what another process answers.
func (c *Conversion) asks(method string) bool {
	for _, m := range c.Methods {
		if m.Name == method {
			return m.Func.Result&fromRemote != 0
		}
	}
	return false
}

// typeAsks is asks for a type that this package brings together with the interface.
func (a *analysis) typeAsks(ty types.Type, method string) bool {
	for m := range types.NewMethodSet(ty).Methods() {
		if m.Obj().Name() == method {
			f := a.funcOfObject(m.Obj().(*types.Func))
			return f != nil && f.Result&fromRemote != 0
		}
	}
	return false
}
