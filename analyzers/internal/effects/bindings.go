package effects

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A container for dependency injection converts by reflection. Which type stands
// behind which interface its wiring says all the same: fx.Annotate(store.New,
// fx.As(new(app.Store))), dig's Provide with As, wire.Bind(new(app.Store),
// new(*store.Store)), do.As[*store.Store, app.Store](i).

// maxWired bounds how deep calls lie in calls that say so.
const maxWired = 3

// A binding is what one call of a container names: interfaces by pointers to
// them, and types that may stand behind them.
type binding struct {
	ifaces, types []types.Type
	inner         bool // a call within says it by itself
}

func (b *binding) complete() bool { return len(b.ifaces) > 0 && len(b.types) > 0 }

// boundBy notes the conversions that a call tells a container to make.
func (p *program) boundBy(c *ssa.Call) {
	obj := staticFunc(&c.Call)
	if obj == nil || obj.Pkg() == nil || p.firstPartyPath(pkgPath(obj.Pkg())) {
		return
	}
	if args := c.Call.StaticCallee().TypeArgs(); len(args) == 2 {
		p.bind(args[0], args[1])
	}
	if b := p.bindingOf(c, 0); b.complete() && !b.inner {
		for _, i := range b.ifaces {
			for _, t := range b.types {
				p.bind(t, i)
			}
		}
	}
}

// bind notes that a type stands behind an interface, if it can.
func (p *program) bind(t, to types.Type) {
	iface, ok := to.Underlying().(*types.Interface)
	if ok && iface.NumMethods() > 0 && !isTypeParam(t) && !isTypeParam(to) && types.Implements(t, iface) {
		p.noteConversion(t, to, true)
	}
}

func (p *program) bindingOf(c *ssa.Call, depth int) binding {
	var b binding
	for _, a := range c.Call.Args {
		for _, v := range append(elements(a), a) {
			if v != nil {
				p.named(&b, v, depth)
			}
		}
	}
	return b
}

// named adds what one argument names.
func (p *program) named(b *binding, v ssa.Value, depth int) {
	if c, ok := typed(v).(*ssa.Call); ok {
		obj := staticFunc(&c.Call)
		if depth >= maxWired || obj == nil || obj.Pkg() == nil || p.firstPartyPath(pkgPath(obj.Pkg())) {
			return
		}
		inner := p.bindingOf(c, depth+1)
		b.inner = b.inner || inner.inner || inner.complete()
		b.ifaces, b.types = append(b.ifaces, inner.ifaces...), append(b.types, inner.types...)
		return
	}
	mi, ok := v.(*ssa.MakeInterface)
	if !ok {
		return
	}
	switch t := mi.X.Type().Underlying().(type) {
	case *types.Signature:
		for res := range t.Results().Variables() {
			b.types = append(b.types, res.Type())
		}
	case *types.Pointer:
		if i, ok := t.Elem().Underlying().(*types.Interface); ok {
			if i.NumMethods() > 0 && p.firstPartyInterface(t.Elem(), i) {
				b.ifaces = append(b.ifaces, t.Elem())
			}
			return
		}
		b.types = append(b.types, mi.X.Type())
		if _, ok := t.Elem().Underlying().(*types.Pointer); ok {
			b.types = append(b.types, t.Elem())
		}
	}
	b.types = slices.DeleteFunc(b.types, isErrorType)
}
