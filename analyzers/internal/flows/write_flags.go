package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// That something is so may be kept in Redis by there being anything under a key at all:
// online, the key is set to 1, offline, it is removed. Then the constant is as much the
// message's as the flag is which has chosen between the two. A mark of which the same
// function knows no opposite is none that a later message takes back, and one that it
// removes again where something has failed is of its own work.

// removesElse reports whether the unit removes, on another way, what is under a key that
// it sets.
func (t *tracker) removesElse(set effects.Site, key ssa.Value) bool {
	branches := t.branchesOf(set.Instr)
	for call := range effects.Calls(t.u.Funcs...) {
		s := t.site(call)
		if name := t.commandName(s); name != "DEL" && name != "UNLINK" || !branches.Excludes(t.branchesOf(call)) {
			continue
		}
		if slices.ContainsFunc(t.removedKeys(s), func(gone ssa.Value) bool { return sameText(gone, key, 0) }) {
			return true
		}
	}
	return false
}

// removedKeys are the keys that a call removes.
func (t *tracker) removedKeys(s effects.Site) []ssa.Value {
	if c := t.commandAt(s); c != nil {
		return c.words
	}
	var list []ssa.Value
	for _, a := range s.Args[s.Shift:] {
		list = append(list, members(a)...)
	}
	return list
}

// sameText reports whether two values are the same text: one value, or made alike of the
// same ones.
func sameText(a, b ssa.Value, depth int) bool {
	a, b = withoutInterface(a), withoutInterface(b)
	if sameKey(a, b) {
		return true
	}
	if depth > 6 {
		return false
	}
	switch x := a.(type) {
	case *ssa.Const:
		y, ok := b.(*ssa.Const)
		return ok && x.Value != nil && y.Value != nil && x.Value.ExactString() == y.Value.ExactString()
	case *ssa.BinOp:
		y, ok := b.(*ssa.BinOp)
		return ok && x.Op == y.Op && sameText(x.X, y.X, depth+1) && sameText(x.Y, y.Y, depth+1)
	case *ssa.Slice:
		y, ok := b.(*ssa.Slice)
		return ok && sameTexts(variadic(effects.Site{Args: []ssa.Value{x}}), variadic(effects.Site{Args: []ssa.Value{y}}), depth)
	case *ssa.Call:
		y, ok := b.(*ssa.Call)
		return ok && x.Call.StaticCallee() != nil && x.Call.StaticCallee() == y.Call.StaticCallee() && sameTexts(x.Call.Args, y.Call.Args, depth)
	}
	return false
}

func sameTexts(as, bs []ssa.Value, depth int) bool {
	if len(as) != len(bs) || len(as) == 0 {
		return false
	}
	for i, a := range as {
		if !sameText(a, bs[i], depth+1) {
			return false
		}
	}
	return true
}
