package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A statement is often prepared in one place and run in another, which gives the
// data: a constructor keeps it in a field, or an accessor makes it once.

// isPrepared reports whether a type is a prepared statement of a library.
func (a *analysis) isPrepared(ty types.Type) bool {
	n := effects.Named(ty)
	if n == nil || n.Obj().Pkg() == nil || a.firstParty(effects.PkgPath(n.Obj().Pkg())) {
		return false
	}
	return n.Obj().Name() == "Stmt" || n.Obj().Name() == "NamedStmt"
}

// preparedBy is the prepared statement among a call's results, or nil.
func (t *tracker) preparedBy(instr ssa.CallInstruction) ssa.Value {
	v := instr.Value()
	if v == nil || v.Referrers() == nil {
		return nil
	}
	if t.isPrepared(v.Type()) {
		return v
	}
	for _, ref := range *v.Referrers() {
		if e, ok := ref.(*ssa.Extract); ok && t.isPrepared(e.Type()) {
			return e
		}
	}
	return nil
}

// prepare handles a write whose statement is only prepared here: it is given its
// data where it runs, in this unit, or wherever the field is used that keeps it.
func (t *tracker) prepare(instr ssa.CallInstruction, w *Write) {
	stmt := t.preparedBy(instr)
	if stmt == nil {
		return
	}
	for _, ref := range *stmt.Referrers() {
		if s, ok := ref.(*ssa.Store); ok && s.Val == stmt {
			if field := t.holder(s.Addr); field != nil {
				t.addPrepared(*field, *w)
			}
		}
	}
	for run := range effects.Calls(t.u.Funcs...) {
		if t.runs(run) == stmt {
			w.From |= union(t.argOrigins(t.site(run))[1:])
		}
	}
}

// runs is the prepared statement that a call runs, as far as it was prepared in
// this unit; nil if it runs none.
func (t *tracker) runs(instr ssa.CallInstruction) ssa.Value {
	s := t.site(instr)
	if s.Callee == nil || len(s.Args) < 2 || s.Callee.Signature().Recv() == nil || !t.isPrepared(s.Args[0].Type()) {
		return nil
	}
	v := t.outerStmt(s.Args[0])
	for range 6 {
		from := t.takenFrom(v)
		if _, ok := v.(*ssa.Extract); ok || len(from) != 1 {
			return v
		}
		v = from[0]
	}
	return v
}

// outerStmt is the statement that another one is embedded in.
func (t *tracker) outerStmt(v ssa.Value) ssa.Value {
	if load, ok := v.(*ssa.UnOp); ok {
		if fa, ok := load.X.(*ssa.FieldAddr); ok && t.isPrepared(fa.X.Type()) {
			return fa.X
		}
	}
	return v
}

func (a *analysis) addPrepared(field summary.Method, w Write) {
	list := a.prepared[field]
	if !slices.ContainsFunc(list, func(old Write) bool { return old.key() == w.key() }) && len(list) < maxInner {
		a.prepared[field] = append(list, w)
	}
}

// executed are the writes of a call that runs a statement which a field keeps.
func (t *tracker) executed(s effects.Site) []Write {
	if s.Callee == nil || len(s.Args) < 2 || s.Callee.Signature().Recv() == nil || !t.isPrepared(s.Args[0].Type()) {
		return nil
	}
	field := t.stmtField(t.outerStmt(s.Args[0]))
	if field == nil {
		return nil
	}
	var list []Write
	step := t.view.Step(t.view.CallPos(s.Instr), "runs the prepared statement")
	for _, w := range t.prepared[*field] {
		w.Set, w.From, w.Steps = Set{}, union(t.argOrigins(s)[1:]), summary.Prepend(step, w.Steps)
		list = append(list, w)
	}
	return list
}

// stmtField is the field that keeps a prepared statement, which may come from an
// accessor.
func (t *tracker) stmtField(v ssa.Value) *summary.Method {
	call, ok := v.(*ssa.Call)
	if !ok {
		return t.fieldRoot(v)
	}
	s := t.site(call)
	if stmt := t.ofTransaction(s); stmt != nil {
		return t.stmtField(stmt)
	}
	if s.Callee == nil || s.Invoke {
		return nil
	}
	i := t.view.IndexOf(s.Callee)
	if i < 0 || t.trackers[i] == nil || t.trackers[i] == t {
		return nil
	}
	accessor := t.trackers[i]
	for ret := range effects.Returns(accessor.u.Func) {
		for _, r := range ret.Results {
			if t.isPrepared(r.Type()) {
				return accessor.fieldRoot(r)
			}
		}
	}
	return nil
}
