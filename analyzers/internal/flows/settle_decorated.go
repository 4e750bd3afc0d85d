package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A store may stand behind another one of its kind, which compares the order before it
// hands on: NewStore returns &monotonic{next: &store{db}}. Both implement the
// interface, but only what decorates is called from outside.

// behindDecorators is a call as it gets to the implementations that decorate none:
// guarded as those which decorate them hand it on.
func (s *settler) behindDecorators(l lead, impls []string, service string) lead {
	for _, key := range impls {
		conv := s.conversions[key]
		if conv.Service != "" && service != "" && conv.Service != service {
			continue
		}
		l.call.Guard = better(l.call.Guard, conv.handsOnIf(l.call))
	}
	return l
}

// handsOnIf is what decides whether a type hands a call on to what it decorates; the
// least, where it does so in several places.
func (c *Conversion) handsOnIf(call Call) Guard {
	var guards []Guard
	args := append([]Origin{0}, call.Args...)
	for _, m := range c.Methods {
		for _, inner := range m.Func.Calls {
			if m.Name == call.Method.Name && inner.Method == call.Method {
				guards = append(guards, bindAll(inner.Guard, args))
			}
		}
	}
	return least(guards)
}

// least is the guard that says the least in favour of a write.
func least(guards []Guard) Guard {
	if len(guards) == 0 {
		return Guard{}
	}
	g := slices.MinFunc(guards, func(a, b Guard) int { return a.rank() - b.rank() })
	g.Beside = g.Beside && !slices.ContainsFunc(guards, func(o Guard) bool { return !o.onState() })
	return g
}

// wrapped tells of the implementations that the package makes, by type and interface, which
// it makes only to have them decorated: Announced{Orders: NewOrders(db)}.
func (a *analysis) wrapped() map[string]bool {
	only := map[string]bool{}
	for _, t := range a.trackers {
		for instr := range effects.Instructions(t.u.Funcs...) {
			made, ok := instr.(*ssa.MakeInterface)
			if !ok {
				continue
			}
			key := conversionKey(made.X.Type(), made.Type())
			was, known := only[key]
			only[key] = (was || !known) && t.goesIntoDecorator(made)
		}
	}
	return only
}

func conversionKey(from, to types.Type) string {
	return effects.TypeName(from) + "→" + effects.TypeName(to)
}

// goesIntoDecorator reports whether a value is put into fields of what implements the same
// interface, and is used for nothing else.
func (t *tracker) goesIntoDecorator(made *ssa.MakeInterface) bool {
	iface, ok := made.Type().Underlying().(*types.Interface)
	refs := *made.Referrers()
	return ok && len(refs) > 0 && !slices.ContainsFunc(refs, func(ref ssa.Instruction) bool {
		switch r := ref.(type) {
		case *ssa.Store:
			fa, ok := r.Addr.(*ssa.FieldAddr)
			return !ok || !implementsBesides(fa.X.Type(), made.X.Type(), iface)
		case *ssa.Call:
			return !t.keptByDecorator(r, made, iface)
		case *ssa.DebugRef:
			return false
		}
		return true
	})
}

// implementsBesides reports whether the struct behind a pointer implements an interface, by
// itself or by its pointer, and is of another type than the value that it keeps.
func implementsBesides(ptr, kept types.Type, iface *types.Interface) bool {
	return effects.Named(ptr) != nil && effects.Named(ptr) != effects.Named(kept) && types.Implements(ptr, iface)
}

// keptByDecorator reports whether a call gives a value of the interface that it is handed,
// and does no more with that than to put it into a field: NewAnnounced(NewOrders(db)).
func (t *tracker) keptByDecorator(call *ssa.Call, v ssa.Value, iface *types.Interface) bool {
	s := t.site(call)
	f := t.funcOf(s)
	if f == nil || s.Method != nil || !slices.ContainsFunc(f.Keeps, func(k Keep) bool { return k.Param < len(s.Args) && s.Args[k.Param] == v }) {
		return false
	}
	results := s.Callee.Signature().Results()
	return results.Len() > 0 && types.Implements(results.At(0).Type(), iface)
}

// outermost leaves out those implementations that are only made to be decorated, where what
// decorates them is among the others: it is that which is called from outside.
func (s *settler) outermost(impls []string, m summary.Method) []string {
	if !slices.ContainsFunc(impls, func(key string) bool { c := s.conversions[key]; return c.decorates(m) }) {
		return impls
	}
	return slices.DeleteFunc(slices.Clone(impls), func(key string) bool { return s.conversions[key].Wrapped })
}
