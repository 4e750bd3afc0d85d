package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A row that is locked in a transaction is free again when that ends. A function that begins
// one and ends it protects what it writes itself, and nothing that is written before or after
// it is called:
//
//	if err := s.ensureParent(ctx, e.ParentID); err != nil { // in a transaction of its own, under a lock
//		return err
//	}
//	return s.save(ctx, e)

// So it is with a literal that is run in a transaction, which ends once that has been run:
//
//	err := s.inTx(ctx, func(tx *sql.Tx) error { stored, err = lockVersion(ctx, tx, e.ID); return err })
//	if err != nil || e.Version <= stored {
//		return err
//	}
//	return s.save(ctx, e)

// endLocks leaves the unit's locks to its own writes and calls, where they end with it.
func (t *tracker) endLocks(f *Func) {
	if len(f.Handlers)+len(f.Hands)+len(f.Applies)+len(f.Runs)+len(f.Serves)+len(f.Passed)+len(f.Sent) > 0 {
		for _, locks := range t.ended { // others may do their work inside
			f.Locks = f.Locks.withAll(locks, nil)
		}
		return
	}
	if len(f.Locks) == 0 || !t.endsTransaction() {
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

// endedLocks are the unit's literals that are run in a transaction, which ends with the call
// that runs them, with what they lock.
func (t *tracker) endedLocks() map[*ssa.Function]Locks {
	ended := map[*ssa.Function]Locks{}
	for ci := range effects.Calls(t.u.Funcs...) {
		s := t.site(ci)
		for i, a := range s.Args {
			if lit := t.callbackOf(a); lit != nil && runsInTransaction(s, i) {
				ended[lit] = t.lockedBy(lit)
			}
		}
	}
	return ended
}

// runsInTransaction reports whether a call runs its argument in a transaction that it begins
// and ends.
func runsInTransaction(s effects.Site, arg int) bool {
	if slices.ContainsFunc(s.Entries, func(e catalog.Entry) bool { return e.Role == catalog.Scope && e.Arg+s.Shift == arg }) {
		return true
	}
	return s.Summary != nil && slices.ContainsFunc(s.Summary.RunsTx, func(p summary.Param) bool { return p.Index == arg })
}

// lockedBy is what a literal locks, with those in it.
func (t *tracker) lockedBy(lit *ssa.Function) Locks {
	var locks Locks
	for ci := range effects.Calls(t.u.Funcs...) {
		if !within(ci.Parent(), lit) {
			continue
		}
		s := t.site(ci)
		if t.locks(s) {
			locks = locks.with(t.branchesOf(ci))
		}
		if callee := t.funcOf(s); callee != nil {
			locks = locks.withAll(callee.Locks, t.branchesOf(ci))
		}
	}
	return locks
}

// endsInside reports whether what a call locks is free again before the unit goes on.
func (t *tracker) endsInside(instr ssa.Instruction) bool {
	for lit := range t.ended {
		if within(instr.Parent(), lit) {
			return true
		}
	}
	return false
}

// lockEnded marks what a call does under a lock that ends inside of the unit.
func (t *tracker) lockEnded(writes []Write, calls []Call, instr ssa.Instruction) {
	for lit, locks := range t.ended {
		if !within(instr.Parent(), lit) {
			continue
		}
		for i := range writes {
			writes[i].Locked = writes[i].Locked || locks.Hold(writes[i].Branches)
		}
		for i := range calls {
			calls[i].Locked = calls[i].Locked || locks.Hold(calls[i].Branches)
		}
	}
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
