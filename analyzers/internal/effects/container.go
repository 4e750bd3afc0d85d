package effects

import (
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A container hands out values by a key, as any; whoever takes one out asserts
// the interface that it needs. Of the interface's implementations those count
// that were registered under the key, by a function that makes them. This is
// known further up, in the package that registers: until there, and at the
// latest until a main package, such a call is left open.

// containerKey is the constant key under which a value was taken out of a
// container, or "".
func containerKey(g *group, v ssa.Value) string {
	for range 6 {
		switch x := v.(type) {
		case *ssa.Extract:
			v = x.Tuple
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.UnOp:
			stored := g.stores()[g.cell(x.X)]
			if len(stored) != 1 {
				return ""
			}
			v = stored[0]
		case *ssa.TypeAssert:
			c, ok := x.X.(*ssa.Call)
			if !ok {
				return ""
			}
			for _, a := range c.Call.Args {
				if key, ok := constString(a); ok {
					return key
				}
			}
			return ""
		default:
			return ""
		}
	}
	return ""
}

// maxMakes bounds the types that one function is said to make.
const maxMakes = 12

// makes notes of which types the interfaces may be that the function returns.
func (r *recorder) makes() {
	sig := r.g.fn.Signature
	for i := range sig.Results().Len() {
		if t := sig.Results().At(i).Type(); types.IsInterface(t) && !isErrorType(t) {
			r.sum.Makes = r.p.made(r.g, r.g.fn, i)
			return
		}
	}
}

// made are the types of which a function's i-th result may be.
func (p *program) made(g *group, fn *ssa.Function, i int) []string {
	m := maker{p: p, g: g, seen: map[ssa.Value]bool{}, types: map[string]bool{}}
	for ret := range Returns(fn) {
		if i < len(ret.Results) {
			m.trace(ret.Results[i])
		}
	}
	list := slices.Sorted(maps.Keys(m.types))
	return list[:min(len(list), maxMakes)]
}

type maker struct {
	p     *program
	g     *group
	seen  map[ssa.Value]bool
	types map[string]bool
}

func (m *maker) trace(v ssa.Value) {
	if v == nil || m.seen[v] {
		return
	}
	m.seen[v] = true
	switch v := v.(type) {
	case *ssa.MakeInterface:
		if n := named(v.X.Type()); n != nil && n.Obj().Pkg() != nil && m.p.firstPartyPath(pkgPath(n.Obj().Pkg())) {
			m.types[typeName(v.X.Type())] = true
		}
	case *ssa.ChangeInterface:
		m.trace(v.X)
	case *ssa.Extract:
		m.trace(v.Tuple)
	case *ssa.Phi:
		for _, e := range v.Edges {
			m.trace(e)
		}
	case *ssa.UnOp:
		for _, stored := range m.g.stores()[m.g.cell(v.X)] {
			m.trace(stored)
		}
	case *ssa.Call:
		m.call(v)
	}
}

// call: what a maker returns is of the types that it makes, or one of the
// interfaces that it is handed, decorated.
func (m *maker) call(c *ssa.Call) {
	obj := staticFunc(&c.Call)
	if obj == nil || !m.p.firstPartyPath(pkgPath(obj.Pkg())) {
		return
	}
	if sum := m.p.summaryOf(obj); sum != nil {
		for _, t := range sum.Makes {
			m.types[t] = true
		}
	}
	for _, a := range c.Call.Args {
		if types.IsInterface(a.Type()) {
			m.trace(a)
		}
	}
}

// keyedTypes are the types that are registered under each key, as far as a
// package knows.
type keyedTypes struct {
	types map[string]map[string]bool
	main  bool // nothing is known further up
}

func (p *program) keyedTypes() *keyedTypes {
	k := &keyedTypes{types: map[string]map[string]bool{}, main: p.pass.Pkg.Name() == "main"}
	for _, fact := range p.imports {
		for _, keyed := range fact.Keyed {
			k.add(keyed.Key, keyed.Types)
		}
	}
	for _, g := range p.groups {
		for ci := range Calls(g.funcs...) {
			p.registers(k, g, ci.Common())
		}
	}
	return k
}

func (k *keyedTypes) add(key string, list []string) {
	if len(list) == 0 || key == "" {
		return
	}
	if k.types[key] == nil {
		k.types[key] = map[string]bool{}
	}
	for _, t := range list {
		k.types[key][t] = true
	}
}

// registers notes a call that is given a key and a function that makes what
// stands under it: c.AddScoped("key", func(c Container) (any, error) {…}).
func (p *program) registers(k *keyedTypes, g *group, c *ssa.CallCommon) {
	key, found := "", false
	for _, a := range c.Args {
		if text, ok := constString(a); ok && !found {
			key, found = text, true
			continue
		}
		sig, ok := a.Type().Underlying().(*types.Signature)
		if !ok || !found || sig.Results().Len() == 0 || !types.IsInterface(sig.Results().At(0).Type()) || isErrorType(sig.Results().At(0).Type()) {
			continue
		}
		for _, t := range p.targets(g, a) {
			switch {
			case t.closure != nil:
				k.add(key, p.made(g, t.closure, 0))
			case t.obj != nil:
				if sum := p.summaryOf(t.obj); sum != nil {
					k.add(key, sum.Makes)
				}
			}
		}
	}
}

// known reports whether the package knows what is registered under a key. Then
// the obligation goes no further: in another program the key means another.
func (k *keyedTypes) known(key string) bool { return len(k.types[key]) > 0 }

// chosen are those of the implementations of an obligation's interface that
// its key allows, and whether only the key's name tells. From then on the types
// stand in the key's stead. Not ok: there are several, and what stands under the
// key is known further up.
func (s *settler) chosen(o *known, m summary.Method) (impls []string, byName, ok bool) {
	impls = s.implementations(m.Iface)
	if o.Method == nil || m != *o.Method {
		return impls, false, true // the key is another's
	}
	if o.Key != "" {
		if !s.keyed.known(o.Key) {
			return impls, false, s.keyed.main || !s.ambiguous(impls, m)
		}
		byName = s.ambiguous(impls, m)
		o.Allowed, o.Key = slices.Sorted(maps.Keys(s.keyed.types[o.Key])), ""
	}
	chosen := slices.DeleteFunc(slices.Clone(impls), func(key string) bool { return !slices.Contains(o.Allowed, s.conversions[key].Type) })
	if len(chosen) == 0 {
		return impls, false, true
	}
	return chosen, byName, true
}

func (k *keyedTypes) list() []summary.Keyed {
	var list []summary.Keyed
	for _, key := range slices.Sorted(maps.Keys(k.types)) {
		list = append(list, summary.Keyed{Key: key, Types: slices.Sorted(maps.Keys(k.types[key]))})
	}
	return list
}
