package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A message may be completed by what is stored, after it was looked at for what to do:
//
//	switch e.Kind {
//	case hostChanged:
//		return p.hosts.Put(ctx, e)
//	case clusterEvent:
//		return p.enrich(e, p.cluster(ctx, e.ID))
//	}
//
// What it was looked at for is then the message's own, and no row's state.

// handedStill reports whether a value is a part of a parameter that nobody before a branch
// was given who could have put something else into it.
func (t *tracker) handedStill(v ssa.Value, at *ssa.If) bool {
	root := rootOf(v)
	if alloc, ok := root.(*ssa.Alloc); ok {
		if given := stored(alloc); len(given) == 1 {
			if p, is := given[0].(*ssa.Parameter); is && t.onlyHanded(alloc, at) {
				return !refers(p.Type()) || t.onlyHanded(p, at)
			}
		}
		return false
	}
	p, ok := root.(*ssa.Parameter)
	return ok && p.Parent() == t.u.Func && p != t.receiver() && t.onlyHanded(p, at)
}

// onlyHanded reports whether nothing before a branch is given a parameter, or the variable
// that holds it, or puts anything there.
func (t *tracker) onlyHanded(v ssa.Value, at *ssa.If) bool {
	return !slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		if ref.Parent() != at.Parent() || ref.Block() != at.Block() && !reaches(ref.Block(), at.Block(), nil) {
			return false
		}
		switch ref := ref.(type) {
		case *ssa.UnOp, *ssa.Field, *ssa.DebugRef:
			return false
		case *ssa.Store:
			_, given := ref.Val.(*ssa.Parameter)
			return !given
		case *ssa.FieldAddr:
			return moreThanRead(ref)
		case *ssa.Call:
			return ref != at.Cond
		}
		return true
	})
}

// moreThanRead reports whether a field is more than read.
func moreThanRead(fa *ssa.FieldAddr) bool {
	return slices.ContainsFunc(*fa.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			return false
		case *ssa.FieldAddr:
			return moreThanRead(ref)
		}
		return true
	})
}
