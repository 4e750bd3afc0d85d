package flows

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What another process answers is newer than the message because of which it was
// asked. That holds only where it was asked: a consumer that looks something up for
// one kind of message, or for a field that is empty, writes the others as they
// came.

// unaskedAt reports whether there is a way to an instruction on which no other
// process is asked, though one is on another way. What is asked for other reasons does
// not count.
func (t *tracker) unaskedAt(instr ssa.Instruction) bool {
	asked := blocksOf(instr.Parent())
	asks := t.asks()
	for call, always := range asks {
		if _, ret := instr.(*ssa.Return); !always || !ret && !t.flowsTo(call, instr) {
			continue
		}
		if call.Parent() != instr.Parent() {
			return false // in a literal: when it runs is not known
		}
		if call == instr || call.Block() == instr.Block() && before(call, instr) {
			return false
		}
		for _, b := range loopHeads(call.Block()) {
			asked.add(b) // tried again and again
		}
		if call.Block() != instr.Block() {
			asked.add(call.Block())
		}
	}
	return len(asks) > 0 && !asked.has(instr.Block()) && leads(instr.Parent().Blocks[0], instr.Block(), asked)
}

// asks are the unit's calls that bring in what another process answers, and
// whether they always ask.
func (t *tracker) asks() map[ssa.CallInstruction]bool {
	if t.asking != nil {
		return t.asking
	}
	t.asking = map[ssa.CallInstruction]bool{}
	for ci := range effects.Calls(t.u.Funcs...) {
		s := t.site(ci)
		if s.Callee == nil {
			continue
		}
		f := t.funcOf(s)
		switch {
		case t.asksOwner(s), t.asksBehind(s), f != nil && f.Result&fromRemote != 0:
			t.asking[ci] = true
		case f != nil && f.fillsRemote():
			t.asking[ci] = !f.Unasked
		}
	}
	return t.asking
}

// fillsRemote reports whether a function puts another process's answer into what it
// is given.
func (f *Func) fillsRemote() bool {
	return slices.ContainsFunc(f.Fills, func(fill Fill) bool { return fill.From&fromRemote != 0 })
}

// noteUnasked notes whether a function that completes what it is given by what
// another process answers may as well leave it as it is.
func (t *tracker) noteUnasked(f *Func) {
	if !f.fillsRemote() {
		return
	}
	for ret := range effects.Returns(t.u.Func) {
		if slices.ContainsFunc(ret.Results, func(v ssa.Value) bool { return isError(v.Type()) && !isNil(v) }) {
			continue
		}
		f.Unasked = f.Unasked || t.unaskedAt(ret)
	}
}

// loopHeads are the heads of the loops that a block is in, and the blocks that ask
// beforehand whether there is a first turn.
func loopHeads(b *ssa.BasicBlock) []*ssa.BasicBlock {
	var list []*ssa.BasicBlock
	for d := b; d != nil; d = d.Idom() {
		loop := loopOf(d)
		if !loop[b] {
			continue
		}
		list = append(list, d)
		if first := d.Idom(); first != nil && slices.ContainsFunc(first.Succs, func(s *ssa.BasicBlock) bool { return s != d && leaves(loop, s) }) {
			list = append(list, first)
		}
	}
	return list
}

// leaves reports whether a block is where control gets to from a loop.
func leaves(loop map[*ssa.BasicBlock]bool, b *ssa.BasicBlock) bool {
	return !loop[b] && slices.ContainsFunc(b.Preds, func(p *ssa.BasicBlock) bool { return loop[p] })
}

// unasked reports whether another process's answer, if that is what an instruction
// uses, is not asked for on some way to it.
func (t *tracker) unasked(used Origin, instr ssa.Instruction) bool {
	return used&fromRemote != 0 && t.unaskedAt(instr)
}

// flowsTo reports whether what a call gives back gets to another instruction, as far as
// the functions of the unit show: in a variable or a struct, by way of other calls.
func (t *tracker) flowsTo(call ssa.CallInstruction, to ssa.Instruction) bool {
	if call == to || call.Value() == nil {
		return true
	}
	seen := map[ssa.Value]bool{}
	work := []ssa.Value{call.Value()}
	add := func(v ssa.Value) {
		if _, tuple := v.Type().(*types.Tuple); (tuple || carries(v.Type())) && !seen[v] && v.Referrers() != nil && v != ssa.Value(t.receiver()) {
			seen[v] = true
			work = append(work, v)
		}
	}
	for _, a := range call.Common().Args {
		if t.local(withoutInterface(a)) {
			add(rootOf(a)) // it may be what the answer is put into
		}
	}
	for len(work) > 0 {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		for _, ref := range *v.Referrers() {
			if ref == to {
				return true
			}
			t.flowOn(v, ref, add)
		}
	}
	return false
}

// flowOn adds where an instruction puts a value, or what it makes of it.
func (t *tracker) flowOn(v ssa.Value, ref ssa.Instruction, add func(ssa.Value)) {
	switch ref := ref.(type) {
	case *ssa.Store:
		if ref.Val == v {
			add(rootOf(ref.Addr))
		}
	case *ssa.MapUpdate:
		add(rootOf(ref.Map))
	case *ssa.MakeClosure:
		for i, b := range ref.Bindings {
			if b == v {
				add(ref.Fn.(*ssa.Function).FreeVars[i])
			}
		}
	case *ssa.Call:
		add(ref)
		for _, a := range ref.Call.Args {
			if a != v && t.local(withoutInterface(a)) {
				add(rootOf(a))
			}
		}
	case *ssa.BinOp: // what it is compared with is no part of it
		if ref.Op == token.ADD {
			add(ref)
		}
	case ssa.Value:
		add(ref)
	}
}

// rootOf is the variable, or whatever else, that a value refers to a part of.
func rootOf(v ssa.Value) ssa.Value {
	for range 8 {
		switch x := v.(type) {
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.IndexAddr:
			v = x.X
		case *ssa.Slice:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return v
			}
			v = x.X
		default:
			return v
		}
	}
	return v
}

// fillAnswered: the request that is sent was built call by call, and may have been
// told where the answer goes: client.R().SetResult(&row).Get(url).
func (t *tracker) fillAnswered(s effects.Site) {
	for range maxChained {
		if !s.Remote || s.Shift == 0 || len(s.Args) == 0 {
			return
		}
		before, ok := s.Args[0].(*ssa.Call)
		if !ok {
			return
		}
		built := t.site(before)
		if built.Callee == nil || built.Callee.Pkg() != s.Callee.Pkg() {
			return
		}
		if takesAnswer(built.Callee.Name()) {
			for _, a := range built.Args[min(built.Shift, len(built.Args)):] {
				if a = withoutInterface(a); refers(a.Type()) && t.local(a) {
					t.fill(a, fromRemote)
				}
			}
		}
		built.Remote, s = true, built
	}
}

// takesAnswer recognises the calls of a request's builder that say where the answer
// goes; others say what is sent.
func takesAnswer(name string) bool {
	return containsAny(name, "result", "response", "success", "into", "output", "decode", "unmarshal", "receive")
}

// maxChained bounds the calls by which a request is built.
const maxChained = 12
