package flows

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// What looks for a row may fill a variable, and keep to itself, in a field of the handle
// that it gives back, whether there was one:
//
//	db.Find(&account, id)
//	if account.ID == 0 { … }
//
// The variable tells by its key then, or by its length, and who looks at neither does not
// ask.

// filledBy are the variables, of structs or of lists, that a look-up puts the row into.
func filledBy(call *ssa.Call) []*ssa.Alloc {
	var list []*ssa.Alloc
	for _, a := range call.Call.Args {
		for _, v := range members(a) {
			alloc, ok := withoutInterface(v).(*ssa.Alloc)
			if !ok {
				continue
			}
			switch deref(alloc.Type()).Underlying().(type) {
			case *types.Struct, *types.Slice:
				list = append(list, alloc)
			}
		}
	}
	return list
}

// leftEmpty are the ways on which a variable that a look-up was given turns out to be as it
// was. What fails where there is no row tells that by its error, not by the row's key.
func leftEmpty(look *ssa.Call) []way {
	var list []way
	quiet := keepsOutcomeOf(look)
	for _, filled := range filledBy(look) {
		for load := range loadsOf(filled) {
			switch {
			case !before(look, load):
			case load.X == filled:
				list = append(list, empty(load)...)
			case quiet && keyLike(load):
				list = append(list, zero(load)...)
			}
		}
	}
	return list
}

// loadsOf yields what is read of a variable, or of its fields.
func loadsOf(alloc *ssa.Alloc) func(yield func(*ssa.UnOp) bool) {
	return func(yield func(*ssa.UnOp) bool) {
		addrs := []ssa.Value{alloc}
		for len(addrs) > 0 {
			addr := addrs[0]
			addrs = addrs[1:]
			for _, ref := range *addr.Referrers() {
				switch ref := ref.(type) {
				case *ssa.FieldAddr: // of an embedded struct as well: gorm.Model's ID
					addrs = append(addrs, ref)
				case *ssa.UnOp:
					if ref.Op == token.MUL && !yield(ref) {
						return
					}
				}
			}
		}
	}
}

// keyLike reports whether what is read is a field that is named as a key.
func keyLike(load *ssa.UnOp) bool {
	fa, ok := load.X.(*ssa.FieldAddr)
	return ok && isKeyName(structField(fa.X.Type(), fa.Field))
}

// zero are the ways on which a number is zero, or a text empty.
func zero(v ssa.Value) []way {
	var list []way
	for cmp, other := range comparisons(v) {
		c, ok := other.(*ssa.Const)
		switch {
		case ok && c.Value != nil && c.Value.Kind() == constant.String && constant.StringVal(c.Value) == "":
			list = append(list, turns(cmp, cmp.Op == token.EQL)...)
		case isNumber(v.Type()):
			list = append(list, none(cmp, v, other)...)
		}
	}
	return list
}

// unasked reports whether a call gives back a handle that tells in a field how it went, and
// nobody looks at that, nor at what it was to fill, but to hand it on to what is written.
func unasked(look *ssa.Call) bool {
	filled := filledBy(look)
	if !keepsOutcomeOf(look) || len(filled) == 0 || look.Referrers() == nil {
		return false
	}
	for _, ref := range *look.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.FieldAddr:
			if !tellsOutcome(structField(ref.X.Type(), ref.Field), deref(ref.Type())) || !unused(ref) {
				return false
			}
		default:
			return false
		}
	}
	return !slices.ContainsFunc(filled, func(v *ssa.Alloc) bool { return lookedAt(v, look) })
}

// keepsOutcomeOf reports whether a call gives back a handle with an error in a field.
func keepsOutcomeOf(call *ssa.Call) bool {
	st, ok := deref(call.Type()).Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if f.Name() == "Error" && isError(f.Type()) {
			return true
		}
	}
	return false
}

// lookedAt reports whether a variable is looked at after it was filled: whatever is done
// with it may ask whether there is something in it. That it is filled does not count.
func lookedAt(filled *ssa.Alloc, by *ssa.Call) bool {
	for _, ref := range *filled.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.Store:
			if ref.Val == filled {
				return true
			}
		case *ssa.MakeInterface:
			if !slices.ContainsFunc(by.Call.Args, func(a ssa.Value) bool { return slices.Contains(members(a), ssa.Value(ref)) }) {
				return true
			}
		default:
			return true
		}
	}
	return false
}
