package effects

import (
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// ownConversions are the implementations that this package brings together
// with an interface: those that it converts, and its own types that implement
// an interface which it sees.
func (p *program) ownConversions() []summary.Conversion {
	found := map[string]summary.Conversion{}
	for _, c := range p.typeConversions() {
		p.converted(found, c.From, c.To, c.Seen)
	}
	for _, c := range p.instances {
		p.convertedInstance(found, c.g, c.made)
	}
	p.filledFields(found)
	return slices.SortedFunc(maps.Values(found), compareConversions)
}

// typeConversions are the pairs of types that ownConversions speaks of.
func (p *program) typeConversions() []Conversion {
	if p.converts != nil {
		return p.converts
	}
	p.converts = []Conversion{}
	for _, g := range p.groups {
		for instr := range Instructions(g.funcs...) {
			switch i := instr.(type) {
			case *ssa.MakeInterface:
				p.noteConversion(i.X.Type(), i.Type(), true)
				p.instances = append(p.instances, converting{g, i})
			case *ssa.ChangeInterface:
				p.noteConversion(i.X.Type(), i.Type(), true)
			}
		}
	}
	p.injected()
	p.implemented()
	return p.converts
}

// converting is a place where a value becomes one of an interface.
type converting struct {
	g    *group
	made *ssa.MakeInterface
}

// noteConversion notes that a value of one type becomes one of a first-party
// interface.
func (p *program) noteConversion(from, to types.Type, seen bool) {
	iface, ok := to.Underlying().(*types.Interface)
	if ok && iface.NumMethods() > 0 && p.firstPartyInterface(to, iface) {
		p.converts = append(p.converts, Conversion{from, to, seen})
	}
}

// converted notes that a value of one type becomes one of an interface.
func (p *program) converted(found map[string]summary.Conversion, from, to types.Type, seen bool) {
	iface := to.Underlying().(*types.Interface)
	c := summary.Conversion{Type: typeName(from), Iface: typeName(to), Seen: seen, Service: p.serviceOfType(from)}
	key := c.Type + "→" + c.Iface
	if old, ok := found[key]; ok && (old.Seen || !seen) {
		return
	}
	if types.IsInterface(from) {
		c.Forward = true
		found[key] = c
		return
	}
	// Those without effects count too: where there are several, a call may mean
	// any of them.
	if c.Methods = p.methodEffects(from, iface); seen || len(c.Methods) > 0 {
		found[key] = c
	}
}

// firstPartyInterface: the project's own interfaces only, without those that are generated
// for a library's queries.
func (p *program) firstPartyInterface(t types.Type, iface *types.Interface) bool {
	if isGenQuery(t) {
		return false
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Pkg() != nil && p.firstPartyPath(pkgPath(n.Obj().Pkg()))
	}
	m := iface.Method(0)
	return m.Pkg() != nil && p.firstPartyPath(pkgPath(m.Pkg()))
}

// methodEffects are what a type's methods do, of those that an interface has.
func (p *program) methodEffects(t types.Type, iface *types.Interface) []summary.MethodEffects {
	var list []summary.MethodEffects
	for i := range iface.NumMethods() {
		m := iface.Method(i)
		obj, _, _ := types.LookupFieldOrMethod(t, true, m.Pkg(), m.Name())
		f, ok := obj.(*types.Func)
		if !ok {
			continue
		}
		if e, ok := p.methodEffect(t, f.Origin()); ok {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b summary.MethodEffects) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return list
}

func (p *program) methodEffect(t types.Type, f *types.Func) (summary.MethodEffects, bool) {
	e := summary.MethodEffects{Name: f.Name(), Shown: shortTypeName(t)}
	recv := f.Signature().Recv()
	if l := p.leaf(f, true); l != nil {
		e.Remote = &summary.Chain{Kind: l.kind, Leaf: l.name, Conf: l.conf, Steps: nil}
		return e, true
	}
	if recv != nil && types.IsInterface(recv.Type()) { // an embedded interface
		m := p.firstPartyMethod(recv.Type(), f)
		if m == nil {
			return e, false
		}
		e.Dyn = []summary.DynCall{{Method: *m, Conf: 100}}
		e.Asks = []summary.Ask{{Method: *m, Conf: 100}}
		return e, true
	}
	if e.DB = p.genMethod(t, f); len(e.DB) > 0 {
		return e, true
	}
	sum := p.summaryOf(f)
	if sum == nil {
		return e, false
	}
	e.Remote, e.Dyn = sum.Remote, sum.Dyn
	e.DB, e.Asks = forOthers(sum)
	e.SQL, e.Fills = ofInstance(sum), makesFilled(sum)
	e.RunsTx = withoutReceiver(sum.RunsTx, 1)
	if sum.Out != nil {
		e.Sites, e.Gives = sum.Out.Sites, sum.Out.Gives
	}
	return e, e.Remote != nil || len(e.Dyn) > 0 || len(e.RunsTx) > 0 || len(e.DB) > 0 || len(e.Asks) > 0 || len(e.Sites) > 0 || len(e.Gives) > 0 || len(e.SQL) > 0 || len(e.Fills) > 0
}

func shortTypeName(t types.Type) string {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	return shortType(t)
}

// implemented notes the package's own types that implement an interface of the
// project which the package sees: its own, or one of its imports. Whoever wires
// them may do so by reflection.
func (p *program) implemented() {
	ifaces := p.visibleInterfaces()
	scope := p.pass.Pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() || types.IsInterface(tn.Type()) || p.inTest(tn) {
			continue
		}
		n, ok := tn.Type().(*types.Named)
		if !ok || n.TypeParams().Len() > 0 || n.NumMethods() == 0 && !embeds(n) {
			continue
		}
		ptr := types.NewPointer(n)
		for _, i := range ifaces {
			if types.Implements(ptr, i.Underlying().(*types.Interface)) {
				p.noteConversion(ptr, i, false)
			}
		}
	}
}

func embeds(n *types.Named) bool {
	s, ok := n.Underlying().(*types.Struct)
	return ok && s.NumFields() > 0 && s.Field(0).Embedded()
}

func (p *program) inTest(obj types.Object) bool {
	if p.tests {
		return false
	}
	name := p.fileName(obj.Pos())
	return len(name) > 8 && name[len(name)-8:] == "_test.go"
}

func (p *program) visibleInterfaces() []types.Type {
	var list []types.Type
	for _, pkg := range append(slices.Clone(p.pass.Pkg.Imports()), p.pass.Pkg) {
		if !p.firstPartyPath(pkgPath(pkg)) {
			continue
		}
		for _, name := range pkg.Scope().Names() {
			tn, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if !ok || tn.IsAlias() || !types.IsInterface(tn.Type()) {
				continue
			}
			n, ok := tn.Type().(*types.Named)
			if !ok || n.TypeParams().Len() > 0 {
				continue
			}
			if i := n.Underlying().(*types.Interface); i.NumMethods() > 0 && i.IsMethodSet() {
				list = append(list, n)
			}
		}
	}
	return list
}
