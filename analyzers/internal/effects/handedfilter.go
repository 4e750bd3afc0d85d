package effects

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A repository's collection is often changed by one function of the package's own,
// which takes a filter and hands it on:
//
//	func (r *repo) set(ctx context.Context, filter, fields any) error
//
// What has to hold is then what its callers say. Where each of them is known, and
// each says all, the filter has no part that is not known. A condition of any of them
// counts: which one leads to a write, the write cannot tell.

// maxFilterCallers bounds the functions gone up through.
const maxFilterCallers = 3

// handedFilter reads the filters that the callers of the function give it for one of
// its parameters; the second result reports whether all of them are known.
func (f *frame) handedFilter(v ssa.Value, depth int) (pairs []pair, ok bool) {
	pairs, ok = f.document(v)
	if ok || len(pairs) > 0 || depth >= maxFilterCallers {
		return pairs, ok
	}
	if phi, is := f.e.g.content(typed(v)).(*ssa.Phi); is {
		return f.chosenFilter(phi, depth)
	}
	p, is := f.e.g.content(typed(v)).(*ssa.Parameter)
	if !is || f.up != nil || p.Parent() != f.e.g.fn {
		return nil, false
	}
	calls, closed := f.e.p.callsOf(f.e.g)
	if !closed {
		return nil, false
	}
	i := slices.Index(p.Parent().Params, p)
	for _, c := range calls {
		args := c.call.Common().Args
		if i < 0 || i >= len(args) {
			return nil, false
		}
		caller := &frame{e: f.e.within(c.g)}
		more, known := caller.handedFilter(args[i], depth+1)
		if !known {
			return nil, false
		}
		pairs = append(pairs, more...)
	}
	return pairs, true
}

// chosenFilter reads the filters of which the function takes one or the other: all that
// they ask for together, as with callers.
func (f *frame) chosenFilter(phi *ssa.Phi, depth int) (pairs []pair, ok bool) {
	for _, e := range phi.Edges {
		more, known := f.handedFilter(e, depth+1)
		if !known {
			return nil, false
		}
		pairs = append(pairs, more...)
	}
	return pairs, true
}

// A packageCall is a call of a function of the package, with the group that it
// stands in.
type packageCall struct {
	g    *group
	call ssa.CallInstruction
}

// callers are the calls of a function of the package, as far as known.
type callers struct {
	calls  []packageCall
	closed bool // there are no others
}

// callsOf are the calls of a group's function. The second result reports whether
// there are no others: nobody outside can call it, nothing takes its value, and no
// interface's call may lead to it unseen.
func (p *program) callsOf(callee *group) (calls []packageCall, closed bool) {
	known, ok := p.callers[callee]
	if !ok {
		if p.callers == nil {
			p.callers = map[*group]callers{}
		}
		known = p.findCallers(callee.fn)
		p.callers[callee] = known
	}
	return known.calls, known.closed
}

// findCallers goes through the whole package.
func (p *program) findCallers(fn *ssa.Function) (found callers) {
	if fn.Object() == nil || fn.Object().Exported() || fn.Signature.TypeParams().Len() > 0 || fn.Signature.RecvTypeParams().Len() > 0 {
		return callers{}
	}
	for _, g := range p.groups {
		for instr := range Instructions(g.funcs...) {
			call, ok := instr.(ssa.CallInstruction)
			switch {
			case ok && call.Common().StaticCallee() == fn:
				found.calls = append(found.calls, packageCall{g, call})
			case ok && call.Common().IsInvoke() && call.Common().Method.Name() == fn.Name(), takesValue(instr, fn):
				return callers{}
			}
		}
	}
	found.closed = len(found.calls) > 0
	return found
}

// takesValue reports whether an instruction has a function, or a method bound to its
// receiver, for a value.
func takesValue(instr ssa.Instruction, fn *ssa.Function) bool {
	return slices.ContainsFunc(instr.Operands(nil), func(op *ssa.Value) bool {
		f, ok := (*op).(*ssa.Function)
		return ok && f.Object() == fn.Object()
	})
}
