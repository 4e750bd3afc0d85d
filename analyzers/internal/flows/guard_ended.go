package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A row that is locked in a transaction is free again when that ends. A function that begins
// one and ends it protects what it writes itself, and nothing that is written before or after
// it is called:
//
//	if err := s.ensureParent(ctx, e.ParentID); err != nil { // in a transaction of its own, under a lock
//		return err
//	}
//	return s.save(ctx, e)

// endLocks leaves the unit's locks to its own writes and calls, where they end with it.
func (t *tracker) endLocks(f *Func) {
	if len(f.Locks) == 0 || len(f.Handlers)+len(f.Hands)+len(f.Applies)+len(f.Runs)+len(f.Serves)+len(f.Passed)+len(f.Sent) > 0 || !t.endsTransaction() {
		return
	}
	for i := range f.Writes {
		f.Writes[i].Locked = f.Writes[i].Locked || f.Locks.Hold(f.Writes[i].Branches)
	}
	for i := range f.Calls {
		f.Calls[i].Locked = f.Calls[i].Locked || f.Locks.Hold(f.Calls[i].Branches)
	}
	f.Locks = nil
}

// endsTransaction reports whether the unit begins a transaction, commits it, and gives it to
// nobody who might go on with it.
func (t *tracker) endsTransaction() bool {
	sig := t.u.Func.Signature
	for _, tuple := range []*types.Tuple{sig.Params(), sig.Results()} {
		for v := range tuple.Variables() {
			if _, called := v.Type().Underlying().(*types.Signature); called || isTransaction(v.Type()) {
				return false
			}
		}
	}
	begun, committed := false, false
	for call := range effects.Each[*ssa.Call](t.u.Func) {
		s := t.site(call)
		if s.Callee == nil {
			continue
		}
		begun = begun || isTransaction(firstOf(call.Type())) && !slices.ContainsFunc(s.Args, func(a ssa.Value) bool { return isTransaction(a.Type()) })
		committed = committed || s.Callee.Name() == "Commit" && len(s.Args) > 0 && isTransaction(s.Args[0].Type())
	}
	return begun && committed
}

// isTransaction recognises the types of transactions by what ends them.
func isTransaction(ty types.Type) bool {
	n := effects.Named(ty)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	for _, name := range []string{"Commit", "Rollback"} {
		obj, _, _ := types.LookupFieldOrMethod(n, true, n.Obj().Pkg(), name)
		if _, method := obj.(*types.Func); !method {
			return false
		}
	}
	return true
}
