package flows

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A repository may take options, and one of them may have its statement compare the
// order: repo.Put(ctx, row, NewerOn("revision")). Which options set what, their own
// functions say; who passes none does without.

// leaveToOptions marks the writes of one call to whose statement an option may add a
// condition.
func (t *tracker) leaveToOptions(list []Write, s effects.Site) {
	t.leaveToCallee(list, s)
	i := t.optionsParam()
	if i < 0 {
		return
	}
	for k := range list {
		if list[k].Guard.Kind == Unguarded && slices.ContainsFunc(s.Args, func(a ssa.Value) bool { return t.optional(withoutInterface(a), 0) }) {
			list[k].Options = i + 1
		}
	}
}

// leaveToCallee does so where the statement is a callee's, which knows its table
// only by what it is called with.
func (t *tracker) leaveToCallee(list []Write, s effects.Site) {
	callee := t.funcOf(s)
	if callee == nil {
		return
	}
	i := slices.IndexFunc(callee.Writes, func(w Write) bool { return w.Options > 0 })
	if i < 0 {
		return
	}
	known := t.knownArgs(s)
	for k := range list {
		if list[k].Guard.Kind == Unguarded {
			list[k].Options = callee.Writes[i].Options
			list[k].byOptions(known)
		}
	}
}

// optional reports whether a condition of a statement is there only if an option
// says so.
func (t *tracker) optional(v ssa.Value, depth int) bool {
	if depth > 12 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Phi:
		for _, longer := range v.Edges {
			for _, shorter := range v.Edges {
				if longer != shorter && extends(longer, shorter, 0) && addsCondition(longer) && t.byOption(longer) {
					return true
				}
			}
		}
		return slices.ContainsFunc(v.Edges, func(e ssa.Value) bool {
			call, ok := e.(*ssa.Call)
			return ok && t.optional(call, depth+1)
		})
	case *ssa.Call:
		return slices.ContainsFunc(builtOf(v), func(a ssa.Value) bool { return t.optional(a, depth+1) })
	case *ssa.Extract: // sql, args, err := q.ToSql()
		return t.optional(v.Tuple, depth+1)
	case *ssa.BinOp:
		return t.optional(v.X, depth+1)
	case *ssa.MakeInterface:
		return t.optional(v.X, depth+1)
	}
	return false
}

// addsCondition reports whether a value is a text that goes on, or a statement that
// was given a condition.
func addsCondition(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return true
	}
	f := calleeOf(call)
	return f != nil && containsAny(f.Name(), "where", "having", "filter", "suffix", "clauses", "conflict")
}

// byOption reports whether a value is made only where an option was set: a field
// of a variable that functions the unit was given may change.
func (t *tracker) byOption(v ssa.Value) bool {
	instr, ok := v.(ssa.Instruction)
	if !ok {
		return false
	}
	return slices.ContainsFunc(t.conditionsOf(instr.Block()), func(c condition) bool { return optionRead(c.value, 0) })
}

// optionRead reports whether a condition reads an option.
func optionRead(v ssa.Value, depth int) bool {
	if depth > 4 {
		return false
	}
	switch v := v.(type) {
	case *ssa.BinOp:
		return optionRead(v.X, depth+1) || optionRead(v.Y, depth+1)
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return optionRead(v.X, depth+1)
		}
		fa, ok := v.X.(*ssa.FieldAddr)
		if !ok {
			return false
		}
		alloc, ok := fa.X.(*ssa.Alloc)
		return ok && handedToOptions(alloc)
	}
	return false
}

// handedToOptions reports whether a variable is handed to function values, or to
// methods of an interface: for _, o := range opts { o(&settings) }.
func handedToOptions(alloc *ssa.Alloc) bool {
	return slices.ContainsFunc(*alloc.Referrers(), func(ref ssa.Instruction) bool {
		call, ok := ref.(*ssa.Call)
		if !ok || !slices.Contains(call.Call.Args, ssa.Value(alloc)) {
			return false
		}
		return call.Call.IsInvoke() && strings.Contains(strings.ToLower(call.Call.Method.Name()), "apply") || !call.Call.IsInvoke() && call.Call.StaticCallee() == nil
	})
}

// byOptions settles what a call's options do to a write: none are given, the caller's
// own are, or some, which may have it compare the order.
func (w *Write) byOptions(known []Known) {
	i := w.Options - 1
	if i < 0 {
		return
	}
	w.Options = 0
	switch {
	case i >= len(known) || known[i] == isNone:
	case known[i] >= 0:
		w.Options = int(known[i]) + 1
	default:
		w.Guard = better(w.Guard, Guard{Kind: State})
	}
}
