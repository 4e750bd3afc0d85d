package effects

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Bounds of what one function's summary holds. Past them it says less, never
// something wrong.
const (
	maxDyn      = 48
	maxAccesses = 64
)

// A recorder turns what a flow sees into the function's summary and into
// findings.
type recorder struct {
	p        *program
	g        *group
	f        *regionFinder
	fl       *flow
	final    bool // findings and obligations count; before, only the summary does
	sum      *summary.Func
	events   []event
	exits    []exitEvent
	temps    map[string]bool        // temporary tables, in lower case
	returned map[*ssa.Function]bool // literals that the function returns
}

// An event is one call, with what may be open when it is made.
type event struct {
	at    *ssa.Function
	call  *call
	open  bits
	text  token.Pos      // of the SQL text that the call is given
	steps []summary.Step // what the callee does with it
	// shown stands for the text in messages, where it is not the code's own
	shown string
	// asks and sets are those of the statement that the call amounts to
	asks, sets int
}

type exitEvent struct {
	at   *ssa.Function
	ret  *ssa.Return
	open bits
}

// analyzeGroup computes a group's summary anew and reports whether it changed.
// In the final round it also notes what is to be reported.
func (p *program) analyzeGroup(g *group, final bool) bool {
	g.calls = map[ssa.CallInstruction]*call{}
	g.spawns, g.entries, g.touches = nil, nil, map[ssa.CallInstruction]*Touch{}
	for ci := range Calls(g.funcs...) {
		g.calls[ci] = p.resolveCall(g, ci)
	}
	p.wrapRoutes(g)
	r := &recorder{p: p, g: g, final: final, sum: new(summary.Func), f: p.findRegions(g)}
	r.fl = p.solve(r.f, r.noteCall, r.noteExit)
	r.returned = r.returnedLiterals(g.fn)
	for _, e := range r.events {
		r.event(e)
	}
	r.exit()
	r.gives()
	r.keptParams()
	r.makes()
	r.pools()
	r.data()
	r.entMethod()
	r.boilerMethod()
	r.sum.Holds = r.p.holds(r.g)
	r.sum.BeginsQuery = r.p.beginsQuery(r.g)
	r.sort()
	changed := r.sum.String() != g.summary.String()
	g.summary = r.sum
	g.calls, g.stored, g.defers = nil, nil, nil
	return changed
}

func (r *recorder) noteCall(at *ssa.Function, c *call, open bits) {
	r.events = append(r.events, event{at: at, call: c, open: open})
}

func (r *recorder) noteExit(at *ssa.Function, ret *ssa.Return, open bits) {
	if at == r.g.fn {
		r.exits = append(r.exits, exitEvent{at, ret, open})
	}
}

// event judges one call.
func (r *recorder) event(e event) {
	c := e.call
	for _, eff := range r.effects(c) {
		r.judge(e, eff, e.open)
	}
	for i, run := range c.runs {
		r.ran(e, i, run)
	}
	if c.has(catalog.Next) != nil {
		r.ranNext(e)
	}
	if r.final && c.opaque {
		r.p.coverage.opaque++
	}
}

// ran judges what a call does by running a function value.
func (r *recorder) ran(e event, i int, run run) {
	open := e.open
	if s := r.f.scopes[scopeKey{e.call.instr, i}]; s != nil {
		open |= s.bit
	}
	t := run.target
	switch {
	case run.mode == runSpawn, run.later && t.closure != nil: // judged where it runs
	case t.param > 0:
		r.ranParam(e, run, open)
	case t.inner != nil:
		r.ranInner(e, run, open)
	case t.obj != nil || t.literal != nil:
		for _, eff := range r.targetEffects(e.call, t) {
			r.judge(e, eff, open)
		}
	}
}

// ranParam notes that the function runs what it was given.
func (r *recorder) ranParam(e event, run run, open bits) {
	index := run.target.param - 1
	definite, maybe := r.split(open &^ r.found())
	step := r.p.step(r.p.callPos(e.call.instr), "runs the function that it is given")
	switch {
	case definite != nil:
		steps := append(slices.Clone(definite.steps), step)
		p := summary.Param{Index: index, Steps: steps, Pool: r.p.exported(r.g, definite.pool)}
		if run.later || r.decorating(e.at) && e.at != r.g.fn {
			r.sum.TxDecorates = addParam(r.sum.TxDecorates, p)
		} else {
			r.sum.RunsTx = addParam(r.sum.RunsTx, p)
		}
	case maybe != nil && maybe.need != nil:
		cond := summary.CondParam{Index: index, Method: maybe.need.Method, Arg: maybe.need.Arg, Steps: append(slices.Clone(maybe.steps), step)}
		if !slices.ContainsFunc(r.sum.RunsTxIf, func(c summary.CondParam) bool {
			return c.Index == cond.Index && c.Method == cond.Method && c.Arg == cond.Arg
		}) {
			r.sum.RunsTxIf = append(r.sum.RunsTxIf, cond)
		}
	case r.keptInstead(e.call.instr, index): // where a transaction is open
	case r.fl.ran[e.at] && !slices.Contains(r.sum.Calls, index):
		r.sum.Calls = append(r.sum.Calls, index)
	}
}

// found are the transactions that the function did not open: it was handed
// them, or found them in a context. They are the caller's, who knows them to be
// open; a helper that joins one opens nothing.
func (r *recorder) found() bits {
	var found bits
	for _, reg := range r.f.regions {
		if reg.param > 0 || reg.found {
			found |= reg.bit
		}
	}
	return found
}

func addParam(list []summary.Param, p summary.Param) []summary.Param {
	if slices.ContainsFunc(list, func(q summary.Param) bool { return q.Index == p.Index }) {
		return list
	}
	return append(list, p)
}

// split finds, among the open transactions, the one to report in: that which
// is certain, best one that this function opened, the surest and the last; and
// that which hangs on an interface's method.
func (r *recorder) split(open bits) (definite, maybe *region) {
	for _, reg := range r.f.regions {
		if open&reg.bit == 0 || reg.shadow {
			continue
		}
		if reg.need != nil {
			maybe = reg
		} else if definite == nil || reg.own && !definite.own || reg.own == definite.own && reg.conf >= definite.conf {
			definite = reg
		}
	}
	return definite, maybe
}

// judge decides what an effect at a call means: a finding where a transaction
// is open, an obligation where that, or the effect, hangs on an interface, and
// otherwise something that the callers have to know.
func (r *recorder) judge(e event, eff effect, open bits) {
	if eff.late > 0 && eff.late <= len(e.call.args) {
		open &^= r.holding(e.call.args[eff.late-1])
	}
	for _, reg := range r.f.regions {
		if !reg.leadsToCommit(e.call) {
			open &^= reg.bit
		}
	}
	definite, maybe := r.split(open)
	if r.p.generatedAt(e.call) {
		definite, maybe = nil, nil // reported where the project's own code leads to it
	}
	for _, reg := range r.f.regions {
		if open&reg.bit != 0 && r.bound(e.call, eff, reg) {
			return // a scope's transaction is what its function is given, too
		}
	}
	switch {
	case definite != nil:
		r.report(e, eff, definite)
		return
	case maybe != nil:
		r.report(e, eff, maybe)
	}
	for fn := e.at; fn != r.g.fn; fn = fn.Parent() {
		keep(r.g.literal(fn), eff)
	}
	if !r.fl.ran[e.at] || r.startsUp() {
		return
	}
	if i := r.ended(open); i >= 0 {
		r.keepLate(i, eff)
		return
	}
	keep(r.sum, eff)
}

// holding are the regions whose transaction a value is or holds.
func (r *recorder) holding(v ssa.Value) bits {
	var held bits
	for _, reg := range r.f.regions {
		if reg.heldBy(r.g, v) {
			held |= reg.bit
		}
	}
	return held
}

// ended finds a parameter whose transaction was open when the function began
// and is no longer; -1 means none.
func (r *recorder) ended(open bits) int {
	for _, reg := range r.f.regions {
		if reg.param > 0 && r.f.entry&reg.bit != 0 && open&reg.bit == 0 {
			return reg.param - 1
		}
	}
	return -1
}

// keepLate notes an effect that comes after the end of a parameter's
// transaction. Of several such parameters, the first is enough to tell.
func (r *recorder) keepLate(param int, eff effect) {
	if r.sum.Late == nil {
		r.sum.Late = &summary.Late{Param: param}
	}
	f := summary.Func{Remote: r.sum.Late.Remote, Dyn: r.sum.Late.Dyn}
	keep(&f, eff)
	r.sum.Late.Remote, r.sum.Late.Dyn = f.Remote, f.Dyn
}

// startsUp: an init function runs before there is any transaction.
func (r *recorder) startsUp() bool { return r.g.obj == nil }

// keep adds an effect to a summary.
func keep(sum *summary.Func, eff effect) {
	if eff.chain != nil {
		offer(sum, *eff.chain)
		return
	}
	i := slices.IndexFunc(sum.Dyn, func(d summary.DynCall) bool { return d.Method == eff.dyn.Method && d.Key == eff.dyn.Key })
	switch {
	case i < 0:
		sum.Dyn = append(sum.Dyn, *eff.dyn)
	case compareDyn(*eff.dyn, sum.Dyn[i]) < 0:
		sum.Dyn[i] = *eff.dyn
	}
}

func compareDyn(a, b summary.DynCall) int {
	return summary.Better(summary.Chain{Conf: a.Conf, Steps: a.Steps}, summary.Chain{Conf: b.Conf, Steps: b.Steps})
}

// bound reports whether a publisher writes to the very transaction that is
// open: it was made from it, or is handed it. That is an outbox, and no call to
// the broker. Nor is a helper's that is given such a publisher as an interface.
func (r *recorder) bound(e *call, eff effect, reg *region) bool {
	if eff.chain != nil && eff.chain.Kind != string(catalog.Publish) {
		return false
	}
	return slices.ContainsFunc(e.args, func(a ssa.Value) bool {
		if !reg.values[a] && !reg.carriers[a] || isContext(a.Type()) {
			return false
		}
		return eff.chain != nil || !e.invoke && typeName(types.Unalias(a.Type())) == eff.dyn.Method.Iface
	})
}

// report notes a finding, or an obligation.
func (r *recorder) report(e event, eff effect, reg *region) {
	if !r.final {
		return
	}
	o := summary.Obligation{
		Rule: "remotetx", Place: r.p.place(r.g, r.p.callPos(e.call.instr)), Tx: reg.steps, TxNeed: reg.need,
		Conf: reg.conf, Callee: r.calleeShown(e.call, eff), TxText: reg.text, Begin: reg.begin,
	}
	touched := ""
	if eff.chain != nil {
		o.Remote, o.Call, o.Conf = eff.chain, eff.chain.Steps, summary.Mul(o.Conf, eff.chain.Conf)
		touched = o.Callee
	} else {
		o.Method, o.Key, o.Call, o.Conf = &eff.dyn.Method, eff.dyn.Key, eff.dyn.Steps, summary.Mul(o.Conf, eff.dyn.Conf)
		touched = o.Callee
	}
	o.Place.Touched = touched
	r.p.pending = append(r.p.pending, pending{o, e.call.instr.Pos()})
}

// sort puts the summary in its fixed order and within its bounds.
func (r *recorder) sort() {
	s := r.sum
	slices.SortFunc(s.Dyn, func(a, b summary.DynCall) int {
		return cmp.Or(cmp.Compare(a.Method.Iface, b.Method.Iface), cmp.Compare(a.Method.Name, b.Method.Name), cmp.Compare(a.Key, b.Key))
	})
	if len(s.Dyn) > maxDyn {
		if r.final {
			r.p.coverage.dropped += len(s.Dyn) - maxDyn
		}
		s.Dyn = s.Dyn[:maxDyn]
	}
	slices.SortFunc(s.Pools, comparePools)
	slices.SortFunc(s.DB, func(a, b summary.Access) int { return cmp.Compare(a.Key(), b.Key()) })
	if len(s.DB) > maxAccesses {
		s.DB = s.DB[:maxAccesses]
	}
	r.sortAsks()
	byIndex := func(a, b summary.Param) int { return cmp.Compare(a.Index, b.Index) }
	slices.SortFunc(s.RunsTx, byIndex)
	slices.SortFunc(s.TxDecorates, byIndex)
	slices.SortFunc(s.RunsTxIf, func(a, b summary.CondParam) int {
		return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.Method.String(), b.Method.String()), cmp.Compare(a.Arg, b.Arg))
	})
	slices.SortFunc(s.Stores, func(a, b summary.Store) int {
		return cmp.Or(cmp.Compare(a.Param, b.Param), cmp.Compare(a.Field.String(), b.Field.String()))
	})
	slices.Sort(s.Calls)
	slices.Sort(s.Ends)
	s.Fills = slices.Clone(r.g.summary.Fills) // see fillFields
}
