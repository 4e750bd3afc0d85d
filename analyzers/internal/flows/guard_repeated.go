package flows

import (
	"go/constant"
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// That a row is in a state already, to which a message would bring it, says only that
// there is nothing to do: if order.Status == Paid { return }; order.Status = Paid. From
// whichever other state, the message takes the row there all the same.

// setsAgain reports whether a condition only passes over a row that is in the state
// already to which it is brought where the condition holds.
func (t *tracker) setsAgain(c condition) bool {
	field, k := t.refusedState(c)
	if k == nil {
		return false
	}
	name, again, from := fieldName(field, 0), t.stateRefused(c), passed(c)
	for _, block := range from.Parent().Blocks {
		if !from.Dominates(block) {
			continue
		}
		for _, instr := range block.Instrs {
			if t.sets(instr, name, k) || t.puts(instr, again) {
				return true
			}
		}
	}
	return false
}

// refusedState is the field that must not hold a constant where a condition holds, and that
// constant; nil: it asks for something else.
func (t *tracker) refusedState(c condition) (ssa.Value, *ssa.Const) {
	b, ok := c.value.(*ssa.BinOp)
	if !ok || b.Op != token.EQL && b.Op != token.NEQ || c.want != (b.Op == token.NEQ) {
		return nil, nil // where it has to be in a state, that is a transition from there
	}
	field, state := b.X, b.Y
	if _, ok := field.(*ssa.Const); ok {
		field, state = state, field
	}
	k, ok := state.(*ssa.Const)
	if !ok || k.Value == nil || k.Value.Kind() == constant.Bool {
		return nil, nil // what there are but two of may be set once and for all
	}
	if passed(c) == nil {
		return nil, nil
	}
	return field, k
}

// passed is the block that is gone to where a condition holds; nil where that hangs on
// more.
func passed(c condition) *ssa.BasicBlock {
	cond, _ := withoutTruth(c.at.Cond)
	way := c.way()
	if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
		cond, way = not.X, !way
	}
	switch {
	case cond != c.value:
		return nil
	case way:
		return c.at.Block().Succs[0]
	}
	return c.at.Block().Succs[1]
}

// sets reports whether an instruction gives a field a constant, or hands it to what may.
func (t *tracker) sets(instr ssa.Instruction, field string, k *ssa.Const) bool {
	switch i := instr.(type) {
	case *ssa.Store:
		fa, ok := i.Addr.(*ssa.FieldAddr)
		if !ok || !sameConstant(i.Val, k) {
			return false
		}
		name := structField(fa.X.Type(), fa.Field)
		return name == field || name == "Value" // that of a key: bson.E
	case *ssa.MapUpdate:
		return sameConstant(i.Value, k) && hasColumn([]string{constantText(i.Key)}, field)
	case ssa.CallInstruction:
		return t.givenConstant(i, k)
	}
	return false
}

// givenConstant reports whether a call that may write is given a constant, itself or in
// the text of a statement.
func (t *tracker) givenConstant(call ssa.CallInstruction, k *ssa.Const) bool {
	s := t.site(call)
	if s.Callee == nil || s.Callee.Pkg() == nil || t.u.Touch(s) == nil && !t.firstParty(effects.PkgPath(s.Callee.Pkg())) {
		return false
	}
	for _, a := range append(variadic(s), s.Args...) {
		if sameConstant(a, k) {
			return true
		}
		if k.Value.Kind() == constant.String && strings.Contains(constantText(withoutInterface(a)), "'"+constant.StringVal(k.Value)+"'") {
			return true
		}
	}
	return false
}

// sameConstant reports whether a value is a constant of the same type and value, or an
// interface that holds it.
func sameConstant(v ssa.Value, k *ssa.Const) bool {
	c, ok := withoutInterface(v).(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == k.Value.Kind() && constant.Compare(c.Value, token.EQL, k.Value)
}
