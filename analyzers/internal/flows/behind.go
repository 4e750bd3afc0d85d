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
		asks = t.allAsk(*s.Method)
		t.behindAsks[*s.Method] = asks
	}
	return asks
}

// allAsk reports whether there are implementations of a method below, and all of
// them give back what another process answers.
func (a *analysis) allAsk(m summary.Method) bool {
	some := false
	for _, fact := range a.below() {
		for _, c := range fact.Conversions {
			if c.Iface != m.Iface {
				continue
			}
			if c.Forward || !c.asks(m.Name) {
				return false
			}
			some = true
		}
	}
	for c := range a.view.Conversions {
		if effects.TypeName(c.To) != m.Iface {
			continue
		}
		if types.IsInterface(c.From) || !a.typeAsks(c.From, m.Name) {
			return false
		}
		some = true
	}
	return some
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
