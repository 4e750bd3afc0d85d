package effects

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A helper that keeps what it is given for after the commit has to do something
// with it where there is no transaction, and runs it at once:
//
//	if !ok {
//		hook(ctx)
//		return
//	}
//	sc.after = append(sc.after, hook)
//
// Where the caller has a transaction, the other way is taken: to call such a
// helper inside is not to run the function inside.

// keptInstead reports whether a function that calls one of its parameters keeps
// it instead on another way, which excludes the call.
func (r *recorder) keptInstead(call ssa.Instruction, param int) bool {
	fn := r.g.fn
	if call.Parent() != fn || param >= len(fn.Params) {
		return false
	}
	return slices.ContainsFunc(r.g.keeps(fn.Params[param]), func(kept ssa.Instruction) bool {
		return kept.Parent() == fn && !reaches(kept.Block(), call.Block()) && !reaches(call.Block(), kept.Block())
	})
}

// keeps are the places where a value is stored in what outlives the function:
// in a field, a package's variable or a map, alone, in a list, in a struct or by
// a literal that captures it, or where a function is given it whose name says that
// it keeps it.
func (g *group) keeps(v ssa.Value) []ssa.Instruction {
	var found []ssa.Instruction
	seen := map[ssa.Value]bool{}
	var follow func(v ssa.Value)
	follow = func(v ssa.Value) {
		if seen[v] || v.Referrers() == nil {
			return
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			held, kept := g.holds(ref, v)
			if kept {
				found = append(found, ref)
			}
			if held != nil {
				follow(held)
			}
		}
	}
	follow(v)
	return found
}

// holds is what an instruction puts a value into, and whether that outlives the
// function.
func (g *group) holds(ref ssa.Instruction, v ssa.Value) (held ssa.Value, kept bool) {
	switch i := ref.(type) {
	case *ssa.Store:
		if i.Val != v {
			return nil, false
		}
		if local := localBase(i.Addr); local != nil {
			return local, false
		}
		return nil, true
	case *ssa.MapUpdate:
		return nil, i.Value == v
	case *ssa.ChangeType, *ssa.MakeInterface, *ssa.MakeClosure, *ssa.Slice:
		return i.(ssa.Value), false
	case *ssa.UnOp:
		if i.Op == token.MUL {
			return i, false
		}
	case *ssa.Call:
		if isAppend(i) {
			return i, false
		}
		return nil, g.keepsFor(i)
	}
	return nil, false
}

// localBase is the variable of the function that an address lies in, or nil.
func localBase(addr ssa.Value) ssa.Value {
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			addr = a.X
		case *ssa.IndexAddr:
			addr = a.X
		case *ssa.Alloc:
			return a
		default:
			return nil
		}
	}
}

// keepsFor reports whether a called function keeps for later what it is given:
// its name says so, and it is not seen to run anything.
func (g *group) keepsFor(instr *ssa.Call) bool {
	c := g.calls[instr]
	return c != nil && c.callee != nil && len(c.runs) == 0 && keepsForLater(c.callee.Name())
}
