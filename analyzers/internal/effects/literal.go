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
	at := g.structAt(v)
	if at == nil || at.Referrers() == nil {
		return nil
	}
	s := pointee(at.Type()).Underlying().(*types.Struct)
	found := map[string]ssa.Value{}
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
	return found
}

// structAt is where a struct, or the one that a pointer points to, is kept in
// the function; nil if it comes from elsewhere.
func (g *group) structAt(v ssa.Value) ssa.Value {
	for range 8 {
		switch x := v.(type) {
		case *ssa.Alloc, *ssa.FieldAddr, *ssa.IndexAddr:
			if isStructType(pointee(x.Type())) {
				return x
			}
			return nil
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return nil
			}
			stored := g.stores()[g.cell(x.X)]
			if _, local := g.cell(x.X).(*ssa.Alloc); local && len(stored) == 1 {
				v = stored[0]
				continue
			}
			v = x.X
			if len(stored) > 0 {
				return nil
			}
		default:
			return nil
		}
	}
	return nil
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
