package flows

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A function may look a row up itself and say no more than whether its state allows for
// what is to be done:
//
//	func (s *Service) busy(ctx context.Context, id string) (bool, error) {
//		machine, err := s.machines.Get(ctx, id)
//		if err != nil {
//			return false, err
//		}
//		return machine.State == Starting || machine.State == Stopping, nil
//	}
//
// One state alone may be the one to which the caller brings the row: that it is there
// already tells but that there is nothing to do; see setsAgain.

// toldState is the operator of what such a function answers.
const toldState = "told"

// statesTold is what the unit's answer tells of the state of a row that it has looked up.
func (t *tracker) statesTold() []Comparison {
	named := map[string][]string{}
	for ret := range effects.Returns(t.u.Func) {
		for _, r := range ret.Results {
			if !isBool(r.Type()) {
				continue
			}
			asked := t.boolsIn(r, nil)
			for _, c := range t.conditionsOf(ret.Block()) {
				asked = append(asked, t.boolsIn(c.value, nil)...)
			}
			for _, b := range asked {
				if name, state := t.stateTold(b); name != "" && !slices.Contains(named[name], state) {
					named[name] = append(named[name], state)
				}
			}
		}
	}
	for _, states := range named {
		if len(states) > 1 {
			return []Comparison{{Left: fromStored, Right: fromStored, Op: toldState}}
		}
	}
	return nil
}

// boolsIn are the comparisons of which a condition is made, with those that decide between
// the constants that it may be: a || b.
func (t *tracker) boolsIn(v ssa.Value, seen []*ssa.Phi) []*ssa.BinOp {
	switch v := v.(type) {
	case *ssa.BinOp:
		return []*ssa.BinOp{v}
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return t.boolsIn(v.X, seen)
		}
	case *ssa.Phi:
		if slices.Contains(seen, v) {
			return nil
		}
		seen = append(seen, v)
		var list []*ssa.BinOp
		for i, e := range v.Edges {
			list = append(list, t.boolsIn(e, seen)...)
			if branch, ok := endOf(v.Block().Preds[i]).(*ssa.If); ok {
				list = append(list, t.boolsIn(branch.Cond, seen)...)
			}
		}
		return list
	}
	return nil
}

// stateTold is the name of the field, and the state, that a comparison asks a row for which
// the unit has looked up; "" if it does not.
func (t *tracker) stateTold(b *ssa.BinOp) (name, state string) {
	v, c := b.X, b.Y
	if _, constant := v.(*ssa.Const); constant {
		v, c = c, v
	}
	if b.Op != token.EQL && b.Op != token.NEQ || !t.storedState(v, c) || !t.asGivenBack(rootOf(v)) {
		return "", ""
	}
	if name := fieldName(v, 0); stateName.MatchString(name) {
		return name, c.(*ssa.Const).Value.ExactString()
	}
	return "", ""
}

// endOf is the instruction that a block ends with.
func endOf(b *ssa.BasicBlock) ssa.Instruction { return b.Instrs[len(b.Instrs)-1] }
