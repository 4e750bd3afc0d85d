package flows

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A repair message bears a flag by which it has to pass the order check. Whether
// it does is not followed write by write: the flag may choose a statement, leave
// a condition out, or turn the message's time into the present one. So each use
// of the flag that may matter is noted, a Heed, and only where there is none is
// the flag known to be ignored. What does nothing but log is no such use, nor is
// a value that is stored in a column.

// A Heed is a use of a force-sync flag that may have the message pass.
type Heed struct {
	// From is what must turn out to be the flag.
	From     Origin
	Branches Branches
	// Reach says that it decides no more than whether something is done: what a
	// statement compares for itself stays as it is.
	Reach bool
	// Turns are the branches at which it decides, as in Branches but for the
	// lowest bit.
	Turns []uint64
	// Away is the turn by which marked messages are left out, and nothing else; 0 if it
	// is not known to be so.
	Away uint64
}

// Misses reports whether it only has marked messages left out of what comes to be by
// some turns: if old || msg.IsForceSync { return nil }.
func (h Heed) Misses(b Branches) bool { return h.Away != 0 && slices.Contains(b, h.Away^1) }

// maxHeeds bounds a summary's heeds. Past it they are joined into one that counts
// for all.
const maxHeeds = 12

// addHeed adds a use, if it may be one of the flag.
func (f *Func) addHeed(h Heed) { f.Heeds = addHeed(f.Heeds, h) }

func addHeed(list []Heed, h Heed) []Heed {
	if h.From &= fromForce | params; h.From == 0 {
		return list
	}
	same := func(o Heed) bool {
		return o.Reach == h.Reach && o.Away == h.Away && slices.Equal(o.Branches, h.Branches)
	}
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i].From |= h.From
		list[i].Turns = joinTurns(list[i].Turns, h.Turns)
		return list
	}
	if len(list) >= maxHeeds {
		last := &list[len(list)-1]
		last.From, last.Branches, last.Reach = last.From|h.From, nil, last.Reach && h.Reach
		last.Turns, last.Away = joinTurns(last.Turns, h.Turns), 0
		return list
	}
	return append(list, h)
}

func joinTurns(a, b []uint64) []uint64 {
	for _, turn := range b {
		if !slices.Contains(a, turn) {
			a = append(a[:len(a):len(a)], turn)
		}
	}
	return a
}

// bound is what a heed of a callee is at a call: what it is given, and where.
func (h Heed) bound(from Origin, outer Branches) Heed {
	h.From, h.Branches = from, h.Branches.within(outer)
	return h
}

// noteHeeds adds the unit's uses of what may be the flag.
func (t *tracker) noteHeeds(f *Func) {
	for instr := range effects.Instructions(t.u.Funcs...) {
		switch i := instr.(type) {
		case *ssa.If:
			if o := t.asked(i.Cond); o != 0 && !t.onlyLogs(i) {
				f.addHeed(Heed{From: o, Branches: t.branchesOf(i), Reach: t.decidesReach(i), Turns: []uint64{t.turnOf(i)}, Away: t.turnsAway(i)})
			}
		case *ssa.Return:
			for _, r := range i.Results {
				if isBool(r.Type()) {
					f.addHeed(Heed{From: t.asked(r), Branches: t.branchesOf(i), Reach: true})
				}
			}
		case *ssa.Store:
			if !t.local(i.Addr) && flagLike(i.Val.Type()) { // kept where it cannot be followed
				f.addHeed(Heed{From: t.val[i.Val] & fromForce, Branches: t.branchesOf(i)})
			}
		case ssa.CallInstruction:
			t.callHeeds(f, i)
		}
	}
}

// turnsAway is the turn by which a branch on the mark itself leaves the function, with
// nothing done for marked messages but that it is logged; 0 if it is none.
func (t *tracker) turnsAway(branch *ssa.If) uint64 {
	flag, marked := branch.Cond, true
	for {
		not, ok := flag.(*ssa.UnOp)
		if !ok || not.Op != token.NOT {
			break
		}
		flag, marked = not.X, !marked
	}
	switch flag.(type) {
	case *ssa.UnOp, *ssa.Field, *ssa.Parameter:
	default:
		return 0 // what else it asks for is not known
	}
	if marked && t.leavesIdly(branch.Block().Succs[0]) {
		return t.turnOf(branch) | 1
	} else if !marked && t.leavesIdly(branch.Block().Succs[1]) {
		return t.turnOf(branch)
	}
	return 0
}

// leavesIdly reports whether from a block on nothing is done but that it is logged, and
// the function left.
func (t *tracker) leavesIdly(b *ssa.BasicBlock) bool {
	for range 4 {
		for _, instr := range b.Instrs {
			if !t.logsOnly(instr, b) {
				return false
			}
		}
		if len(b.Succs) != 1 {
			break
		}
		b = b.Succs[0]
	}
	_, left := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
	return left
}

// asked is the flag, as far as a boolean is made of it. The order of two values
// is no flag.
func (t *tracker) asked(v ssa.Value) Origin {
	var o Origin
	seek(v, 6, joinedConditions, func(v ssa.Value) bool {
		if len(joinedConditions(v)) == 0 {
			o |= t.askedThere(v)
		}
		return false
	})
	return o
}

// joinedConditions are what a boolean is made of, where it is one of several, or not
// another one.
func joinedConditions(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return []ssa.Value{v.X}
		}
	case *ssa.Phi:
		return v.Edges
	}
	return nil
}

// askedThere is asked of a boolean that is made of no other.
func (t *tracker) askedThere(v ssa.Value) Origin {
	switch v := v.(type) {
	case *ssa.Const:
		return 0
	case *ssa.BinOp:
		if v.Op != token.EQL && v.Op != token.NEQ {
			return 0
		}
		if t.forceKey(v.X) || t.forceKey(v.Y) {
			return fromForce // h.Key == "force-sync"
		}
		return t.askedSide(v.X) | t.askedSide(v.Y)
	case *ssa.Call:
		if s := t.site(v); t.known(s) { // what it is given need not matter
			return t.forceCall(s, t.argOrigins(s)) & fromForce
		}
		return t.val[v] & fromForce
	}
	return t.askedSide(v)
}

func (t *tracker) askedSide(v ssa.Value) Origin {
	if _, ok := v.(*ssa.Const); ok {
		return 0
	}
	o := t.val[v] & (fromForce | params)
	if _, named := types.Unalias(v.Type()).(*types.Named); !isBool(v.Type()) && !(named && flagLike(v.Type())) {
		o &= fromForce
	}
	return o
}

// callHeeds adds what a call does with the flag.
func (t *tracker) callHeeds(f *Func, instr ssa.CallInstruction) {
	s := t.site(instr)
	if _, ok := instr.Common().Value.(*ssa.Builtin); ok {
		return
	}
	branches := t.branchesOf(instr)
	if s.Callee == nil {
		t.valueHeeds(f, s, branches)
		return
	}
	if touch := t.u.Touch(s); touch != nil {
		f.addHeed(Heed{From: t.statementHeeds(s, touch), Branches: branches})
	}
	if callee := t.funcOf(s); callee != nil {
		args := t.heedArgs(s)
		for _, h := range callee.Heeds {
			f.addHeed(h.bound(bind(h.From, args), branches))
		}
		return
	}
	if s.Method != nil || t.known(s) || t.u.Touch(s) != nil || harmlessPackage(s) || t.loggish(s) {
		return
	}
	for _, v := range flagArgs(s) { // a library is given it: nobody knows what for
		f.addHeed(Heed{From: t.val[v] & fromForce, Branches: branches})
	}
}

// valueHeeds is for the call of a function value, which may be any: it is given
// the flag, or a message that bears it.
func (t *tracker) valueHeeds(f *Func, s effects.Site, branches Branches) {
	if s.Instr.Common().StaticCallee() != nil {
		return // a literal of the unit's own
	}
	for _, target := range t.view.Targets(t.u, s.Instr.Common().Value) {
		if target.Literal != nil && slices.Contains(t.u.Funcs, target.Literal) {
			return
		}
	}
	f.addHeed(Heed{From: t.val[s.Instr.Common().Value], Branches: branches}) // an option
	for _, v := range s.Args {
		if t.bearsMark(v) {
			f.addHeed(Heed{From: fromForce, Branches: branches})
		}
	}
}

// bearsMark reports whether a value is the flag, or a message that bears it.
func (t *tracker) bearsMark(v ssa.Value) bool {
	n := effects.Named(withoutInterface(v).Type())
	return t.whole(v)&fromForce != 0 || n != nil && t.forceField(n, 0) != ""
}

// heedArgs are where a call's arguments come from, as far as the mark goes: a
// constant that the caller chooses may stand for it, but for how long something lasts.
func (t *tracker) heedArgs(s effects.Site) []Origin {
	args := t.handedArgs(s)
	for i, v := range s.Args {
		c, ok := v.(*ssa.Const)
		if !ok || c.Value == nil || isDuration(c.Type()) {
			continue
		}
		if _, named := types.Unalias(c.Type()).(*types.Named); named || c.Value.String() == "true" {
			args[i] |= fromForce
		}
	}
	return args
}

// flagArgs are a call's arguments that may be the flag itself.
func flagArgs(s effects.Site) []ssa.Value {
	var list []ssa.Value
	for _, v := range slices.Concat(s.Args, variadic(s)) {
		if v = withoutInterface(v); flagLike(v.Type()) {
			list = append(list, v)
		}
	}
	return list
}

// flagLike reports whether a flag may be of the type: a boolean, or the text of
// a header.
func flagLike(ty types.Type) bool {
	b, ok := deref(ty).Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsBoolean|types.IsString|types.IsInteger) != 0
}

// ComparesMessage reports whether it is the message's order that code compares
// with the stored row's.
func (w *Write) ComparesMessage() bool {
	return w.Check.Msg&fromMsg != 0 && w.Check.Stored&fromStored != 0
}
