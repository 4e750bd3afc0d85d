package effects

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// literal are the fields that a struct which is written down in place is given,
// by name; those that are assigned to it afterwards count as well.
func (f *frame) literal(v ssa.Value) map[string]ssa.Value {
	return f.e.g.literalFields(v)
}

func (g *group) literalFields(v ssa.Value) map[string]ssa.Value {
	at, through := g.structThrough(v)
	if at == nil || at.Referrers() == nil {
		return nil
	}
	found := map[string]ssa.Value{}
	fieldsInto(found, at)
	for _, variable := range slices.Backward(through) {
		fieldsInto(found, variable)
	}
	return found
}

// fieldsInto adds what the fields of a struct are given where it is kept.
func fieldsInto(found map[string]ssa.Value, at ssa.Value) {
	s := pointee(at.Type()).Underlying().(*types.Struct)
	for _, ref := range *at.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		name := s.Field(fa.Field).Name()
		for _, use := range *fa.Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == fa {
				found[name] = st.Val
			} else if _, inner := use.(*ssa.FieldAddr); inner && found[name] == nil {
				found[name] = fa // a struct within
			}
		}
	}
}

// structThrough is where a struct, or the one that a pointer points to, is kept in the
// function, or nil if it comes from elsewhere; with the variables on the way there, to whose
// fields more may be assigned once the struct is in them.
func (g *group) structThrough(v ssa.Value) (at ssa.Value, through []ssa.Value) {
	for range 8 {
		switch x := v.(type) {
		case *ssa.Alloc, *ssa.FieldAddr, *ssa.IndexAddr:
			if isStructType(pointee(x.Type())) {
				return x, through
			}
			return nil, nil
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return nil, nil
			}
			stored := g.stores()[g.cell(x.X)]
			if variable, local := g.cell(x.X).(*ssa.Alloc); local && len(stored) == 1 {
				if isStructType(pointee(variable.Type())) {
					through = append(through, variable)
				}
				v = stored[0]
				continue
			}
			v = x.X
			if len(stored) > 0 {
				return nil, nil
			}
		default:
			return nil, nil
		}
	}
	return nil, nil
}

// content is the one value that a local variable holds, or that a pointer to it
// points to.
func (g *group) content(v ssa.Value) ssa.Value {
	for range 8 {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
			continue
		case *ssa.UnOp:
			if a, ok := g.cell(x.X).(*ssa.Alloc); ok && x.Op == token.MUL {
				v = a
				continue
			}
		case *ssa.Alloc:
			if stored := g.stores()[x]; len(stored) == 1 {
				v = stored[0]
				continue
			}
		}
		return v
	}
	return v
}

func isStructType(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// pointee is what a pointer's type points to.
func pointee(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// items are the values of a slice or an array that is written down in place; of
// a struct that is built there, its address.
func items(v ssa.Value) []ssa.Value {
	list := elements(v)
	if c, ok := v.(*ssa.Call); ok && len(list) > 0 { // append(known, more...)
		return append(slices.Clone(items(c.Call.Args[0])), items(c.Call.Args[1])...)
	}
	for {
		ct, ok := v.(*ssa.ChangeType)
		if !ok {
			break
		}
		v = ct.X
	}
	if s, ok := v.(*ssa.Slice); ok {
		v = s.X
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return list
	}
	for _, ref := range *alloc.Referrers() {
		ia, ok := ref.(*ssa.IndexAddr)
		if !ok || !isStructType(pointee(ia.Type())) {
			continue
		}
		if c, ok := ia.Index.(*ssa.Const); ok && int(c.Int64()) < len(list) && list[c.Int64()] == nil {
			list[c.Int64()] = ia
		}
	}
	return list
}

// isTrue reports whether a value is the constant true.
func isTrue(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == constant.Bool && constant.BoolVal(c.Value)
}
