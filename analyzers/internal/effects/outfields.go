package effects

import (
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// maxFields bounds what a package forwards of fields and of hints.
const maxFields = 3000

// fields notes what a function stores in fields and in the package's variables
// that calls to other services depend on: clients, and addresses.
func (o *outgoing) fields(g *group) {
	for instr := range Instructions(g.funcs...) {
		switch i := instr.(type) {
		case *ssa.Store:
			o.store(g, i)
		case *ssa.Call:
			o.kept(g, o.calls[g][i])
		}
	}
}

// store notes one assignment.
func (o *outgoing) store(g *group, s *ssa.Store) {
	if param, ok := s.Addr.(*ssa.Parameter); ok && g.isGroupParam(param) && o.partOf(s.Val.Type()) == clientPart {
		index := 1 + slices.Index(g.fn.Params, param)
		g.out().Keeps = append(g.out().Keeps, summary.FieldValue{Into: index, Value: o.value(g, s.Val)})
		return
	}
	o.tuned(g, s)
	o.replaced(g, s)
	name, clients := o.storedIn(s.Addr)
	if name == "" {
		return
	}
	part := o.partOf(s.Val.Type())
	if part == clientPart || clients {
		o.keep(g, name, o.value(g, s.Val))
		return
	}
	if part == textPart || part == requestPart || part == offeredPart {
		v := o.value(g, s.Val)
		if len(v.Services) > 0 || o.wanted[name] && !v.Zero() {
			o.keep(g, name, v)
		}
	}
}

// storedIn names the field or variable at an address, and says whether it may
// hold a client.
func (o *outgoing) storedIn(addr ssa.Value) (name string, clients bool) {
	switch a := addr.(type) {
	case *ssa.Global:
		return pkgPath(a.Pkg.Pkg) + "." + a.Name(), o.partOf(a.Type().Underlying().(*types.Pointer).Elem()) == clientPart
	case *ssa.FieldAddr:
		f, n := fieldOf(a), named(a.X.Type())
		if f == nil || n == nil || n.Obj().Pkg() == nil {
			return "", false
		}
		path := pkgPath(n.Obj().Pkg())
		if !o.p.firstPartyPath(path) {
			return "", false
		}
		return path + "." + n.Obj().Name() + "." + f.Name(), o.partOf(f.Type()) == clientPart
	}
	return "", false
}

// keep notes a field's value: what depends on parameters in the function's
// summary, for its callers to fill in.
func (o *outgoing) keep(g *group, name string, v summary.Value) {
	o.want(v)
	ofParams := v.Without(func(from summary.Origin) bool { return from.Param == 0 })
	if len(ofParams.From) > 0 && g.obj != nil {
		out := g.out()
		if i := slices.IndexFunc(out.Keeps, func(k summary.FieldValue) bool { return k.Field == name }); i >= 0 {
			out.Keeps[i].Value = out.Keeps[i].Value.Join(v)
		} else {
			out.Keeps = append(out.Keeps, summary.FieldValue{Field: name, Value: v})
		}
		return
	}
	o.pool.Fields = append(o.pool.Fields, summary.FieldValue{Field: name, Value: v})
}

// kept notes what a callee stores of this call's arguments.
func (o *outgoing) kept(g *group, c *call) {
	o.filled(g, c)
	o.set(g, c)
	if c == nil || c.callee == nil || c.invoke || !o.p.firstPartyPath(pkgPathOfFunc(c.callee)) {
		return
	}
	sum := o.p.summaryOf(c.callee)
	if sum == nil || sum.Out == nil {
		return
	}
	for _, k := range sum.Out.Keeps {
		w := o.valuer(g)
		name := k.Field
		if k.Into > 0 && k.Into <= len(c.args) {
			name, _ = o.storedIn(c.args[k.Into-1])
		}
		if name != "" {
			o.keep(g, name, w.fill(k.Value, c))
		}
	}
}

// filled notes the addresses that a call puts where it is pointed to, by the
// name that it is given: mustEnv(&cfg.URL, "ACCOUNTS_URL"), flag.StringVar.
func (o *outgoing) filled(g *group, c *call) {
	if c == nil || c.callee == nil {
		return
	}
	for _, a := range c.args {
		ptr, ok := a.Type().Underlying().(*types.Pointer)
		if !ok || !isString(ptr.Elem()) {
			continue
		}
		name, _ := o.storedIn(a)
		w := o.valuer(g)
		if v := w.namedBy(c); name != "" && len(v.Services) > 0 {
			o.keep(g, name, v)
		}
	}
}

func pkgPathOfFunc(f *types.Func) string {
	if f.Pkg() == nil {
		return ""
	}
	return pkgPath(f.Pkg())
}

// A fieldPool joins the values of fields.
type fieldPool map[string]summary.Value

func newFields() fieldPool { return fieldPool{} }

func (p fieldPool) add(list []summary.FieldValue) {
	for _, f := range list {
		old, ok := p[f.Field]
		if !ok {
			old = f.Value
		}
		p[f.Field] = old.Join(f.Value)
	}
}

func (p fieldPool) list() []summary.FieldValue {
	var list []summary.FieldValue
	for _, name := range slices.Sorted(maps.Keys(p)) {
		if len(list) < maxFields {
			list = append(list, summary.FieldValue{Field: name, Value: p[name]})
		}
	}
	return list
}

// A hintPool joins the hints on one site or method.
type hintPool map[hintKey]summary.Hint

type hintKey struct {
	site   string
	method summary.Method
}

func newHints() hintPool { return hintPool{} }

func (p hintPool) add(list []summary.Hint) {
	for _, h := range list {
		key := hintKey{h.Site, h.Method}
		old, ok := p[key]
		if !ok {
			p[key] = h
			continue
		}
		old.Value = old.Value.Join(h.Value)
		old.Client = old.Client || h.Client
		p[key] = old
	}
}

func (p hintPool) list() []summary.Hint {
	var list []summary.Hint
	for _, h := range p {
		list = append(list, h)
	}
	slices.SortFunc(list, func(a, b summary.Hint) int {
		return compareHints(a, b)
	})
	if len(list) > maxFields {
		list = list[:maxFields]
	}
	return list
}
