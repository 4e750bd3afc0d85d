package flows

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A number that is added to what is stored, or taken from it, makes the same sum in
// whichever order the messages come: a balance, a stock. So does one more that is put
// to the end of a list. That two do so at once is another matter.

// adjusts reports whether a store into a field only adds to what the field holds, or
// takes from it, or keeps that within bounds.
func adjusts(s *ssa.Store, field *ssa.FieldAddr) bool {
	if s.Addr != field {
		return false
	}
	switch v := unconverted(unbounded(s.Val)).(type) {
	case *ssa.BinOp:
		return v.Op == token.ADD && isNumeric(v.Type()) && (holds(v.X, field) || holds(v.Y, field)) || v.Op == token.SUB && holds(v.X, field)
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok {
			return b.Name() == "append" && holds(v.Call.Args[0], field)
		}
		return sums(v) && holds(v.Call.Args[0], field)
	}
	return clamps(s, field)
}

// sums recognises the methods that add to what they are called on, or take from it:
// decimal.Decimal's, big.Int's, money's.
func sums(v *ssa.Call) bool {
	f := calleeOf(v)
	return f != nil && f.Signature().Recv() != nil && (f.Name() == "Add" || f.Name() == "Sub") && len(v.Call.Args) > 1
}

// unbounded is a number before it is kept within constant bounds: max(0, left).
func unbounded(v ssa.Value) ssa.Value {
	call, ok := unconverted(v).(*ssa.Call)
	if !ok || !bounds(call) {
		return v
	}
	rest := slices.DeleteFunc(slices.Clone(call.Call.Args), func(a ssa.Value) bool {
		_, constant := a.(*ssa.Const)
		return constant
	})
	if len(rest) != 1 {
		return v
	}
	return rest[0]
}

// bounds recognises the functions that keep a number within bounds.
func bounds(call *ssa.Call) bool {
	if b, ok := call.Call.Value.(*ssa.Builtin); ok {
		return b.Name() == "max" || b.Name() == "min"
	}
	f := calleeOf(call)
	return f != nil && f.Pkg() != nil && f.Pkg().Path() == "math" && (f.Name() == "Max" || f.Name() == "Min")
}

func isNumeric(ty types.Type) bool {
	b, ok := ty.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0
}

// holds reports whether a value is what a field of the same struct holds.
func holds(v ssa.Value, field *ssa.FieldAddr) bool {
	load, ok := unconverted(v).(*ssa.UnOp)
	if !ok {
		return false
	}
	fa, ok := load.X.(*ssa.FieldAddr)
	return ok && fa.X == field.X && fa.Field == field.Field
}

// noteSpared notes the parameters that the unit leaves alone, but for numbers that it
// adjusts.
func (t *tracker) noteSpared(f *Func) {
	for i, p := range t.u.Func.Params {
		var r Row
		if listsRows(p.Type()) {
			if t.usedRows(&r, p, nil); !r.Changed {
				f.Spares |= param(i)
			}
			continue
		}
		if n := effects.Named(p.Type()); n == nil || !isStruct(n) {
			continue
		}
		for _, ref := range *p.Referrers() {
			if st, ok := ref.(*ssa.Store); ok && !refers(p.Type()) && st.Val == ssa.Value(p) {
				t.usedCopy(&r, st)
			} else {
				t.used(&r, p, ref, nil, nil)
			}
		}
		if !r.Changed {
			f.Spares |= param(i)
		}
	}
}

// usedCopy notes what the uses say of the variable that holds a parameter's copy.
func (t *tracker) usedCopy(r *Row, st *ssa.Store) {
	cell, from := copied(st.Addr)
	if cell == nil || from != st.Val {
		r.Changed = true
		return
	}
	for _, ref := range *cell.Referrers() {
		if ref != ssa.Instruction(st) {
			t.used(r, cell, ref, nil, nil)
		}
	}
}

// spared reports whether a call leaves a struct alone that it is given.
func (t *tracker) spared(call ssa.CallInstruction, row ssa.Value) bool {
	s := t.site(call)
	f := t.funcOf(s)
	if f == nil {
		return false
	}
	given := false
	for i, a := range s.Args {
		if withoutInterface(a) != row {
			continue
		}
		if f.Spares&param(i) == 0 {
			return false
		}
		given = true
	}
	return given
}
