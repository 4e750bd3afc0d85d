package flows

import (
	"go/constant"
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
		for _, a := range builtOf(v) {
			if o := t.leftOut(a, depth+1); o != 0 {
				return o
			}
		}
	case *ssa.Extract: // sql, args, err := q.ToSql()
		return t.leftOut(v.Tuple, depth+1)
	case *ssa.BinOp:
		return t.leftOut(v.X, depth+1)
	case *ssa.MakeInterface:
		return t.leftOut(v.X, depth+1)
	}
	return 0
}

// builtOf are what a call of a builder puts a statement together of: the statement so far,
// and texts that are added to it, as in insert.Suffix(onConflict).
func builtOf(call *ssa.Call) []ssa.Value {
	args := call.Call.Args
	if len(args) == 0 {
		return nil
	}
	list := args[:1:1]
	for _, a := range args[1:] {
		if isStringType(a.Type()) {
			list = append(list, a)
		}
	}
	return list
}

// textGuard is the guard of a statement that is one of several texts, where it is taken
// for marked messages alone: stmt := inOrder; if e.Force { stmt = always }.
func (t *tracker) textGuard(s effects.Site, text string) Guard {
	for _, a := range s.Args {
		phi, ok := withoutInterface(a).(*ssa.Phi)
		if !ok {
			continue
		}
		var guard Guard
		for i, edge := range phi.Edges {
			if c, ok := edge.(*ssa.Const); !ok || !isStringType(c.Type()) || constant.StringVal(c.Value) != text {
				continue
			}
			if guard = t.edgeGuard(phi, i); guard.Kind != Forced {
				break // this way anybody gets to it
			}
		}
		if guard.Kind == Forced {
			return guard
		}
	}
	return Guard{}
}

// edgeGuard is the guard that lets only marked messages take one of the ways on which a
// variable gets its value.
func (t *tracker) edgeGuard(phi *ssa.Phi, i int) Guard {
	from := phi.Block().Preds[i]
	conditions := t.conditionsOf(from)
	if branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If); ok {
		conditions = append(slices.Clone(conditions), conditionOf(branch, from.Succs[0] == phi.Block()))
	}
	for _, c := range conditions {
		if g := t.forcedOnly(c); g.Kind == Forced {
			return g
		}
	}
	return Guard{}
}

// never reports whether what is known of a call's arguments keeps a write from happening:
// it is for the true value of a parameter, which is given false.
func (w *Write) never(known []Known) bool {
	if w.Guard.Kind != Forced || w.Guard.Msg == 0 || w.Guard.Msg&^params != 0 {
		return false
	}
	for i, k := range known {
		if w.Guard.Msg&param(i) != 0 && k == isFalse {
			return true
		}
	}
	return false
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
