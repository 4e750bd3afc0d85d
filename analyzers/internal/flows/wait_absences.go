package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A function of the project's may make of the error of a look-up whether the row is there:
//
//	known, err := dbx.Found(row.Scan(&one))
//
// Its false then says that there is none.

// absence is the parameter, counted from 1, that is an error which the unit answers with a
// false where it says that there is no row; 0: none is.
func (t *tracker) absence() int {
	answer := boolResult(t.u.Func.Signature.Results())
	if answer < 0 {
		return 0
	}
	for i, p := range t.u.Func.Params {
		if !isError(p.Type()) {
			continue
		}
		ways := notFound(p)
		no := func(w way) bool { return answersNo(w.to, answer) }
		if len(ways) > 0 && !slices.ContainsFunc(ways, func(w way) bool { return !no(w) }) {
			return i + 1
		}
	}
	return 0
}

// boolResult is the one boolean among a function's results, or -1.
func boolResult(results *types.Tuple) int {
	found := -1
	for i := range results.Len() {
		if isBool(results.At(i).Type()) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// answersNo reports whether a block does no more than to return a false.
func answersNo(b *ssa.BasicBlock, answer int) bool {
	ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
	if !ok {
		return false
	}
	c, ok := ret.Results[answer].(*ssa.Const)
	return ok && c.Value != nil && c.Value.String() == "false"
}

// translated are the booleans that functions of the project's have made of an error, which
// are false where that said that there is no row.
func (t *tracker) translated(err ssa.Value) []ssa.Value {
	if err.Referrers() == nil {
		return nil
	}
	var list []ssa.Value
	for _, ref := range *err.Referrers() {
		call, ok := ref.(*ssa.Call)
		if !ok {
			continue
		}
		s := t.site(call)
		if f := t.funcOf(s); f == nil || f.Absence == 0 || f.Absence > len(s.Args) || s.Args[f.Absence-1] != err {
			continue
		}
		list = append(list, boolsOf(call)...)
	}
	return list
}

// boolsOf are the booleans that a call gives back.
func boolsOf(call *ssa.Call) []ssa.Value {
	return slices.DeleteFunc(results(call), func(v ssa.Value) bool { return !isBool(v.Type()) })
}
