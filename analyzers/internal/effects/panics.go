package effects

import (
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// SSA form has no edges for panics: a deferred literal that recovers starts, on
// the path of a panic, with what was open at the call that panicked, and not
// with what is open at the return. So in a group that recovers each transaction
// has a twin, which opens at recover() and exists only where that gave a value.

// twins adds the regions for the path of a panic.
func (f *regionFinder) twins() {
	if !slices.ContainsFunc(f.g.funcs[1:], recovers) {
		return
	}
	f.recovers = true
	for _, r := range slices.Clone(f.regions) {
		if r.shadow {
			continue
		}
		twin := f.add(&region{
			steps: r.steps, text: r.text, begin: r.begin, need: r.need, conf: r.conf, own: r.own, found: r.found || r.param > 0, panicked: true,
		})
		if twin == nil {
			return
		}
		twin.values, twin.cells, twin.carriers = maps.Clone(r.values), maps.Clone(r.cells), maps.Clone(r.carriers)
		r.twin = twin
	}
}

func recovers(fn *ssa.Function) bool {
	for c := range Each[*ssa.Call](fn) {
		if isRecover(c) {
			return true
		}
	}
	return false
}

// isRecover reports whether a value is what recover() gave.
func isRecover(v ssa.Value) bool {
	c, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	b, ok := c.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "recover"
}

// recovered are the transactions that a panic left open, after recover().
func (fl *flow) recovered(c *ssa.Call) bits {
	left := fl.panics[c.Parent()]
	if left == 0 || !isRecover(c) {
		return 0
	}
	var open bits
	for _, r := range fl.regions {
		if r.twin != nil && left&r.bit != 0 {
			open |= r.twin.bit
		}
	}
	return open
}

// mayPanic notes what is open at a call: should it panic, the literals that
// were deferred before start with that, the last one first. What is deferred
// later in the function counts too where it would end a transaction: that a
// panic comes just between the two is far-fetched.
func (fl *flow) mayPanic(b *ssa.BasicBlock, at int, open bits) {
	if !fl.recovers {
		return
	}
	for _, d := range slices.Backward(fl.deferred(b.Parent())) {
		if open == 0 {
			return
		}
		lit := fl.g.literalOf(d.Call.Value)
		if lit != nil && recovers(lit) && before(d, b, at) {
			fl.panics[lit] |= open
		}
		for _, r := range fl.regions {
			if open&r.bit != 0 && (r.endedBy(fl.g, fl.g.calls[d]) || lit != nil && fl.endsIn(r, lit)) {
				open &^= r.bit
			}
		}
	}
}

// before reports whether a defer statement may have run when an instruction of
// the block is reached.
func before(d *ssa.Defer, b *ssa.BasicBlock, at int) bool {
	if d.Block() == b && slices.Index(b.Instrs, ssa.Instruction(d)) < at {
		return true
	}
	return d.Block() != b && reaches(d.Block(), b)
}

// endsIn reports whether a literal ends a transaction on some path.
func (fl *flow) endsIn(r *region, lit *ssa.Function) bool {
	for ci := range Calls(lit) {
		if r.endedBy(fl.g, fl.g.calls[ci]) {
			return true
		}
	}
	return false
}
