package flows

import (
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A row that was looked up and is not there is written for the first time, whatever
// the method is called that writes it: node, err := api.Find(id); if node == nil {
// api.Save(&Node{…}) }. Nothing is overwritten. It has to be the same rows that are
// looked up and written: a message's id among those that were seen before says nothing
// of the order of others.

// newRow says why what a call writes cannot be there yet; "" if it may be.
func (t *tracker) newRow(instr ssa.Instruction) string {
	switch {
	case t.createsMissing(instr), t.createsAbsent(instr):
		return "only where the row is not there"
	case t.createsNew(instr):
		return "a row with a key of its own"
	case t.onlyCreates(instr):
		return "nothing but new rows"
	case t.onceForRow(instr):
		return "only with the first message about the row"
	case t.wonBefore(instr):
		return "only where another row was moved on"
	}
	return ""
}

// createsMissing reports whether a call writes a row only where the function has found
// that it is not there.
func (t *tracker) createsMissing(instr ssa.Instruction) bool {
	write, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	s := t.site(write)
	if s.Callee == nil || s.Callee.Signature().Recv() == nil {
		return false
	}
	rows := rowsAmong(s)
	if len(rows) == 0 {
		return false
	}
	for other := range effects.Instructions(instr.Parent()) {
		call, ok := other.(*ssa.Call)
		if ok && call != instr && t.looksUpRow(call, s, rows) && slices.ContainsFunc(t.missing(call), func(w way) bool { return w.decides(instr) }) {
			return true
		}
	}
	return false
}

// createsAbsent reports whether a call writes what the function has asked for whether it
// exists, by the same key, and only where it does not.
func (t *tracker) createsAbsent(instr ssa.Instruction) bool {
	write, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	var keys []ssa.Value // as far as they are needed
	for call := range effects.Each[*ssa.Call](instr.Parent()) {
		if call == instr || !t.asksExists(call) || !slices.ContainsFunc(t.missing(call), func(w way) bool { return w.decides(instr) }) {
			continue
		}
		if keys == nil {
			keys = handedDeep(t.site(write))
		}
		if slices.ContainsFunc(call.Call.Args, func(a ssa.Value) bool {
			return carries(a.Type()) && slices.ContainsFunc(keys, func(k ssa.Value) bool { return sameKey(a, k) })
		}) {
			return true
		}
	}
	return false
}

// asksExists recognises the calls that tell whether something exists.
func (t *tracker) asksExists(call *ssa.Call) bool {
	ty := firstOf(call.Type())
	s := t.site(call)
	return ty != nil && isBool(ty) && s.Callee != nil && existsName.MatchString(s.Callee.Name())
}

var existsName = regexp.MustCompile(`(?i)(exists?$|^(does)?exists?)`)

// handedDeep are the values that a call is given, one by one, in options, and in the
// structs that are made for it.
func handedDeep(s effects.Site) []ssa.Value {
	var list []ssa.Value
	for _, a := range slices.Concat(s.Args, variadic(s)) {
		a = withoutInterface(a)
		list = append(list, a)
		switch x := a.(type) {
		case *ssa.Call:
			list = append(list, x.Call.Args...)
		default:
			if row := builtHere(a); row != nil {
				for _, ref := range *row.Referrers() {
					if fa, ok := ref.(*ssa.FieldAddr); ok {
						list = append(list, storedAt(fa)...)
					}
				}
			}
		}
	}
	return list
}

// sameKey reports whether two values are the same, or are read from the same field of
// the same sort of struct.
func sameKey(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	nameA, ofA := fieldOf(a)
	nameB, ofB := fieldOf(b)
	return nameA != "" && nameA == nameB && types.Identical(ofA, ofB)
}

// fieldOf is the field that a value is read from, and the struct's type.
func fieldOf(v ssa.Value) (string, types.Type) {
	switch v := v.(type) {
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok {
			return structField(fa.X.Type(), fa.Field), deref(fa.X.Type())
		}
	case *ssa.Field:
		return structField(v.X.Type(), v.Field), v.X.Type()
	}
	return "", nil
}

// decides reports whether an instruction is only reached by the way.
func (w way) decides(instr ssa.Instruction) bool {
	return len(w.to.Preds) == 1 && w.to.Dominates(instr.Block())
}

// rowsAmong are the structs of the project's, or pointers to them, among a call's
// arguments.
func rowsAmong(s effects.Site) []*types.Named {
	var list []*types.Named
	for _, a := range s.Args[min(len(s.Args), 1):] {
		if n := effects.Named(withoutInterface(a).Type()); n != nil && isStruct(n) && n.Obj().Pkg() != nil {
			list = append(list, n)
		}
	}
	return list
}

// looksUpRow reports whether a call looks one of some rows up, where another one
// writes them.
func (t *tracker) looksUpRow(call *ssa.Call, write effects.Site, rows []*types.Named) bool {
	s := t.site(call)
	if s.Callee == nil || s.Callee.Signature().Recv() == nil || s.Callee == write.Callee || !t.onlyLooks(call) {
		return false
	}
	if !types.Identical(deref(s.Callee.Signature().Recv().Type()), deref(write.Callee.Signature().Recv().Type())) {
		return false
	}
	n := effects.Named(firstOf(call.Type()))
	return n != nil && slices.Contains(rows, n)
}
