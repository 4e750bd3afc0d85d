package effects

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// A session begins and ends transactions on itself, and what carries one is made
// of it: the transaction ends where the session says so.

// ended are the arguments of a call that the function ends as a transaction:
// the session of which the call made a context.
func (f *regionFinder) ended(c *call) []ssa.Value {
	var out []ssa.Value
	for _, a := range c.args {
		if f.calledOn(a, func(c *call) bool { return c.has(catalog.End) != nil }) {
			out = append(out, a)
		}
	}
	return out
}

// calledOn reports whether the group makes some call on a value, or on the
// variable that it was loaded from.
func (f *regionFinder) calledOn(v ssa.Value, like func(*call) bool) bool {
	if !carries(v.Type()) {
		return false
	}
	for _, c := range f.g.calls {
		if c.callee != nil && c.shift() == 1 && like(c) && f.sameValue(c.args[0], v) {
			return true
		}
	}
	return false
}

func (f *regionFinder) sameValue(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	x, ok := a.(*ssa.UnOp)
	y, also := b.(*ssa.UnOp)
	return ok && also && x.Op == token.MUL && y.Op == token.MUL && f.g.cell(x.X) == f.g.cell(y.X)
}
