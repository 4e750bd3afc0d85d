package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A batch is often sifted before it is written: what is newer than the stored row goes
// into a list, and the list is written. What decides on the write then is what decides
// on the list.

// guardAround is what decides on what a call does: whether it is made, and what it is
// given.
func (t *tracker) guardAround(s effects.Site) Guard {
	return better(better(t.guardOf(s.Instr), t.callbackGuard(s)), better(t.siftedGuard(s), t.mergedGuard(s)))
}

// siftedGuard is what decides on the elements of the lists that a call is given.
func (t *tracker) siftedGuard(s effects.Site) Guard {
	var best Guard
	args := s.Args[min(s.Shift, len(s.Args)):]
	for _, v := range slices.Concat(args, variadic(s)) {
		best = better(best, t.listGuard(withoutInterface(v)))
	}
	return best
}

// listGuard is what decides whether something comes into a list, as far as it is the
// order of messages.
func (t *tracker) listGuard(v ssa.Value) Guard {
	if !isList(v.Type()) {
		return Guard{}
	}
	l := sifter{t: t, seen: map[ssa.Value]bool{}}
	if l.add(v); l.unknown {
		return Guard{}
	}
	return least(l.guards)
}

// A sifter collects what decides on a list's elements.
type sifter struct {
	t       *tracker
	seen    map[ssa.Value]bool
	guards  []Guard
	unknown bool // some come from where it is not known
}

func (l *sifter) add(v ssa.Value) {
	if v == nil || l.seen[v] || isEmpty(v) {
		return
	}
	if l.seen[v] = true; len(l.seen) > maxListed {
		l.unknown = true
		return
	}
	switch v := v.(type) {
	case *ssa.Phi:
		for _, e := range v.Edges {
			l.add(e)
		}
	case *ssa.ChangeType:
		l.add(v.X)
	case *ssa.MakeSlice:
		l.unknown = l.unknown || !isZero(v.Len)
	case *ssa.Slice: // rows[:0], or a literal
		l.unknown = l.unknown || v.High == nil || !isZero(v.High)
	case *ssa.UnOp:
		l.loaded(v)
	case *ssa.Call:
		l.called(v)
	default:
		l.unknown = true
	}
}

// loaded adds what a variable is given, which a literal may have.
func (l *sifter) loaded(v *ssa.UnOp) {
	addr := v.X
	if free, ok := addr.(*ssa.FreeVar); ok {
		addr = l.t.u.Binding(free)
	}
	alloc, ok := addr.(*ssa.Alloc)
	if !ok || alloc.Comment == "slicelit" {
		l.unknown = true
		return
	}
	for instr := range effects.Instructions(l.t.u.Funcs...) {
		s, ok := instr.(*ssa.Store)
		if !ok {
			continue
		}
		to := s.Addr
		if free, ok := to.(*ssa.FreeVar); ok {
			to = l.t.u.Binding(free)
		}
		if to == ssa.Value(alloc) {
			l.add(s.Val)
		}
	}
}

// called adds what an append adds, or what a function of the project's makes, or leaves
// of a list.
func (l *sifter) called(v *ssa.Call) {
	if isAppend(v) {
		if g := l.t.guardOf(v); g.aboutOrder() {
			l.guards = append(l.guards, g)
		} else {
			l.guards = append(l.guards, Guard{})
		}
		l.add(v.Call.Args[0])
		return
	}
	s := l.t.site(v)
	switch f := l.t.funcOf(s); {
	case f != nil && f.Sifts.Kind != Unguarded:
		l.guards = append(l.guards, l.t.bindGuard(f.Sifts, l.t.argOrigins(s)))
	case s.Callee != nil && s.Callee.Pkg() != nil && sifts(s.Callee.Pkg().Path(), s.Callee.Name()):
		l.guards = append(l.guards, l.t.siftedBy(s))
	default:
		l.unknown = true
	}
}

// sifts recognises the functions that leave those elements of a list of which a function
// says so, or the others.
func sifts(pkg, name string) bool {
	switch pkg {
	case "slices":
		return name == "DeleteFunc"
	case "github.com/samber/lo":
		return name == "Filter" || name == "Reject"
	}
	return false
}

// siftedBy is what the function compares by which a list is sifted.
func (t *tracker) siftedBy(s effects.Site) Guard {
	lit := t.literalOf(s.Args[len(s.Args)-1])
	if lit == nil || !slices.Contains(t.u.Funcs, lit) {
		return Guard{}
	}
	keeps := s.Callee.Name() == "Filter"
	var best Guard
	for ret := range effects.Returns(lit) {
		for _, c := range t.returnedBool(ret.Block(), ret.Results[0]) {
			if !keeps {
				c.Op = sqltext.Negated(c.Op)
			}
			best = better(best, t.judge(c, ret.Pos()))
		}
	}
	return best
}

// markSifted carries what is in a list into the function by which it is sifted.
func (t *tracker) markSifted(s effects.Site) {
	if s.Callee == nil || s.Callee.Pkg() == nil || len(s.Args) < 2 || !sifts(s.Callee.Pkg().Path(), s.Callee.Name()) {
		return
	}
	t.mark(s.Args[len(s.Args)-1], []Origin{t.whole(s.Args[0])}, 0)
}

func isAppend(v *ssa.Call) bool {
	b, ok := v.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "append"
}

// noteSifts notes what decides on the elements of a list that the unit returns.
func (t *tracker) noteSifts(f *Func, r ssa.Value) {
	if !isList(r.Type()) || isNil(r) {
		return
	}
	if g := t.listGuard(r); g.Kind != Unguarded {
		f.Sifts = g
	}
}
