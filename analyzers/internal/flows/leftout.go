package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A statement may be put together with its condition left out for a message that
// is marked as a repair: if !force { q = q.Where(…) }. Two statements come of that,
// of which the one without the condition is for repairs alone.

// passLeftOut marks the writes of one call that no condition guards, if another of
// the same table is guarded and only repairs leave the guard out.
func (t *tracker) passLeftOut(list []Write, s effects.Site) {
	for i := range list {
		w := &list[i]
		guarded := slices.ContainsFunc(list, func(o Write) bool { return o.Table == w.Table && o.Guard.Kind == Ordered })
		if w.Guard.Kind != Unguarded || !guarded {
			continue
		}
		for _, a := range s.Args {
			if o := t.leftOut(withoutInterface(a), 0); o != 0 {
				w.Guard = Guard{Kind: Forced, Msg: o}
			}
		}
	}
}

// leftOut is the mark for which a part of a statement is left out, or 0.
func (t *tracker) leftOut(v ssa.Value, depth int) Origin {
	if depth > 12 {
		return 0
	}
	switch v := v.(type) {
	case *ssa.Phi:
		for _, longer := range v.Edges {
			for _, shorter := range v.Edges {
				if longer != shorter && extends(longer, shorter, 0) {
					if o := t.unlessForced(longer); o != 0 {
						return o
					}
				}
			}
		}
	case *ssa.Call:
		if len(v.Call.Args) > 0 {
			return t.leftOut(v.Call.Args[0], depth+1)
		}
	case *ssa.BinOp:
		return t.leftOut(v.X, depth+1)
	case *ssa.MakeInterface:
		return t.leftOut(v.X, depth+1)
	}
	return 0
}

// extends reports whether a value is made by adding something to another: by a
// builder's calls, or to a text.
func extends(v, base ssa.Value, depth int) bool {
	if v == base {
		return depth > 0
	}
	if depth > 6 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Call:
		return len(v.Call.Args) > 0 && extends(v.Call.Args[0], base, depth+1)
	case *ssa.BinOp:
		return extends(v.X, base, depth+1)
	}
	return false
}

// unlessForced is the mark without which alone a value is made.
func (t *tracker) unlessForced(v ssa.Value) Origin {
	instr, ok := v.(ssa.Instruction)
	if !ok {
		return 0
	}
	for _, c := range t.conditionsOf(instr.Block()) {
		c.want = !c.want
		if g := t.forcedOnly(c); g.Kind == Forced {
			return g.Msg
		}
	}
	return 0
}
