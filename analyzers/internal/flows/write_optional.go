package flows

import (
	"go/token"
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

// keyOnSuccess reports whether a field that may be a key, and may be none, is given a value
// nowhere but where a look-up went well.
func keyOnSuccess(look *ssa.Call) bool {
	for _, w := range succeeding(look) {
		if len(w.to.Preds) != 1 {
			continue
		}
		for _, b := range w.to.Parent().Blocks {
			if w.to.Dominates(b) && slices.ContainsFunc(b.Instrs, setsOptionalKey) {
				return true
			}
		}
	}
	return false
}

// succeeding are the ways on which a call has told that all went well.
func succeeding(call *ssa.Call) []way {
	var list []way
	for _, r := range results(call) {
		switch {
		case isBool(r.Type()):
			list = append(list, turns(r, true)...)
		case isError(r.Type()):
			for cmp, other := range comparisons(r) {
				if isNil(other) {
					list = append(list, turns(cmp, cmp.Op == token.EQL)...)
				}
			}
		}
	}
	return list
}

// setsOptionalKey reports whether an instruction puts a value that may be none into a
// field that is named as a key, or adds such a key to the columns that are written.
func setsOptionalKey(instr ssa.Instruction) bool {
	if add, ok := instr.(*ssa.MapUpdate); ok {
		return isKeyName(constantText(withoutInterface(add.Key)))
	}
	if call, ok := instr.(*ssa.Call); ok {
		return columnSet(call) != ""
	}
	st, ok := instr.(*ssa.Store)
	if !ok || !isOptional(st.Val.Type()) || isNil(st.Val) {
		return false
	}
	field, ok := st.Addr.(*ssa.FieldAddr)
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

// columnSet is the key that a call has a builder set, which is told its name; "" if it does
// no such thing.
func columnSet(call *ssa.Call) string {
	fn := calleeOf(call)
	if fn == nil || fn.Name() != "Set" || fn.Signature().Recv() == nil {
		return ""
	}
	args := call.Call.Args[len(call.Call.Args)-fn.Signature().Params().Len():]
	if len(args) != 2 {
		return ""
	}
	if name := constantText(withoutInterface(args[0])); isKeyName(name) {
		return name
	}
	return ""
}
