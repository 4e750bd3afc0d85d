package flows

import (
	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config"
)

// A function that the configuration names as one that publishes need not do so in
// sight: it may put what it is given into a queue that another empties. What has to
// hold for it is then what has to hold for that.

// declaredPublisher reports whether the configuration says that the unit
// publishes.
func (t *tracker) declaredPublisher() bool {
	obj := t.u.Object
	return obj != nil && t.cfg.MatchSymbol(config.RolePublish, t.view.Path(), receiverName(obj), obj.Name()) == config.Yes
}

// passingOn is what has to hold for the unit to hand on what it is given, at each
// of the places where it does: any of them may be the one that counts. What cannot
// be told says nothing.
func (t *tracker) passingOn() Gate {
	var g Gate
	for _, fn := range t.u.Funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if !t.handsOnData(instr) {
					continue
				}
				if at := t.gateAt(instr); !at.Closed {
					g = g.join(at)
				}
			}
		}
	}
	if g.Closed {
		return Gate{}
	}
	return g
}

// handsOnData reports whether an instruction hands on what the unit is given: into
// a channel, a list, a map, or to another function.
func (t *tracker) handsOnData(instr ssa.Instruction) bool {
	given := func(v ssa.Value) bool {
		return v != nil && !isContext(v.Type()) && t.whole(v)&params != 0
	}
	switch i := instr.(type) {
	case *ssa.Send:
		return given(i.X)
	case *ssa.Select:
		for _, s := range i.States {
			if given(s.Send) {
				return true
			}
		}
	case *ssa.MapUpdate:
		return given(i.Value)
	case *ssa.Store:
		_, local := i.Addr.(*ssa.Alloc)
		return !local && given(i.Val)
	case ssa.CallInstruction:
		for _, a := range i.Common().Args {
			if given(a) {
				return true
			}
		}
	}
	return false
}
