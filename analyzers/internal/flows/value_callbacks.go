package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A store may look a row up itself, and have a function of its caller's change
// it: repo.Update(ctx, id, func(c *Customer) error { … }). What that function puts
// into the row is written, and what it compares decides whether it is.

// callbackOf is the unit's literal that a call is given, or nil.
func (t *tracker) callbackOf(v ssa.Value) *ssa.Function {
	if _, ok := v.Type().Underlying().(*types.Signature); !ok {
		return nil
	}
	lit := t.literalOf(effects.Unwrapped(v))
	if lit == nil || lit.Parent() == nil || !slices.Contains(t.u.Funcs, lit) {
		return nil
	}
	return lit
}

// callbackData is what a literal puts into what it is given, or returns.
func (t *tracker) callbackData(v ssa.Value) Origin {
	lit := t.callbackOf(v)
	if lit == nil {
		return 0
	}
	o := t.literalResult(lit)
	for _, p := range lit.Params {
		if refers(p.Type()) {
			base := t.u.Base(p)
			o |= t.content[base] | t.filled[base]
		}
	}
	return o
}

// calledBack handles a call of a function among the parameters: it may put
// anything into what it is given, and returns what only its maker knows.
func (t *tracker) calledBack(s effects.Site) {
	list, ok := t.behind[s.Instr]
	if !ok {
		list = t.paramsBehind(s.Instr.Common().Value)
		t.behind[s.Instr] = list
	}
	for _, p := range list {
		for _, a := range s.Args {
			if a = withoutInterface(a); refers(a.Type()) {
				t.fill(a, param(p))
			}
		}
		if v := s.Instr.Value(); v != nil {
			t.set(v, param(p))
		}
	}
}

// givesRows marks what a literal is given by a method of an interface that, by its
// name, has it change a row, or takes what it makes of one: the row as it is stored.
func (t *tracker) givesRows(s effects.Site) {
	if s.Method == nil {
		return
	}
	byName := hasAnyPrefix(s.Method.Name, "update", "modify", "change", "upsert", "save", "mutate", "edit", "patch", "apply", "transact", "with", "amend", "alter", "revise", "adjust")
	for _, a := range s.Args[1:] {
		lit := t.callbackOf(a)
		if lit == nil || !byName && !makesAnew(lit.Signature) {
			continue
		}
		for _, p := range lit.Params {
			if n := effects.Named(p.Type()); n != nil && n.Obj().Pkg() != nil && t.firstParty(effects.PkgPath(n.Obj().Pkg())) && refers(p.Type()) {
				t.set(p, fromStored)
			}
		}
	}
}

// makesAnew reports whether a function makes of a row the one that takes its place:
// func(cur *Customer) (*Customer, error).
func makesAnew(sig *types.Signature) bool {
	if sig.Results().Len() != 2 || !isError(sig.Results().At(1).Type()) || effects.Named(sig.Results().At(0).Type()) == nil {
		return false
	}
	for p := range sig.Params().Variables() {
		if refers(p.Type()) && types.Identical(p.Type(), sig.Results().At(0).Type()) {
			return true
		}
	}
	return false
}

// callbackGuard is what decides whether the functions that a call is given change
// anything; the least, where they do so in several places. Of one that changes a
// row and is not known, it is not known either.
func (t *tracker) callbackGuard(s effects.Site) Guard {
	var guards []Guard
	note := func(g Guard) { guards = append(guards, g) }
	for i, a := range s.Args {
		if _, ok := a.Type().Underlying().(*types.Signature); !ok {
			continue
		}
		known := false
		for _, target := range t.view.Targets(t.u, a) {
			if fn, owner := t.bodyOf(target); owner != nil {
				known = true
				for instr := range effects.Instructions(fn) {
					switch {
					case addsOnly(instr) || owner.addsInside(instr, fn):
						note(Guard{Kind: State})
					case owner.changes(instr, fn) || owner.givesBack(instr, fn):
						note(better(better(owner.guardOf(instr), owner.givenGuard(instr)), owner.mergedBy(instr)))
					}
				}
			}
		}
		if !known && t.changesRows(s, i) {
			note(Guard{Kind: State})
		}
	}
	return least(guards)
}

// mergedBy is what decides on the changes that a call makes of what a literal is given, as
// the callee says: func(a *Account) bool { return a.Apply(e.Name, e.ChangedAt) }.
func (t *tracker) mergedBy(instr ssa.Instruction) Guard {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return Guard{}
	}
	s := t.site(call)
	f := t.funcOf(s)
	if f == nil {
		return Guard{}
	}
	var guards []Guard
	for i, a := range s.Args {
		if p, ok := a.(*ssa.Parameter); ok && p.Parent() == call.Parent() && slices.ContainsFunc(f.Fills, func(fill Fill) bool { return fill.Param == i }) {
			guards = append(guards, t.mergedAt(call, i))
		}
	}
	return least(guards)
}

// decidedInside takes over what the functions decide that generic code is given, where
// the call is what tells the table: store.Mutate(ctx, id, func(c *Customer) (*Customer,
// error) { … }).
func (t *tracker) decidedInside(w *Write, s effects.Site) {
	if w.Insert || t.funcOf(s) == nil {
		return
	}
	g := t.callbackGuard(s)
	w.Guard, w.Check = better(w.Guard, g), better(w.Check, g.check())
}

// addsOnly reports whether an instruction adds to what a field holds.
func addsOnly(instr ssa.Instruction) bool {
	s, ok := instr.(*ssa.Store)
	if !ok {
		return false
	}
	field, ok := s.Addr.(*ssa.FieldAddr)
	return ok && adjusts(s, field)
}

// addsInside reports whether an instruction has a function add to numbers of what a literal is
// given, and change nothing else of it: func(item *Item) { item.Restock(n) }.
func (t *tracker) addsInside(instr ssa.Instruction, lit *ssa.Function) bool {
	call, ok := instr.(ssa.CallInstruction)
	if !ok || !t.changes(instr, lit) {
		return false
	}
	s := t.site(call)
	f := t.funcOf(s)
	return !slices.ContainsFunc(f.Fills, func(fill Fill) bool { return f.Spares&param(fill.Param) == 0 })
}

// bodyOf is the function of this package that a function value is, with the
// tracker of the unit that it is part of; nil where they are not known.
func (t *tracker) bodyOf(target effects.Target) (*ssa.Function, *tracker) {
	fn := target.Literal
	if target.Object != nil {
		if i := t.view.IndexOf(target.Object); i >= 0 {
			fn = t.units[i].Func
		}
	}
	if fn == nil {
		return nil, nil
	}
	switch i := t.view.Index(fn); {
	case i < 0:
		return nil, nil
	case i == t.view.Index(t.u.Func):
		return fn, t
	default:
		return fn, t.trackers[i]
	}
}

// changesRows reports whether a call has one of its arguments change a row that
// is stored.
func (t *tracker) changesRows(s effects.Site, arg int) bool {
	f := t.funcOf(s)
	return f != nil && slices.ContainsFunc(f.Applies, func(a Apply) bool { return a.Param == arg && union(a.Args)&fromStored != 0 })
}

// givesBack reports whether an instruction returns data of a message for what is
// stored, rather than what the function was given, or nothing: an old message's is to
// be left alone.
func (t *tracker) givesBack(instr ssa.Instruction, lit *ssa.Function) bool {
	ret, ok := instr.(*ssa.Return)
	if !ok || ret.Parent() != lit {
		return false
	}
	return slices.ContainsFunc(ret.Results, func(v ssa.Value) bool {
		return refers(v.Type()) && !isEmpty(v) && !isParam(v) && t.whole(v)&(fromMsg|params) != 0 ||
			isStructType(v.Type()) && !isEmpty(v) && !ofParam(v) && t.whole(v)&(fromMsg|params) != 0
	})
}

func isStructType(ty types.Type) bool {
	_, ok := ty.Underlying().(*types.Struct)
	return ok
}

// ofParam reports whether a value is a parameter, or the variable that it is kept in.
func ofParam(v ssa.Value) bool {
	if load, ok := v.(*ssa.UnOp); ok {
		alloc, ok := load.X.(*ssa.Alloc)
		return ok && keepsParam(alloc)
	}
	return isParam(v)
}

// keepsParam reports whether a variable is a parameter of which parts are changed.
func keepsParam(v *ssa.Alloc) bool { return slices.ContainsFunc(stored(v), isParam) }

// changes reports whether an instruction puts data into what a literal is given.
func (t *tracker) changes(instr ssa.Instruction, lit *ssa.Function) bool {
	given := func(v ssa.Value) bool {
		for range 6 {
			switch x := v.(type) {
			case *ssa.FieldAddr:
				v = x.X
			case *ssa.Alloc:
				return isStructType(deref(x.Type())) && keepsParam(x)
			case *ssa.Parameter:
				return x.Parent() == lit && refers(x.Type())
			default:
				return false
			}
		}
		return false
	}
	switch i := instr.(type) {
	case *ssa.Store:
		return given(i.Addr) && !isParam(i.Val)
	case ssa.CallInstruction:
		s := t.site(i)
		f := t.funcOf(s)
		return f != nil && slices.ContainsFunc(f.Fills, func(fill Fill) bool { return fill.Param < len(s.Args) && given(s.Args[fill.Param]) })
	}
	return false
}
