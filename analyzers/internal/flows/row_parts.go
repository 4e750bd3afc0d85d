package flows

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A row that was looked up is not always written as the struct that it is. Its key and
// the new sum are handed to a setter, SetBalance(a.ID, a.Balance-n), or its fields are
// copied to the parameters of a generated statement. All the same nothing is written
// but the row as it was read, and numbers that are added to what it held.

// partOf is the row whose field a value is, or a sum over one, or all of whose fields
// a struct is copied from. A sum has to go where it came from: target is the name of
// what it is given to.
func (t *tracker) partOf(v ssa.Value, target string, at ssa.Instruction) Row {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	if built, ok := v.(*ssa.Alloc); ok {
		return t.copiedFrom(built, at)
	}
	row := rowBehind(v, target)
	if row == nil {
		return Row{}
	}
	r := t.rowOf(row, at, nil)
	r.Part = true
	return r
}

// rowBehind is what a value is a field of, or is a sum over the field of that is called
// as the target; nil: nothing.
func rowBehind(v ssa.Value, target string) ssa.Value {
	v = unconverted(v)
	if field := fieldLoaded(v); field != nil {
		return field.X
	}
	for _, field := range summands(v) {
		if sameName(field, target) {
			return field.X
		}
	}
	return nil
}

// fieldLoaded is the field that a value is loaded from, or that a pointer refers to.
func fieldLoaded(v ssa.Value) *ssa.FieldAddr {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		v = load.X
	}
	field, _ := v.(*ssa.FieldAddr)
	return field
}

// summands are the fields that a sum adds something to, or takes it from.
func summands(v ssa.Value) []*ssa.FieldAddr {
	var list []*ssa.FieldAddr
	add := func(v ssa.Value) {
		if field := fieldLoaded(unconverted(v)); field != nil {
			list = append(list, field)
		}
	}
	switch v := v.(type) {
	case *ssa.BinOp:
		if !isNumeric(v.Type()) || v.Op != token.ADD && v.Op != token.SUB {
			return nil
		}
		if add(v.X); v.Op == token.ADD {
			add(v.Y)
		}
	case *ssa.Call:
		if sums(v) {
			add(v.Call.Args[0])
		}
	}
	return list
}

// sameName reports whether a parameter or a field is named after a field, perhaps with
// a word before: newBalance.
func sameName(field *ssa.FieldAddr, target string) bool {
	name := fieldVar(field).Name()
	return target != "" && strings.HasSuffix(columnKey(target), strings.ToLower(name))
}

func fieldVar(field *ssa.FieldAddr) *types.Var {
	return deref(field.X.Type()).Underlying().(*types.Struct).Field(field.Field)
}

// copiedFrom is the row from which all that a struct of the function's own is given
// comes.
func (t *tracker) copiedFrom(built *ssa.Alloc, at ssa.Instruction) Row {
	if n, ok := deref(built.Type()).Underlying().(*types.Struct); !ok || n.NumFields() == 0 {
		return Row{}
	}
	var row ssa.Value
	for _, ref := range *built.Referrers() {
		field, ok := ref.(*ssa.FieldAddr)
		if !ok {
			if _, loaded := ref.(*ssa.UnOp); loaded || ref == at {
				continue
			}
			return Row{}
		}
		for _, use := range *field.Referrers() {
			from := storedFrom(use, field)
			if from == nil || row != nil && from != row {
				return Row{}
			}
			row = from
		}
	}
	if row == nil {
		return Row{}
	}
	r := t.rowOf(row, at, nil)
	r.Part = true
	return r
}

// storedFrom is the row whose field a store copies into a field, or a sum of it; nil if
// the use is another.
func storedFrom(use ssa.Instruction, field *ssa.FieldAddr) ssa.Value {
	s, ok := use.(*ssa.Store)
	if !ok || s.Addr != field {
		return nil
	}
	return rowBehind(s.Val, fieldVar(field).Name())
}
