package flows

import "golang.org/x/tools/go/ssa"

// What a whole is in is often computed of the states that its parts are in:
//
//	for _, line := range order.Lines {
//		if line.Status == Failed {
//			order.Status = Failed
//		}
//	}
//
// The state that is written stands in the code, but it is not the message that chooses
// it. It is as old as the parts.

// chosenByParts is where the parts come from by whose states it is chosen whether a block
// runs, which changes a row that is none of them; 0: it is not chosen so.
func (t *tracker) chosenByParts(b *ssa.BasicBlock, changed ssa.Value) Origin {
	if isElement(changed) {
		return 0
	}
	var o Origin
	for _, cond := range t.conditionsOf(b) {
		for _, part := range t.partsAsked(cond.value, 0) {
			o |= t.whole(part)
		}
	}
	return o
}

// partsAsked are the states of elements of a list that a condition compares with a
// constant: by itself, or by a flag that was set where such conditions hold.
func (t *tracker) partsAsked(cond ssa.Value, depth int) []ssa.Value {
	switch v := cond.(type) {
	case *ssa.BinOp:
		x, y := v.X, v.Y
		if _, constant := x.(*ssa.Const); constant {
			x, y = y, x
		}
		if c, constant := y.(*ssa.Const); constant && !c.IsNil() && fieldName(x, 0) != "" && isElement(x) {
			return []ssa.Value{x}
		}
	case *ssa.UnOp:
		return t.partsAsked(v.X, depth)
	case *ssa.Phi:
		return t.partsBehindFlag(v, depth)
	}
	return nil
}

// partsBehindFlag are those that decide which constant a flag holds; nil: it may hold
// something else.
func (t *tracker) partsBehindFlag(flag *ssa.Phi, depth int) []ssa.Value {
	if !isBool(flag.Type()) || depth > maxFlags {
		return nil
	}
	var list []ssa.Value
	for i, e := range flag.Edges {
		switch e := e.(type) {
		case *ssa.Const:
			for _, cond := range t.conditionsOf(flag.Block().Preds[i]) {
				if cond.value != ssa.Value(flag) {
					list = append(list, t.partsAsked(cond.value, depth+1)...)
				}
			}
		case *ssa.Phi: // around the loop
			if e != flag {
				list = append(list, t.partsBehindFlag(e, depth+1)...)
			}
		default: // some = some || line.Open
			parts := t.partsAsked(e, depth+1)
			if parts == nil {
				return nil
			}
			list = append(list, parts...)
		}
	}
	return list
}

// maxFlags bounds the flags that are followed, one set by another.
const maxFlags = 4

// isElement reports whether a value is an element of a list that is gone through, or is
// part of one.
func isElement(v ssa.Value) bool {
	for range 8 {
		switch x := v.(type) {
		case *ssa.Convert:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.Field:
			v = x.X
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.UnOp:
			v = x.X
		case *ssa.Alloc: // for _, line := range lines
			kept := stored(x)
			if len(kept) != 1 {
				return false
			}
			v = kept[0]
		case *ssa.IndexAddr:
			_, constant := x.Index.(*ssa.Const)
			return !constant
		case *ssa.Extract: // of a map
			_, ok := x.Tuple.(*ssa.Next)
			return ok
		default:
			return false
		}
	}
	return false
}
