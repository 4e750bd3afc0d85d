package effects

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A method that commits the transaction which its receiver holds was called with
// it open, whoever opened it: what the method does before it commits, it does
// inside.
//
//	func (u *Unit) Done(ctx context.Context) error {
//		if err := u.bus.Publish(ctx, u.events); err != nil { … }
//		return u.tx.Commit()
//	}

// commits opens a region for each transaction of the kind that the group's
// function commits.
func (f *regionFinder) commits() {
	for call := range Each[*ssa.Call](f.g.fn) {
		c := f.g.calls[call]
		if c.callee == nil || c.shift() == 0 || !commitName(c.callee.Name()) || !endLike(c.callee.Signature()) {
			continue
		}
		if load, ok := c.args[0].(*ssa.UnOp); ok && f.heldFromStart(load) {
			f.committed(c, load)
		}
	}
}

// heldFromStart reports whether a transaction was loaded from a field of what a
// parameter refers to, and the function itself puts none there.
func (f *regionFinder) heldFromStart(load *ssa.UnOp) bool {
	fa, ok := load.X.(*ssa.FieldAddr)
	if !ok || load.Op != token.MUL || f.p.txKindOf(load.Type()) != isTx || f.localStruct(fa) {
		return false
	}
	param, ok := f.g.base(fa.X).(*ssa.Parameter)
	if !ok || param.Parent() != f.g.fn {
		return false
	}
	for ci := range Calls(f.g.fn) { // one that opens it, u.begin(ctx), need not be known as such
		if c := f.g.calls[ci]; c.callee != nil && c.shift() == 1 && f.g.base(c.args[0]) == any(param) && beginsByName(c.callee.Name()) {
			return false
		}
	}
	return true
}

func (f *regionFinder) committed(c *call, load *ssa.UnOp) {
	step := f.p.step(f.p.callPos(c.instr), "commits the transaction that was open until here: "+f.p.callText(c.instr))
	r := f.add(&region{
		steps: []summary.Step{step}, conf: 100, begin: "the transaction begins", origin: load, commit: c.instr,
		text: fmt.Sprintf("the transaction that is committed at line %d is still open", step.Line),
	})
	if r == nil {
		return
	}
	fa := load.X.(*ssa.FieldAddr)
	r.values[load], r.cells[f.g.cell(fa)], r.holder = true, true, f.g.base(fa.X)
	f.entry |= r.bit
}

// leadsToCommit reports whether a call stands before the commit by which its
// region is known, on some path. On others nothing says that it was open.
func (r *region) leadsToCommit(c *call) bool {
	if r.commit == nil {
		return true
	}
	b, to := c.instr.Block(), r.commit.Block()
	if b.Parent() != to.Parent() {
		return false
	}
	if b != to {
		return reaches(b, to)
	}
	for _, instr := range b.Instrs {
		if instr == ssa.Instruction(c.instr) || instr == ssa.Instruction(r.commit) {
			return instr == ssa.Instruction(c.instr)
		}
	}
	return false
}
