package effects

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A container is told by values what implements an interface:
// fx.Annotate(store.New, fx.As(new(Store))), c.Provide(store.New, dig.As(new(Store))).

// noteBound notes the implementations that a call tells a container of: what the
// functions make that it is given, as the interfaces to which it is given pointers.
func (p *program) noteBound(c *ssa.CallCommon) {
	var makers []*types.Signature
	var ifaces []types.Type
	for _, a := range c.Args {
		for _, v := range append(elements(a), a) {
			v = typed(v)
			if fn, ok := v.(*ssa.Function); ok {
				makers = append(makers, fn.Signature)
			} else if option, ok := v.(*ssa.Call); ok && option.Call.StaticCallee() != nil && option.Call.StaticCallee().Name() == "As" {
				ifaces = append(ifaces, newInterfaces(option.Call.Args)...)
			}
		}
	}
	for _, sig := range makers {
		for r := range sig.Results().Variables() {
			for _, iface := range ifaces {
				if !types.IsInterface(r.Type()) && types.Implements(r.Type(), iface.Underlying().(*types.Interface)) {
					p.noteConversion(r.Type(), iface, true)
				}
			}
		}
	}
}

// newInterfaces are the interfaces to which new pointers are among some arguments.
func newInterfaces(args []ssa.Value) []types.Type {
	var list []types.Type
	for _, a := range args {
		for _, v := range append(elements(a), a) {
			if alloc, ok := typed(v).(*ssa.Alloc); ok && types.IsInterface(pointee(alloc.Type())) {
				list = append(list, pointee(alloc.Type()))
			}
		}
	}
	return list
}
