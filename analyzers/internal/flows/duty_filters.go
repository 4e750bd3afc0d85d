package flows

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

// A Filter decides whether a change is published, and says yes on every path.
type Filter struct {
	Place summary.Place
	Name  string
	Steps []summary.Step
}

// filters are the filters of the package that say yes always. A type that has
// its filter from one that it embeds, of another package, is one as well.
func (a *analysis) filters() []Filter {
	if !a.cfg.HasRole(config.RoleFilter) {
		return nil
	}
	var list []Filter
	for i, u := range a.units {
		if obj := u.Object; obj != nil && a.funcs[i].Says == SaysYes && a.isFilter(obj, receiverType(obj)) && !a.view.Generated(u.Func) {
			list = append(list, Filter{Place: a.view.Place(u, obj.Pos()), Name: u.Name(), Steps: []summary.Step{a.view.Step(a.yes(u.Func), "says yes on every path")}})
		}
	}
	scope := a.pass.Pkg.Scope()
	for _, name := range scope.Names() {
		if tn, ok := scope.Lookup(name).(*types.TypeName); ok && !tn.IsAlias() && !types.IsInterface(tn.Type()) {
			list = append(list, a.inheritedFilters(tn)...)
		}
	}
	list = append(list, a.convertedFilters()...)
	list = append(list, a.filterFuncs()...)
	slices.SortFunc(list, func(x, y Filter) int { return cmp.Or(comparePlaces(x.Place, y.Place), cmp.Compare(x.Name, y.Name)) })
	return list
}

// yes is where a function first says so.
func (a *analysis) yes(fn *ssa.Function) token.Pos {
	for ret := range effects.Returns(fn) {
		if ret.Pos().IsValid() {
			return ret.Pos()
		}
	}
	return fn.Pos()
}

// inheritedFilters are a type's filters that it has by embedding a type of
// another package, or one of this that is no filter by itself. Any other that is
// declared here is judged where it stands.
func (a *analysis) inheritedFilters(tn *types.TypeName) []Filter {
	var list []Filter
	set := types.NewMethodSet(types.NewPointer(tn.Type()))
	for sel := range set.Methods() {
		f, ok := sel.Obj().(*types.Func)
		if !ok || len(sel.Index()) < 2 || f.Pkg() == nil || !a.isFilter(f, tn.Type()) || f.Pkg() == a.pass.Pkg && a.isFilter(f, receiverType(f)) {
			continue
		}
		if fn := a.funcOfObject(f); fn == nil || fn.Says != SaysYes {
			continue
		}
		u := a.anyUnit()
		if u == nil {
			continue
		}
		place := a.view.Place(u, tn.Pos())
		place.Function = tn.Name()
		list = append(list, Filter{
			Place: place, Name: tn.Name() + "." + f.Name(),
			Steps: []summary.Step{a.view.Step(tn.Pos(), "has it from "+effects.DisplayName(f)+", which says yes on every path")},
		})
	}
	return list
}

// convertedFilters are the filters of types of other packages that do not know the
// interface by which they come to be some: this package brings both together.
func (a *analysis) convertedFilters() []Filter {
	var list []Filter
	for c := range a.view.Conversions {
		from, to := effects.Named(c.From), effects.Named(c.To)
		if from == nil || to == nil || from.Obj().Pkg() == nil || to.Obj().Pkg() == nil || from.Obj().Pkg() == a.pass.Pkg || types.IsInterface(c.From) || knows(from.Obj().Pkg(), to.Obj().Pkg()) {
			continue
		}
		iface, ok := to.Underlying().(*types.Interface)
		if !ok {
			continue
		}
		for m := range iface.Methods() {
			if a.cfg.MatchSymbol(config.RoleFilter, effects.PkgPath(to.Obj().Pkg()), to.Obj().Name(), m.Name()) != config.Yes {
				continue
			}
			obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(from), true, from.Obj().Pkg(), m.Name())
			f, ok := obj.(*types.Func)
			if !ok {
				continue
			}
			if fn := a.funcOfObject(f); fn != nil && fn.Says == SaysYes && fn.At.File != "" {
				at := summary.Step{File: fn.At.File, Line: fn.At.Line, Col: fn.At.Col, Note: "says yes on every path"}
				list = append(list, Filter{Place: fn.At, Name: from.Obj().Name() + "." + f.Name(), Steps: []summary.Step{at}})
			}
		}
	}
	return list
}

// filterFuncs are the functions that come to be filters by their conversion to a
// type of functions, whose method hands the question on to them.
func (a *analysis) filterFuncs() []Filter {
	var list []Filter
	for _, u := range a.units {
		for conv := range effects.Each[*ssa.ChangeType](u.Funcs...) {
			fn, ok := effects.Unwrapped(conv.X).(*ssa.Function)
			if mc, made := effects.Unwrapped(conv.X).(*ssa.MakeClosure); made {
				fn, ok = mc.Fn.(*ssa.Function), true
			}
			if !ok || a.view.Generated(fn) || a.sayOf(fn) != SaysYes {
				continue
			}
			if name := a.adaptedFilter(conv.Type()); name != "" {
				list = append(list, Filter{Place: a.view.Place(u, fn.Pos()), Name: name, Steps: []summary.Step{a.view.Step(a.yes(fn), "says yes on every path")}})
			}
		}
	}
	return list
}

// adaptedFilter names a type of functions of which a method is a filter that says
// what the function says.
func (a *analysis) adaptedFilter(t types.Type) string {
	n := effects.Named(t)
	if n == nil {
		return ""
	}
	for m := range n.Origin().Methods() {
		if f := a.funcOfObject(m); f != nil && f.Says == SaysAsReceiver && a.isFilter(m, n.Origin()) {
			return n.Obj().Name() + "." + m.Name()
		}
	}
	return ""
}

// sayOf is what a function or a function literal says by its boolean.
func (a *analysis) sayOf(fn *ssa.Function) Say {
	if fn.Parent() == nil {
		if obj, ok := fn.Object().(*types.Func); ok {
			if f := a.funcOfObject(obj); f != nil {
				return f.Says
			}
		}
		return SaysEither
	}
	if i := a.view.Index(fn); i >= 0 {
		return a.trackerOf(i).says(fn)
	}
	return SaysEither
}

// knows reports whether a package is another, or imports it: then it is judged
// there what its types are.
func knows(pkg, other *types.Package) bool {
	return pkg == other || slices.Contains(pkg.Imports(), other)
}

// anyUnit is a unit of the package, as places are asked of one.
func (a *analysis) anyUnit() *effects.Unit {
	for _, u := range a.units {
		if u.Func != nil {
			return u
		}
	}
	return nil
}

func receiverType(f *types.Func) types.Type {
	if recv := f.Signature().Recv(); recv != nil {
		return deref(recv.Type())
	}
	return nil
}

// isFilter reports whether the config names a function, a method of a type, or
// the method of an interface that the type implements.
func (a *analysis) isFilter(f *types.Func, recv types.Type) bool {
	if f.Pkg() == nil {
		return false
	}
	yes := func(path, recv string) bool {
		return a.cfg.MatchSymbol(config.RoleFilter, path, recv, f.Name()) == config.Yes
	}
	if recv == nil {
		return yes(effects.PkgPath(f.Pkg()), "")
	}
	if n := effects.Named(recv); n != nil && n.Obj().Pkg() != nil && yes(effects.PkgPath(n.Obj().Pkg()), n.Obj().Name()) {
		return true
	}
	for _, pkg := range append(slices.Clone(a.pass.Pkg.Imports()), a.pass.Pkg) {
		for _, name := range pkg.Scope().Names() {
			tn, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if !ok || !types.IsInterface(tn.Type()) || !yes(effects.PkgPath(pkg), name) {
				continue
			}
			if n, ok := tn.Type().(*types.Named); ok && n.TypeParams().Len() > 0 {
				return sameMethods(recv, n)
			}
			if types.Implements(types.NewPointer(recv), tn.Type().Underlying().(*types.Interface)) {
				return true
			}
		}
	}
	return false
}

// sameMethods stands for implementing a generic interface, some instance of it.
func sameMethods(recv types.Type, iface *types.Named) bool {
	for m := range iface.Underlying().(*types.Interface).Methods() {
		obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(recv), true, iface.Obj().Pkg(), m.Name())
		f, ok := obj.(*types.Func)
		if !ok || f.Signature().Params().Len() != m.Signature().Params().Len() || f.Signature().Results().Len() != m.Signature().Results().Len() {
			return false
		}
	}
	return true
}
