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

// waited reports whether a call is tried again until it succeeds, with a bound.
func (t *tracker) waited(instr ssa.CallInstruction) bool {
	for fn := instr.Parent(); fn.Parent() != nil; fn = fn.Parent() {
		if t.waitOf(fn) != nil {
			return true
		}
	}
	return sleepsAround(instr.Block()) && !t.endless(instr)
}

// sleepsAround reports whether a block stands in a loop that sleeps.
func sleepsAround(b *ssa.BasicBlock) bool {
	for b := range loopAround(b) {
		if slices.ContainsFunc(b.Instrs, sleeps) {
			return true
		}
	}
	return false
}

// sleeps reports whether an instruction lets time pass.
func sleeps(instr ssa.Instruction) bool {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	callee := call.Common().StaticCallee()
	return callee != nil && callee.Pkg != nil && callee.Pkg.Pkg.Path() == "time" && (callee.Name() == "Sleep" || callee.Name() == "After" || callee.Name() == "NewTimer")
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
	slept := false
	for b := range loop {
		for _, i := range b.Instrs {
			slept = slept || sleeps(i)
			switch i := i.(type) {
			case ssa.CallInstruction:
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
	return slept
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
