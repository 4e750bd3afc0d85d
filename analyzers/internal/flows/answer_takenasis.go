package flows

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A look-up may be made for what else the row says, and its failure be dropped:
//
//	p, _ := patrons.Find(ctx, id)
//	letters.Add(ctx, Letter{PatronID: id, Email: p.Email})
//
// Nothing depends then on whether the row is there.

// takenAsIs reports whether the failure of a look-up is dropped, and what it gives back is
// used without asking whether there is anything in it. Where its key is used, which is empty
// then, or the row is handed on whole, it may be asked elsewhere.
func (t *tracker) takenAsIs(call *ssa.Call) bool {
	tuple, ok := call.Type().(*types.Tuple)
	if !ok || tuple.Len() != 2 || !isError(tuple.At(1).Type()) || !t.onlyLooks(call) {
		return false
	}
	if _, ok := deref(tuple.At(0).Type()).Underlying().(*types.Struct); !ok {
		return false
	}
	used := false
	for _, r := range results(call) {
		switch {
		case isError(r.Type()):
			if !unused(r) {
				return false
			}
		case !fieldsAsTheyAre(r):
			return false
		default:
			used = true
		}
	}
	return used
}

// fieldsAsTheyAre reports whether nothing is done with a struct, or a pointer to one, but to
// put into something else what some of its fields say.
func fieldsAsTheyAre(row ssa.Value) bool {
	for _, ref := range *row.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.Field:
			if namesKey(structField(ref.X.Type(), ref.Field)) || !onlyPut(ref) {
				return false
			}
		case *ssa.FieldAddr:
			if namesKey(structField(ref.X.Type(), ref.Field)) || !loadsOnlyPut(ref) {
				return false
			}
		case *ssa.Store: // it has a variable of its own
			cell, ok := ref.Addr.(*ssa.Alloc)
			if !ok || len(stored(cell)) != 1 || ref.Val == row && !fieldsAsTheyAre(cell) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// namesKey recognises the fields that hold keys.
func namesKey(field string) bool {
	field = strings.ToLower(field)
	return strings.HasSuffix(field, "id") || strings.HasSuffix(field, "key")
}

// loadsOnlyPut reports whether a field is only read, and what it holds put elsewhere.
func loadsOnlyPut(field *ssa.FieldAddr) bool {
	for _, ref := range *field.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.UnOp:
			if ref.Op != token.MUL || !onlyPut(ref) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// onlyPut reports whether a value goes into something else, and is not looked at by itself.
func onlyPut(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref.(type) {
		case *ssa.DebugRef, *ssa.Store, *ssa.MakeInterface:
		default:
			return false
		}
	}
	return true
}
