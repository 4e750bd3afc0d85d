package flows

import (
	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Who publishes may be told afterwards how that went, with the message that was sent:
//
//	writer := &kafka.Writer{Completion: func(sent []kafka.Message, err error) { … }}
//	client.Produce(ctx, record, func(sent *kgo.Record, err error) { … })
//
// Nothing came in there.

// toldOfSent are the unit's literals that are told so.
func (t *tracker) toldOfSent() map[*ssa.Function]bool {
	if len(t.u.Funcs) == 1 {
		return nil // it has no literals
	}
	told := map[*ssa.Function]bool{}
	for instr := range effects.Instructions(t.u.Funcs...) {
		switch i := instr.(type) {
		case *ssa.Store:
			if !t.ofPublisher(i.Addr) {
				continue
			}
			if lit := t.literalOf(i.Val); lit != nil {
				told[lit] = true
			}
		case ssa.CallInstruction:
			if !publishesByCatalog(t.site(i)) {
				continue
			}
			for _, a := range i.Common().Args {
				if lit := t.literalOf(a); lit != nil {
					told[lit] = true
				}
			}
		}
	}
	return told
}

// ofPublisher reports whether an address is that of a field of a library's publisher.
func (t *tracker) ofPublisher(addr ssa.Value) bool {
	field, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return false
	}
	n := effects.Named(field.X.Type())
	return n != nil && n.Obj().Pkg() != nil && t.catalog.Publishes(effects.PkgPath(n.Obj().Pkg()), n.Obj().Name())
}
