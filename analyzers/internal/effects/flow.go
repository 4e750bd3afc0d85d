package effects

import (
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// A flow follows a group's transactions path by path: which of them may be open
// at each instruction. It is a may-analysis. A transaction counts as open where
// some path leaves it so, and as ended only where the path ended it.
//
// Literals are analyzed in the contexts in which they run: what is open where a
// literal is called, deferred or handed to somebody who runs it, is open when
// it starts. So a flow goes round until these contexts no longer change.
type flow struct {
	*regionFinder
	ambient map[*ssa.Function]bits // open when a literal starts
	next    map[*ssa.Function]bits
	exits   map[*ssa.Function]bits // open when a function returns, on some path
	ran     map[*ssa.Function]bool // literals that run as part of the group's function
	panics  map[*ssa.Function]bits // open when a deferred literal starts, if the function panics
	// open when a deferred literal starts, if the function may not have failed
	unfailed map[*ssa.Function]bits
	record   func(at *ssa.Function, c *call, open bits)
	atExit   func(at *ssa.Function, ret *ssa.Return, open bits)
}

// maxRounds bounds the rounds: literals nest, at most, about so deep.
const maxRounds = 6

// solve runs the rounds and then one more, which records.
func (p *program) solve(f *regionFinder, record func(*ssa.Function, *call, bits), atExit func(*ssa.Function, *ssa.Return, bits)) *flow {
	fl := &flow{regionFinder: f, ambient: map[*ssa.Function]bits{}, exits: map[*ssa.Function]bits{}, ran: map[*ssa.Function]bool{}, panics: map[*ssa.Function]bits{}, unfailed: map[*ssa.Function]bits{}}
	fl.ran[f.g.fn] = true
	for range maxRounds {
		exits, panics := maps.Clone(fl.exits), maps.Clone(fl.panics)
		ran := len(fl.ran)
		fl.round()
		stable := maps.Equal(fl.next, fl.ambient) && maps.Equal(exits, fl.exits) && maps.Equal(panics, fl.panics) && ran == len(fl.ran)
		fl.ambient = fl.next
		if stable {
			break
		}
	}
	fl.record, fl.atExit = record, atExit
	fl.round()
	return fl
}

func (fl *flow) round() {
	fl.next = map[*ssa.Function]bits{}
	exits := map[*ssa.Function]bits{}
	for _, fn := range fl.g.funcs {
		entry := fl.ambient[fn] | fl.g.entries[fn]
		if fn == fl.g.fn {
			entry |= fl.entry
		}
		exits[fn] = fl.function(fn, entry)
	}
	fl.exits = exits
}

// function solves one function from what is open at its entry, and returns what
// may be open when it returns.
func (fl *flow) function(fn *ssa.Function, entry bits) bits {
	if len(fn.Blocks) == 0 {
		return 0
	}
	in := make([]bits, len(fn.Blocks))
	reached := make([]bool, len(fn.Blocks))
	in[0], reached[0] = entry, true
	record := fl.record
	fl.record = nil
	work := []*ssa.BasicBlock{fn.Blocks[0]}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		out := fl.block(b, in[b.Index])
		for i, succ := range b.Succs {
			s := fl.refine(b, i, out)
			if !reached[succ.Index] || in[succ.Index]|s != in[succ.Index] {
				in[succ.Index] |= s
				reached[succ.Index] = true
				work = append(work, succ)
			}
		}
	}
	fl.record = record
	return fl.finish(fn, in, reached)
}

// finish goes over the solved blocks once more, records what happens in them
// and collects what is open at the returns.
func (fl *flow) finish(fn *ssa.Function, in []bits, reached []bool) bits {
	var exit bits
	for _, b := range fn.Blocks {
		if !reached[b.Index] {
			continue
		}
		out := fl.block(b, in[b.Index])
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			exit |= out
			if fl.atExit != nil {
				fl.atExit(fn, ret, out)
			}
		}
	}
	return exit
}

// block carries the set of open transactions through a block.
func (fl *flow) block(b *ssa.BasicBlock, open bits) bits {
	for at, instr := range b.Instrs {
		switch i := instr.(type) {
		case *ssa.Call:
			fl.mayPanic(b, at, open)
			open = fl.call(b.Parent(), fl.g.calls[i], open) | fl.recovered(i)
		case *ssa.RunDefers:
			open = fl.defers(i, open)
		case *ssa.UnOp:
			if i.Op == token.ARROW {
				fl.wait(b.Parent(), i.X, open)
			}
			open |= fl.inHandAt(i)
		case *ssa.TypeAssert:
			open |= fl.inHandAt(i)
		case *ssa.Select:
			for _, s := range i.States {
				if s.Dir == types.RecvOnly {
					fl.wait(b.Parent(), s.Chan, open)
				}
			}
		}
	}
	return open
}

func (fl *flow) inHandAt(i ssa.Instruction) bits {
	if r := fl.opens[i]; r != nil {
		return r.bit
	}
	return 0
}

// call is what a call does to the open transactions.
func (fl *flow) call(at *ssa.Function, c *call, open bits) bits {
	if fl.record != nil {
		fl.record(at, c, open)
	}
	if c.has(catalog.Waits) != nil && len(c.args) > 0 {
		fl.wait(at, c.args[0], open)
	}
	before := open
	for i, r := range c.runs {
		inside := before
		if s := fl.scopes[scopeKey{c.instr, i}]; s != nil {
			inside |= s.bit
		}
		if fn := r.target.closure; fn != nil && r.mode != runSpawn {
			open = fl.enter(fn, inside, open)
			if !r.later {
				fl.run(at, fn)
			}
		}
	}
	if r := fl.opens[c.instr]; r != nil {
		open |= r.bit
	}
	for _, r := range fl.regions {
		if open&r.bit != 0 && r.endedBy(fl.g, c) {
			open &^= r.bit
		}
	}
	return open
}

// enter runs a literal: it starts with what is open, may end some of it, and may
// leave open what it opened itself.
func (fl *flow) enter(fn *ssa.Function, inside, open bits) bits {
	fl.next[fn] |= inside
	exit, known := fl.exits[fn]
	if !known {
		return open
	}
	ended := inside & fl.ambient[fn] &^ exit
	return open&^ended | exit&^fl.ambient[fn]&^fl.g.entries[fn]
}

// run notes that a literal runs as part of the group's function, if what calls
// it does.
func (fl *flow) run(at, fn *ssa.Function) {
	if fl.ran[at] {
		fl.ran[fn] = true
	}
}

// defers runs what was deferred, the last first. A deferred call that stands on
// some path only may or may not run: it counts, as one that ends a transaction
// too, since it was deferred after the transaction began.
func (fl *flow) defers(at *ssa.RunDefers, open bits) bits {
	fn := at.Parent()
	for _, d := range slices.Backward(fl.deferred(fn)) {
		if reaches(d.Block(), at.Block()) {
			fl.leave(at, d, open)
			open = fl.call(fn, fl.g.calls[d], open)
		}
	}
	return open
}

func (fl *flow) deferred(fn *ssa.Function) []*ssa.Defer {
	if list, ok := fl.g.defers[fn]; ok {
		return list
	}
	var list []*ssa.Defer
	for d := range Each[*ssa.Defer](fn) {
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b *ssa.Defer) int { return int(a.Pos() - b.Pos()) })
	if fl.g.defers == nil {
		fl.g.defers = map[*ssa.Function][]*ssa.Defer{}
	}
	fl.g.defers[fn] = list
	return list
}

// reaches reports whether control can get from one block to another.
func reaches(from, to *ssa.BasicBlock) bool {
	if from == to || from.Dominates(to) {
		return true
	}
	seen := map[*ssa.BasicBlock]bool{from: true}
	work := []*ssa.BasicBlock{from}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		for _, s := range b.Succs {
			if s == to {
				return true
			}
			if !seen[s] {
				seen[s] = true
				work = append(work, s)
			}
		}
	}
	return false
}

// A spawn is a function that a goroutine runs.
type spawn struct {
	literal *ssa.Function // nil for a declared function
	call    *call         // the go statement or the call that spawns it
	group   ssa.Value     // the errgroup or the like that spawns it; nil for go
}

// wait: the goroutines that the function waits for run as part of it, and
// inside the transactions that are open meanwhile. A channel waits for those
// that have hold of it, a group for those that it started or that tell it when
// they are done.
func (fl *flow) wait(at *ssa.Function, on ssa.Value, open bits) {
	for _, s := range fl.spawned() {
		if !fl.waitsFor(on, s) {
			continue
		}
		if s.literal != nil {
			fl.next[s.literal] |= open
			fl.run(at, s.literal)
		} else if fl.record != nil {
			fl.record(at, s.call, open)
		}
	}
}

func (fl *flow) waitsFor(on ssa.Value, s spawn) bool {
	if s.group != nil {
		return fl.g.base(s.group) == fl.g.base(on)
	}
	if s.literal != nil {
		return fl.captures(s.literal, on)
	}
	want := fl.g.base(on)
	return slices.ContainsFunc(s.call.args, func(a ssa.Value) bool { return fl.g.base(a) == want })
}

// spawned are the functions that run in goroutines.
func (fl *flow) spawned() []spawn {
	if fl.g.spawns != nil {
		return fl.g.spawns
	}
	fl.g.spawns = []spawn{}
	for ci := range Calls(fl.g.funcs...) {
		c := fl.g.calls[ci]
		_, isGo := ci.(*ssa.Go)
		if isGo && c.callee != nil {
			fl.g.spawns = append(fl.g.spawns, spawn{call: c})
		}
		for _, r := range c.runs {
			switch {
			case r.target.closure == nil:
			case isGo:
				fl.g.spawns = append(fl.g.spawns, spawn{literal: r.target.closure, call: c})
			case r.mode == runSpawn:
				fl.g.spawns = append(fl.g.spawns, spawn{literal: r.target.closure, call: c, group: c.args[0]})
			}
		}
	}
	return fl.g.spawns
}

// captures reports whether a literal tells what is waited on that it is done:
// it sends on the channel or closes it, or calls the group's Done.
func (fl *flow) captures(fn *ssa.Function, on ssa.Value) bool {
	want := fl.g.base(on)
	for instr := range Instructions(fn) {
		if s, ok := instr.(*ssa.Send); ok && fl.g.base(s.Chan) == want {
			return true
		}
		ci, ok := instr.(ssa.CallInstruction)
		if !ok || len(ci.Common().Args) == 0 {
			continue
		}
		if !signals(ci.Common()) {
			continue
		}
		if fl.g.base(ci.Common().Args[0]) == want {
			return true
		}
	}
	return false
}

// signals reports whether a call is close(ch) or wg.Done().
func signals(c *ssa.CallCommon) bool {
	if b, ok := c.Value.(*ssa.Builtin); ok {
		return b.Name() == "close"
	}
	fn := c.StaticCallee()
	return fn != nil && fn.Name() == "Done"
}
