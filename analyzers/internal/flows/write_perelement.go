package flows

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A repository may be given a list, and write a row for each of its elements, or nothing where
// it has none. Who gives it an empty one, to take away all that was there, writes no row:
// SetTags(id, nil).

// Elements says of which list something is done.
type Elements struct {
	// Of is the parameter, counted from 1, that is a list without whose elements it is not
	// done; 0: none is.
	Of int
	// None says that there are none: it is not done.
	None bool
}

// elementsAt is of which list an instruction does something.
func (t *tracker) elementsAt(instr ssa.Instruction) Elements {
	for fn, at := instr.Parent(), instr; ; {
		for _, c := range t.conditionsOf(at.Block()) {
			if i := t.needsElement(c); i > 0 {
				return Elements{Of: i}
			}
		}
		mc := t.makeOf(fn)
		if mc == nil {
			return Elements{}
		}
		fn, at = mc.Parent(), mc
	}
}

// at is of which list something is done below a call that is given some arguments.
func (e Elements) at(known []Known, call func() Elements) Elements {
	switch {
	case e.None:
		return e
	case e.Of > 0 && e.Of <= len(known) && known[e.Of-1] == isNone:
		return Elements{None: true}
	case e.Of > 0 && e.Of <= len(known) && known[e.Of-1] >= 0:
		return Elements{Of: int(known[e.Of-1]) + 1}
	}
	return call()
}

// needsElement is the parameter, counted from 1, that has to have an element for a condition
// to hold, or 0.
func (t *tracker) needsElement(c condition) int {
	switch v := c.value.(type) {
	case *ssa.Extract: // whether a map has one more
		if next, ok := v.Tuple.(*ssa.Next); ok && c.want && v.Index == 0 {
			if over, ok := next.Iter.(*ssa.Range); ok {
				return t.listParam(over.X)
			}
		}
	case *ssa.BinOp:
		if list := countedIn(v.Y); list != nil && failsForNone(v.X, v.Op, c.want) {
			return t.listParam(list)
		}
		if list := countedIn(v.X); list != nil && failsForNone(v.Y, mirrored(v.Op), c.want) {
			return t.listParam(list)
		}
	}
	return 0
}

// countedIn is the list of which a value is the length, or nil.
func countedIn(v ssa.Value) ssa.Value {
	if !isLen(v) {
		return nil
	}
	return v.(*ssa.Call).Call.Args[0]
}

// failsForNone reports whether a number that is compared with a list's length tells otherwise
// than is wanted where the list is empty. The index of an element is never less than zero.
func failsForNone(number ssa.Value, op token.Token, want bool) bool {
	c, ok := number.(*ssa.Const)
	if !ok {
		return op == token.LSS && want || op == token.GEQ && !want
	}
	return c.Value != nil && c.Value.Kind() == constant.Int && constant.Compare(c.Value, op, constant.MakeInt64(0)) != want
}

// mirrored is the operator by which two values are compared the other way round.
func mirrored(op token.Token) token.Token {
	switch op {
	case token.LSS:
		return token.GTR
	case token.GTR:
		return token.LSS
	case token.LEQ:
		return token.GEQ
	case token.GEQ:
		return token.LEQ
	}
	return op
}

// listParam is the parameter of the unit's function, counted from 1, that a list is, or 0.
func (t *tracker) listParam(list ssa.Value) int {
	p, ok := t.read(list).(*ssa.Parameter)
	if !ok {
		return 0
	}
	switch p.Type().Underlying().(type) {
	case *types.Slice, *types.Map:
		return slices.Index(t.u.Func.Params, p) + 1
	}
	return 0
}

// emptyList reports whether a value is a list that is made without elements, and has none put
// into it.
func emptyList(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Slice:
		if v.High != nil && isZero(v.High) {
			return true
		}
		array, ok := deref(v.X.Type()).Underlying().(*types.Array)
		return ok && array.Len() == 0
	case *ssa.MakeSlice:
		return isZero(v.Len)
	}
	return false
}

// elements is of which list something is done that is done below the call.
func (k *taking) elements(below Elements) Elements {
	if below.Of == 0 {
		return below.at(nil, k.over)
	}
	return below.at(k.known(), k.over)
}

// elements is of which list something is done that an implementation does.
func (l lead) elements(below Elements) Elements {
	return below.at(l.known(), func() Elements { return l.call.Elements })
}
