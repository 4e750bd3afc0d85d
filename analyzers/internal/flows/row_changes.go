package flows

import (
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Whether a row is still what it was when it came.

// used notes what one use of a row says, up to where the row is written; at is nil if
// it is not.
func (t *tracker) used(r *Row, row ssa.Value, ref, at ssa.Instruction, chain []ssa.Instruction) {
	switch x := ref.(type) {
	case *ssa.FieldAddr:
		if ofLastChange.MatchString(structField(x.X.Type(), x.Field)) {
			return // who changed it, and when, is no part of what is changed
		}
		r.Changed = r.Changed || slices.ContainsFunc(*x.Referrers(), func(use ssa.Instruction) bool { return t.overwrites(use, x) })
	case *ssa.MakeInterface:
		for _, use := range *x.Referrers() {
			t.used(r, row, use, at, chain)
		}
	case ssa.CallInstruction:
		if x == at || slices.Contains(chain, ssa.Instruction(x)) {
			return
		}
		r.Changed = r.Changed || !t.spared(x, row)
	case *ssa.Store:
		if _, entry := x.Addr.(*ssa.IndexAddr); !entry { // of a log
			r.Changed = true
		}
	case *ssa.UnOp, *ssa.BinOp, *ssa.Return, *ssa.DebugRef, *ssa.Phi:
	default:
		r.Changed = true
	}
}

// ofLastChange recognises the fields that tell of the last change of a row.
var ofLastChange = regexp.MustCompile(`(?i)^(last_?)?(updat|modifi|chang|edit)(ed)?_?(by|at|on)$`)

// overwrites reports whether a use of a field may put something else into it. When it
// was changed is the service's own business.
func (t *tracker) overwrites(use ssa.Instruction, field *ssa.FieldAddr) bool {
	switch use := use.(type) {
	case *ssa.UnOp:
		return use.X != field || changedInside(use)
	case *ssa.Store:
		return !adjusts(use, field) && !t.readBack(use, field) && !(use.Addr == field && onlyNow(t.whole(use.Val)))
	case *ssa.FieldAddr: // of a struct in the struct
		return slices.ContainsFunc(*use.Referrers(), func(inner ssa.Instruction) bool { return t.overwrites(inner, use) })
	case *ssa.DebugRef:
		return false
	}
	return true
}

// changedInside reports whether something is put into the map, the list or the struct to
// which a field refers.
func changedInside(v ssa.Value) bool {
	return v.Referrers() != nil && slices.ContainsFunc(*v.Referrers(), func(use ssa.Instruction) bool {
		switch use := use.(type) {
		case *ssa.MapUpdate:
			return use.Map == v
		case *ssa.IndexAddr:
			return use.X == v && storedTo(use)
		case *ssa.FieldAddr:
			return use.X == v && storedTo(use)
		}
		return false
	})
}

// storedTo reports whether a value is stored at an address, or in a field there.
func storedTo(addr ssa.Value) bool {
	return slices.ContainsFunc(*addr.Referrers(), func(use ssa.Instruction) bool {
		switch use := use.(type) {
		case *ssa.Store:
			return use.Addr == addr
		case *ssa.FieldAddr:
			return storedTo(use)
		}
		return false
	})
}

// readBack reports whether a store puts into a parameter's field what a store has given
// back for it: the number that the row has got, the time of its change.
func (t *tracker) readBack(s *ssa.Store, field *ssa.FieldAddr) bool {
	row, ok := field.X.(*ssa.Parameter)
	if !ok || s.Addr != field {
		return false
	}
	own := param(slices.Index(t.u.Func.Params, row))
	if t.receiver() != nil {
		own |= param(0) // the handle
	}
	o := t.whole(s.Val)
	return o&fromStored != 0 && o&^(flags|own) == 0
}
