package effects

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// The package's assignments to fields, by the fields, found once for each kind.

// fieldOf is the field that an address is of.
func fieldOf(fa *ssa.FieldAddr) *types.Var {
	ptr, ok := fa.X.Type().Underlying().(*types.Pointer)
	if !ok {
		return nil
	}
	s, ok := ptr.Elem().Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	return s.Field(fa.Field).Origin()
}

// fieldStores are the package's assignments to string fields.
func (p *program) fieldStores() map[*types.Var][]*ssa.Store {
	if p.fields == nil {
		p.fields = p.storesOf(textual)
	}
	return p.fields
}

// funcFieldStores are the package's assignments to fields of function type.
func (p *program) funcFieldStores() map[*types.Var][]*ssa.Store {
	if p.funcFields == nil {
		p.funcFields = p.storesOf(func(t types.Type) bool {
			_, ok := t.Underlying().(*types.Signature)
			return ok
		})
	}
	return p.funcFields
}

// valueFieldStores are the package's assignments to fields of named types.
func (p *program) valueFieldStores() map[*types.Var][]*ssa.Store {
	if p.valueFields == nil {
		p.valueFields = p.storesOf(func(t types.Type) bool { return named(t) != nil })
	}
	return p.valueFields
}

// listFieldStores are the package's assignments to fields that hold lists.
func (p *program) listFieldStores() map[*types.Var][]*ssa.Store {
	if p.listFields == nil {
		p.listFields = p.storesOf(func(t types.Type) bool {
			_, ok := t.Underlying().(*types.Slice)
			return ok
		})
	}
	return p.listFields
}

func (p *program) storesOf(wanted func(types.Type) bool) map[*types.Var][]*ssa.Store {
	found := map[*types.Var][]*ssa.Store{}
	for _, g := range p.groups {
		for s := range Each[*ssa.Store](g.funcs...) {
			if fa, ok := s.Addr.(*ssa.FieldAddr); ok && wanted(s.Val.Type()) {
				f := fieldOf(fa)
				found[f] = append(found[f], s)
			}
		}
	}
	return found
}
