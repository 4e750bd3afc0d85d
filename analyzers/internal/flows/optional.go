package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A key that may be empty is often given only where its parent is found:
// if known { row.CompanyID = &e.Company }. Then nothing is lost where it is not, and
// nothing is written that refers to it.

// onlyOptional reports whether all that control does otherwise, where it does not
// take a way, is to give something a value that may be none.
func (w way) onlyOptional() bool {
	branch, ok := w.from.Instrs[len(w.from.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	for _, other := range branch.Block().Succs {
		if other == w.to || len(other.Preds) != 1 || len(other.Succs) != 1 || other.Succs[0] != w.to {
			continue
		}
		if setsOptional(other) || joinsOptional(w.to, other) {
			return true
		}
	}
	return false
}

// setsOptional reports whether a block puts a value that may be none into a
// variable or a field.
func setsOptional(b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
		st, ok := instr.(*ssa.Store)
		return ok && isOptional(st.Val.Type())
	})
}

// joinsOptional reports whether a variable that may be none has another value where
// control comes from a block.
func joinsOptional(at, from *ssa.BasicBlock) bool {
	i := slices.Index(at.Preds, from)
	return slices.ContainsFunc(at.Instrs, func(instr ssa.Instruction) bool {
		phi, ok := instr.(*ssa.Phi)
		return ok && isOptional(phi.Type()) && !isNil(phi.Edges[i])
	})
}

// The other way round, a key is emptied where its parent is not found: if !known {
// home = nil }.

// leavesEmpty reports whether a variable that may be a key is empty on a way from one
// block to the next, and given a value on others.
func leavesEmpty(b, from *ssa.BasicBlock) bool {
	i := slices.Index(b.Preds, from)
	return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
		phi, ok := instr.(*ssa.Phi)
		return ok && (isOptional(phi.Type()) || isStringType(phi.Type())) && isEmpty(phi.Edges[i]) && slices.ContainsFunc(phi.Edges, func(v ssa.Value) bool {
			_, constant := v.(*ssa.Const)
			return !constant
		})
	})
}

// emptiesKey reports whether what may be a key is emptied.
func emptiesKey(s *ssa.Store) bool {
	if !isEmpty(s.Val) {
		return false
	}
	if isOptional(s.Val.Type()) || isStringType(s.Val.Type()) {
		return true
	}
	field, ok := s.Addr.(*ssa.FieldAddr)
	return ok && isKey(structField(field.X.Type(), field.Field))
}

// isOptional recognises the types of values that may be none: pointers to plain
// values, and what drivers have for them, which say if they are valid.
func isOptional(ty types.Type) bool {
	switch u := ty.Underlying().(type) {
	case *types.Pointer:
		_, plain := u.Elem().Underlying().(*types.Basic)
		_, array := u.Elem().Underlying().(*types.Array) // a UUID
		return plain || array
	case *types.Struct:
		for f := range u.Fields() {
			if f.Name() == "Valid" && isBool(f.Type()) {
				return true
			}
		}
	}
	return false
}
