package flows

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// noteReads adds the tables that a call reads by itself.
func (t *tracker) noteReads(f *Func, s effects.Site) {
	touch := t.u.Touch(s)
	if touch == nil {
		return
	}
	branches := t.branchesOf(s.Instr)
	for _, st := range touch.Statements {
		for _, a := range st.Accesses {
			if a.Write {
				continue
			}
			r := Read{Schema: known(a.Schema), Table: known(a.Name), Branches: branches}
			if r.Table == "" {
				r.Parts = wiredParts(st.Parts)
			}
			f.addRead(t.faulty(r, s))
		}
	}
	if len(touch.Statements) > 0 {
		return
	}
	for _, a := range touch.Accesses {
		if !a.Write {
			f.addRead(t.faulty(Read{Schema: a.Schema, Table: a.Table, Branches: branches}, s))
		}
	}
}

func (r *Read) key() string {
	var b strings.Builder
	b.WriteString(r.Schema + "." + r.Table)
	for _, p := range r.Parts {
		b.WriteString("\x00" + p.Text + "\x00" + p.Field)
	}
	fmt.Fprint(&b, r.Branches)
	return b.String()
}

// addRead adds a read. Of several of one table the one without a fault counts.
func (f *Func) addRead(r Read) { f.Reads = addRead(f.Reads, r) }

func addRead(list []Read, r Read) []Read {
	for i := range list {
		if list[i].key() == r.key() {
			if mild(r.Fault) < mild(list[i].Fault) {
				list[i] = r
			}
			return list
		}
	}
	return append(list, r)
}

// faulty adds to a read what becomes of its failure at a call.
func (t *tracker) faulty(r Read, s effects.Site) Read {
	if fault := t.fault(s); mild(fault) > mild(r.Fault) {
		r.Fault = fault
		r.Step = t.view.Step(t.view.CallPos(s.Instr), faultNote(fault))
	}
	return r
}

func faultNote(f Fault) string {
	switch f {
	case Dropped:
		return "its result is dropped"
	case Swallowed:
		return "its failure is answered by success, so the message does not come again"
	case Endless:
		return "it is waited for without a bound"
	}
	return ""
}

func worse(a, b Fault) Fault {
	if mild(b) > mild(a) {
		return b
	}
	return a
}

// fault is what becomes of a call's failure: its own, or that of the wait that
// it is part of.
func (t *tracker) fault(s effects.Site) Fault {
	f := t.faultAt(s.Instr)
	if t.endless(s.Instr) {
		f = worse(f, Endless)
	}
	for fn := s.Instr.Parent(); fn.Parent() != nil; fn = fn.Parent() {
		if wait := t.waitOf(fn); wait != nil {
			f = worse(f, t.faultAt(wait))
		}
	}
	return f
}

func (t *tracker) faultAt(instr ssa.CallInstruction) Fault {
	v := chained(instr.Value(), 0)
	if v == nil {
		return None // deferred or in a goroutine: it decides nothing
	}
	switch {
	case discarded(v):
		return Dropped
	case t.swallows(v):
		return Swallowed
	}
	return None
}

// chained is the call that tells whether another one failed: of a query for one
// row that is what reads the row.
func chained(v *ssa.Call, depth int) *ssa.Call {
	if v == nil || depth > 6 || mayFail(v.Type()) || v.Referrers() == nil {
		return v
	}
	for _, ref := range *v.Referrers() {
		next, ok := ref.(*ssa.Call)
		if !ok {
			continue
		}
		if next.Call.IsInvoke() && next.Call.Value == v || len(next.Call.Args) > 0 && next.Call.Args[0] == v {
			return chained(next, depth+1)
		}
	}
	return v
}

// discarded reports whether nothing looks at any result of a call that may fail.
func discarded(v *ssa.Call) bool {
	if !mayFail(v.Type()) || v.Referrers() == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.Extract:
			if !unused(ref) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// mayFail reports whether a result says if the call succeeded.
func mayFail(ty types.Type) bool {
	if tuple, ok := ty.(*types.Tuple); ok {
		for v := range tuple.Variables() {
			if isError(v.Type()) || isBool(v.Type()) {
				return true
			}
		}
		return false
	}
	return isError(ty) || isBool(ty)
}

// errorOf is the error among a call's results, or nil.
func errorOf(v *ssa.Call) ssa.Value {
	if isError(v.Type()) {
		return v
	}
	for _, ref := range *v.Referrers() {
		if e, ok := ref.(*ssa.Extract); ok && isError(e.Type()) {
			return e
		}
	}
	return nil
}

// swallows reports whether the failure of a call is noticed, and the function
// returns success all the same on every path from there, without handing the
// message back.
func (t *tracker) swallows(v *ssa.Call) bool {
	err := errorOf(v)
	if err == nil || err.Referrers() == nil {
		return false
	}
	found := false
	for _, ref := range *err.Referrers() {
		cmp, ok := ref.(*ssa.BinOp)
		if !ok || !isNil(cmp.X) && !isNil(cmp.Y) {
			continue
		}
		for _, use := range *cmp.Referrers() {
			branch, ok := use.(*ssa.If)
			if !ok {
				continue
			}
			failed := branch.Block().Succs[0]
			if cmp.Op == token.EQL {
				failed = branch.Block().Succs[1]
			}
			if !t.succeeds(failed, branch.Block()) {
				return false
			}
			found = true
		}
	}
	return found
}

// succeeds reports whether all paths from a block end in a return of no error,
// within few steps, and none calls what may hand the message back.
func (t *tracker) succeeds(b, from *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{from: true}
	var visit func(b *ssa.BasicBlock) bool
	visit = func(b *ssa.BasicBlock) bool {
		if seen[b] || len(seen) > 12 {
			return false
		}
		seen[b] = true
		for _, instr := range b.Instrs {
			switch i := instr.(type) {
			case ssa.CallInstruction:
				if t.mayHandBack(t.site(i)) {
					return false
				}
			case *ssa.Return:
				return returnsSuccess(i)
			case *ssa.Panic:
				return false
			}
		}
		for _, s := range b.Succs {
			if !visit(s) {
				return false
			}
		}
		return len(b.Succs) > 0
	}
	return visit(b)
}

func returnsSuccess(ret *ssa.Return) bool {
	for _, r := range ret.Results {
		if isError(r.Type()) {
			return isNil(r)
		}
	}
	return false
}

// mayHandBack reports whether a call may do something about a failure other
// than to note it: logs, metrics and formatting do not.
func (t *tracker) mayHandBack(s effects.Site) bool {
	if s.Callee == nil {
		return true
	}
	for _, e := range s.Entries {
		if e.Role == catalog.Nack {
			return true
		}
	}
	name := strings.ToLower(s.Callee.Name())
	for _, part := range []string{"nack", "nak", "reject", "requeue", "retry", "park", "defer", "deadletter", "dlq", "publish", "send", "enqueue"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return t.known(s) && len(s.Args) > 0 && t.touches(s)
}

// touches reports whether a call of the project's own does anything to data.
func (t *tracker) touches(s effects.Site) bool {
	f := t.funcOf(s)
	return f != nil && (len(f.Writes) > 0 || len(f.Calls) > 0)
}

// waitOf is the call that runs a literal again and again until it succeeds.
func (t *tracker) waitOf(fn *ssa.Function) ssa.CallInstruction {
	for instr := range effects.Instructions(fn.Parent()) {
		ci, ok := instr.(ssa.CallInstruction)
		if !ok {
			continue
		}
		s := t.site(ci)
		if !t.waits(s) {
			continue
		}
		for _, run := range s.Runs {
			if run.Literal == fn {
				return ci
			}
		}
	}
	return nil
}

// waits reports whether a call waits for what it is given to succeed.
func (t *tracker) waits(s effects.Site) bool {
	if s.Callee == nil || s.Callee.Pkg() == nil {
		return false
	}
	if slices.ContainsFunc(s.Entries, func(e catalog.Entry) bool { return e.Role == catalog.WaitFor }) {
		return true
	}
	return t.cfg.MatchSymbol(config.RoleWait, effects.PkgPath(s.Callee.Pkg()), receiverName(s.Callee), s.Callee.Name()) == config.Yes
}

// endless reports whether a call stands in a loop that sleeps between tries and
// ends only once it succeeds.
func (t *tracker) endless(instr ssa.CallInstruction) bool {
	loop := loopAround(instr.Block())
	if loop == nil {
		return false
	}
	sleeps := false
	for b := range loop {
		for _, i := range b.Instrs {
			switch i := i.(type) {
			case ssa.CallInstruction:
				callee := i.Common().StaticCallee()
				if callee != nil && callee.Pkg != nil && callee.Pkg.Pkg.Path() == "time" && (callee.Name() == "Sleep" || callee.Name() == "After") {
					sleeps = true
				}
				if boundedBy(i) {
					return false
				}
			case *ssa.Select, *ssa.Next:
				return false // a context's end may be waited for, or a range
			case *ssa.BinOp:
				if counts(i) {
					return false
				}
			}
		}
	}
	return sleeps
}

// loopAround is the innermost loop that a block is part of, or nil.
func loopAround(b *ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	for head := b; head != nil; head = head.Idom() {
		loop := map[*ssa.BasicBlock]bool{}
		for _, tail := range head.Preds {
			if head.Dominates(tail) {
				collect(loop, tail, head)
			}
		}
		if loop[b] {
			return loop
		}
	}
	return nil
}

// collect adds the blocks from which control reaches a loop's tail.
func collect(loop map[*ssa.BasicBlock]bool, tail, head *ssa.BasicBlock) {
	loop[head] = true
	if loop[tail] {
		return
	}
	loop[tail] = true
	for _, p := range tail.Preds {
		collect(loop, p, head)
	}
}

// boundedBy reports whether a call in a loop asks whether to give up: for a
// context's end, or for the time.
func boundedBy(i ssa.CallInstruction) bool {
	if m := i.Common().Method; m != nil {
		return m.Name() == "Err" || m.Name() == "Done" || m.Name() == "Deadline"
	}
	callee := i.Common().StaticCallee()
	return callee != nil && callee.Pkg != nil && callee.Pkg.Pkg.Path() == "time" && (callee.Name() == "Since" || callee.Name() == "Now" || callee.Name() == "Until")
}

// counts reports whether a comparison is with a number of tries.
func counts(b *ssa.BinOp) bool {
	switch b.Op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		basic, ok := b.X.Type().Underlying().(*types.Basic)
		return ok && basic.Info()&types.IsNumeric != 0
	}
	return false
}

// tellsKeys reports whether an instruction mentions the error by which a
// database says that a foreign key does not hold.
func tellsKeys(instr ssa.Instruction) bool {
	for _, op := range instr.Operands(nil) {
		switch v := (*op).(type) {
		case *ssa.Const:
			if v.Value == nil {
				continue
			}
			switch v.Value.Kind() {
			case constant.String:
				s := constant.StringVal(v.Value)
				if s == "23503" || strings.EqualFold(s, "foreign_key_violation") {
					return true
				}
			case constant.Int:
				if n, ok := constant.Int64Val(v.Value); ok && (n == 1452 || n == 1216 || n == 787) {
					return true
				}
			}
		case *ssa.Global:
			if strings.Contains(v.Name(), "ForeignKey") {
				return true
			}
		}
	}
	return false
}
