package flows

import (
	"go/constant"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// How the work of a consumer went may also be kept by one write for all that may come of
// it, with a value that an error has decided on:
//
//	state := "done"
//	if err := produce(ctx, id); err != nil {
//		state = "failed"
//	}
//	return reports.SetState(ctx, id, state)
//
// The value is put together in a variable, in a field of a struct or an entry of a map, or by
// a function that gives back one or the other. It has to be a state that the code names on
// one of the ways at least: a price that is zero where nobody told it says nothing of work.

// A giving is one of the ways on which a value comes to be what it is.
type giving struct {
	value ssa.Value
	block *ssa.BasicBlock // where it is given
	edge  *ssa.BasicBlock // to which it is taken from there, where that matters
}

// byOutcome reports whether a value is one of several states, of which an error of something
// that the function did has decided which, or an answer that it was given.
func (t *tracker) byOutcome(v ssa.Value) bool {
	f := outcomeFinder{t, map[ssa.Value]bool{}}
	return f.value(v)
}

// An outcomeFinder goes back from a value to what it is made of, to each but once.
type outcomeFinder struct {
	*tracker
	seen map[ssa.Value]bool
}

// maxOutcomes bounds the values that are gone back through, and the ways to one.
const maxOutcomes = 50

func (t *outcomeFinder) value(v ssa.Value) bool {
	if v == nil || t.seen[v] || len(t.seen) > maxOutcomes || isContext(v.Type()) || isError(v.Type()) {
		return false
	}
	t.seen[v] = true
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return t.value(v.X)
	case *ssa.ChangeType:
		return t.value(v.X)
	case *ssa.Convert:
		return t.value(v.X)
	case *ssa.Field:
		return t.value(v.X)
	case *ssa.Extract:
		return t.value(v.Tuple) || t.fields(v)
	case *ssa.Phi:
		return t.ways(t.edgesOf(v))
	case *ssa.MakeMap:
		return t.entries(v)
	case *ssa.Call:
		return t.call(v) || t.fields(v)
	}
	if load, ok := v.(*ssa.UnOp); ok && t.ways(t.waysInto().whole[t.u.Cell(load.X)]) {
		return true
	}
	return t.fields(v)
}

// call reports whether a call gives back such a value: the callee says so, or
// another library's makes one of it for the database.
func (t *outcomeFinder) call(call *ssa.Call) bool {
	s := t.site(call)
	if f := t.funcOf(s); f != nil {
		return f.Outcome
	}
	return s.Callee != nil && !t.known(s) && s.Method == nil && len(s.Args) == 1 && t.value(s.Args[0])
}

// edgesOf are the ways to where a value is joined.
func (t *tracker) edgesOf(v *ssa.Phi) []giving {
	var list []giving
	for i, e := range v.Edges {
		list = append(list, giving{e, v.Block().Preds[i], v.Block()})
	}
	return list
}

// entries reports whether an entry of a map is such a value.
func (t *outcomeFinder) entries(v *ssa.MakeMap) bool {
	given := map[string][]giving{}
	for _, ref := range *v.Referrers() {
		if u, ok := ref.(*ssa.MapUpdate); ok && u.Map == v {
			key := constantText(u.Key)
			given[key] = append(given[key], giving{u.Value, u.Block(), nil})
		}
	}
	for _, list := range given {
		if t.ways(list) {
			return true
		}
	}
	return false
}

// fields reports whether a field of a struct, or of what a pointer refers to, holds such
// a value.
func (t *outcomeFinder) fields(v ssa.Value) bool {
	if !isStructType(deref(v.Type())) {
		return false
	}
	base := t.baseOf(v)
	whole := t.waysInto().whole[base]
	if t.ways(whole) {
		return true
	}
	for _, ways := range t.waysInto().fields[base] {
		if t.ways(slices.Concat(whole, ways)) {
			return true
		}
	}
	return false
}

// baseOf is the variable that a struct was read from, or what a pointer refers to.
func (t *tracker) baseOf(v ssa.Value) any {
	if load, ok := v.(*ssa.UnOp); ok && isStructType(load.Type()) {
		return t.u.Base(load.X)
	}
	return t.u.Base(v)
}

// givings are the ways on which a unit's variables get what they hold, by the variables, and by
// the fields of what is referred to.
type givings struct {
	whole  map[any][]giving
	fields map[any]map[int][]giving
}

func (t *tracker) waysInto() *givings {
	if t.givings != nil {
		return t.givings
	}
	t.givings = &givings{map[any][]giving{}, map[any]map[int][]giving{}}
	for instr := range effects.Instructions(t.u.Funcs...) {
		st, ok := instr.(*ssa.Store)
		if !ok {
			continue
		}
		given := giving{st.Val, st.Block(), nil}
		cell := t.u.Cell(st.Addr)
		t.givings.whole[cell] = append(t.givings.whole[cell], given)
		if fa, ok := st.Addr.(*ssa.FieldAddr); ok {
			base := t.u.Base(fa.X)
			if t.givings.fields[base] == nil {
				t.givings.fields[base] = map[int][]giving{}
			}
			t.givings.fields[base][fa.Field] = append(t.givings.fields[base][fa.Field], given)
		}
	}
	return t.givings
}

// ways reports whether an error, or an answer, decides on which of some ways a value comes to be
// what it is: a state that the code names on one of them, and something else on another.
func (t *outcomeFinder) ways(list []giving) bool {
	for _, w := range list {
		if t.value(w.value) {
			return true
		}
	}
	if len(list) > maxOutcomes {
		return false
	}
	list = slices.DeleteFunc(slices.Clone(list), func(w giving) bool { return t.saysNothing(w.value) })
	for _, w := range list {
		for _, outcome := range t.outcomesOn(w) {
			if slices.ContainsFunc(list, func(o giving) bool {
				return !slices.Contains(t.outcomesOn(o), outcome) && (t.namesState(w.value) || t.namesState(o.value))
			}) {
				return true
			}
		}
	}
	return false
}

// saysNothing is saysNothing, of structs too that are given nothing: what goes with an error
// that is returned says nothing of work.
func (t *tracker) saysNothing(v ssa.Value) bool {
	v = withoutInterface(v)
	load, ok := v.(*ssa.UnOp)
	if !ok || !isStructType(load.Type()) {
		return saysNothing(v)
	}
	_, local := load.X.(*ssa.Alloc)
	base := t.baseOf(v)
	return local && len(t.waysInto().whole[base])+len(t.waysInto().fields[base]) == 0
}

// namesState reports whether a value is a state that the code names, or a struct that is given
// one.
func (t *tracker) namesState(v ssa.Value) bool {
	v = withoutInterface(v)
	if c, ok := v.(*ssa.Const); ok {
		return isState(c) && c.Value.Kind() != constant.Bool
	}
	if !isStructType(deref(v.Type())) {
		return false
	}
	for _, given := range t.waysInto().fields[t.baseOf(v)] {
		for _, w := range given {
			if c, ok := w.value.(*ssa.Const); ok && t.namesState(c) {
				return true
			}
		}
	}
	return false
}

// outcomesOn are the branches that are taken on a way because something has failed that the
// function did, or because of what another process has answered.
func (t *tracker) outcomesOn(w giving) []*ssa.If {
	var list []*ssa.If
	for _, c := range t.conditionsOf(w.block) {
		if t.cameOut(c.at, c.way()) {
			list = append(list, c.at)
		}
	}
	if branch, ok := endOf(w.block).(*ssa.If); ok && w.edge != nil && t.cameOut(branch, w.edge == w.block.Succs[0]) {
		list = append(list, branch)
	}
	return list
}

// cameOut reports whether a branch is taken because of an error, or of an answer. That the
// message cannot be read, or is not as it should be, it is the message which decides.
func (t *tracker) cameOut(branch *ssa.If, way bool) bool {
	cond, same := withoutTruth(branch.Cond)
	failed, ok := asksForError(cond)
	if !ok || (way == same) != failed {
		return way == same && t.asksFailure(cond) || way && t.asksAnswer(cond)
	}
	return t.ofWork(cond.(*ssa.BinOp).X)
}

// ofWork reports whether an error is one of what the function does, rather than of reading the
// message, or looking whether it is as it should be.
func (t *tracker) ofWork(err ssa.Value) bool {
	if e, ok := err.(*ssa.Extract); ok {
		err = e.Tuple
	}
	call, ok := err.(*ssa.Call)
	if !ok {
		return true
	}
	s := t.site(call)
	return s.Callee == nil || !hasRole(s, catalog.Decode) && !decodes(s.Callee.Name()) && !works.MatchString(s.Callee.Name())
}

// asksFailure reports whether a condition asks of what sort an error is by which something has
// failed, and for nothing else: isTemporary(err).
func (t *tracker) asksFailure(cond ssa.Value) bool {
	call, ok := cond.(*ssa.Call)
	if !ok || call.Call.IsInvoke() {
		return false
	}
	asks := false
	for _, a := range call.Call.Args {
		switch {
		case isError(a.Type()) && t.whole(a)&fromStored == 0 && globalIn(a) == nil:
			if !t.ofWork(a) {
				return false
			}
			asks = true
		case t.whole(a)&(fromMsg|params) != 0:
			return false
		}
	}
	return asks
}

// returnsOutcome reports whether the unit gives back such a value, and nothing with it of what
// it is given.
func (t *tracker) returnsOutcome() (outcome, apart bool) {
	var from Origin
	results := t.u.Func.Signature.Results()
	for i := range results.Len() {
		if !carries(results.At(i).Type()) {
			continue
		}
		var list []giving
		for ret := range effects.Returns(t.u.Func) {
			list = append(list, giving{ret.Results[i], ret.Block(), nil})
			from |= t.whole(ret.Results[i])
		}
		f := outcomeFinder{t, map[ssa.Value]bool{}}
		outcome = outcome || !isBool(results.At(i).Type()) && f.ways(list)
	}
	return outcome, outcome && from&(params|fromMsg) == 0
}

// givenOutcome reports whether a call, or one before it in its chain, is given such a value.
func (t *tracker) givenOutcome(s effects.Site) bool {
	calls, _ := t.chainOf(s)
	return slices.ContainsFunc(calls, func(s effects.Site) bool {
		args := s.Args[min(s.Shift, len(s.Args)):]
		return slices.ContainsFunc(append(valuesIn(lastArg(s), 0), args), func(list []ssa.Value) bool {
			return slices.ContainsFunc(list, t.byOutcome)
		})
	})
}

// outcomeArgs are the arguments of a call, the receiver first, that are such values.
func (t *tracker) outcomeArgs(s effects.Site) Origin {
	var o Origin
	for i, a := range s.Args {
		if i >= s.Shift && t.byOutcome(a) {
			o |= param(i) &^ content
		}
	}
	return o
}

// outcomesAmong are the arguments of a callee's call, the receiver first, that are such values
// because the callee's own parameters are.
func outcomesAmong(args []Origin, outcomes Origin) Origin {
	var o Origin
	for i, a := range args {
		if a&outcomes != 0 {
			o |= param(i+1) &^ content
		}
	}
	return o
}
