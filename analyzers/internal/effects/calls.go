package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A call is one call instruction with all that is known of what it calls.
type call struct {
	instr   ssa.CallInstruction
	callee  *types.Func     // static callee or interface method; nil where a function value is called
	method  *summary.Method // callee is a method of this first-party interface
	field   *summary.Method // a function value is called that this field of a struct holds
	invoke  bool
	args    []ssa.Value // the receiver first
	entries []catalog.Entry
	leaf    *leaf
	sum     *summary.Func   // what the static callee does; nil: nothing known
	begun   *summary.Begins // how the interface's method that is called begins a transaction
	runs    []run
	opaque  bool // a function value that could not be followed
	textual textualTx
}

// A run is a function value that runs because of a call.
type run struct {
	target target
	mode   runMode
	steps  []summary.Step // how the callee comes to run it in a transaction
	need   *summary.Need
	begin  string
	conf   int
	behind string        // the middleware that runs it in its transaction
	later  bool          // by a function that the call returns
	pool   *summary.Pool // whose transaction it is, as the callee sees it
}

type runMode int

const (
	runPlain runMode = iota // before the call returns
	runTx                   // in a transaction that the callee opens
	runMaybe                // in a transaction, if an interface's method opens one
	runSpawn                // in a goroutine
)

// shift is the number of leading args that are no parameters of the signature.
func (c *call) shift() int {
	if c.callee == nil {
		return 0
	}
	return shiftOf(c.callee)
}

// arg is the i-th argument without the receiver, or nil.
func (c *call) arg(i int) ssa.Value {
	if i += c.shift(); i >= 0 && i < len(c.args) {
		return c.args[i]
	}
	return nil
}

// has returns the catalogue's entry of a role for the callee, or nil.
func (c *call) has(role catalog.Role) *catalog.Entry {
	for i := range c.entries {
		if c.entries[i].Role == role && !c.entries[i].Never {
			return &c.entries[i]
		}
	}
	return nil
}

// resolveCall finds out what a call calls.
func (p *program) resolveCall(g *group, instr ssa.CallInstruction) *call {
	common := instr.Common()
	c := &call{instr: instr, args: common.Args}
	switch {
	case common.IsInvoke():
		c.invoke = true
		c.callee = common.Method.Origin()
		c.args = append([]ssa.Value{common.Value}, common.Args...)
		c.method = p.firstPartyMethod(common.Value.Type(), c.callee)
		if f := p.concrete(g, common); f != nil {
			c.invoke, c.callee, c.method = false, f, nil
		}
	default:
		if fn := common.StaticCallee(); fn != nil {
			p.resolveStatic(g, c, fn)
		} else if _, ok := common.Value.(*ssa.Builtin); !ok {
			p.resolveValue(g, c, common.Value)
		}
	}
	if c.callee != nil {
		p.describe(c)
		p.addRuns(g, c)
		p.servesParam(g, c)
		c.textual = p.textualTx(g, c)
	}
	p.addLoopBody(c)
	return c
}

// addLoopBody: the body of a loop over a function is a literal that the iterator
// runs, whatever it is: for x := range seq { … }.
func (p *program) addLoopBody(c *call) {
	for _, a := range c.args {
		mc, ok := a.(*ssa.MakeClosure)
		if !ok {
			continue
		}
		body := mc.Fn.(*ssa.Function)
		known := slices.ContainsFunc(c.runs, func(r run) bool { return r.target.closure == body })
		if body.Synthetic == "range-over-func yield" && !known {
			c.runs = append(c.runs, run{target: target{closure: body}, conf: 100})
		}
	}
}

// servesParam: to serve a request by a handler that the function is given is to
// run what it is given.
func (p *program) servesParam(g *group, c *call) {
	if !c.invoke || c.callee.Name() != "ServeHTTP" {
		return
	}
	for _, t := range p.targets(g, c.args[0]) {
		if t.param > 0 || t.inner != nil {
			c.runs = append(c.runs, run{target: t, conf: t.conf})
		}
	}
}

// runnable reports whether a value of the type may be run: a function, or a
// handler.
func runnable(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok || isNamed(t, "net/http", "Handler")
}

func (p *program) resolveStatic(g *group, c *call, fn *ssa.Function) {
	if fn.Parent() != nil { // a literal, called on the spot
		c.runs = append(c.runs, run{target: target{closure: fn}, conf: 100})
		return
	}
	obj, ok := fn.Object().(*types.Func)
	if !ok {
		return
	}
	c.callee = obj.Origin()
	if mc, ok := c.instr.Common().Value.(*ssa.MakeClosure); ok { // a bound method, called on the spot
		c.args = append(slices.Clone(mc.Bindings), c.args...)
	}
	if recv := obj.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		c.invoke = true
		c.method = p.firstPartyMethod(recv.Type(), c.callee)
	}
}

// concrete is the method that an interface call reaches, where the value was
// made an interface in plain sight.
func (p *program) concrete(g *group, common *ssa.CallCommon) *types.Func {
	v := common.Value
	for range 4 {
		load, ok := v.(*ssa.UnOp)
		if !ok {
			break
		}
		stored := g.stores()[g.cell(load.X)]
		if _, local := g.cell(load.X).(*ssa.Alloc); !local || len(stored) != 1 {
			return nil
		}
		v = stored[0]
	}
	mi, ok := v.(*ssa.MakeInterface)
	if !ok {
		return nil
	}
	obj, _, _ := types.LookupFieldOrMethod(mi.X.Type(), true, common.Method.Pkg(), common.Method.Name())
	f, ok := obj.(*types.Func)
	if !ok || f.Signature().Recv() == nil || types.IsInterface(f.Signature().Recv().Type()) {
		return nil
	}
	return f.Origin()
}

// resolveValue handles the call of a function value.
func (p *program) resolveValue(g *group, c *call, v ssa.Value) {
	targets := p.targets(g, v)
	if field := p.funcField(v); field != nil && len(targets) == 0 {
		c.field = field
		p.addFieldRuns(g, c)
		return
	}
	c.opaque = len(targets) == 0
	for _, t := range targets {
		if t.given != nil {
			p.addGivenRuns(g, c, t)
			continue
		}
		r := run{target: t, conf: t.conf}
		if t.tx != nil {
			if t.closure == nil {
				continue // judged where it was decorated
			}
			r.mode, r.steps = runTx, t.tx.Steps
		}
		c.runs = append(c.runs, r)
		p.addValueRuns(g, c, t)
	}
}

// addValueRuns is addRuns for the call of a declared function as a value: a scope
// that a constructor puts into a field, conn.Transact.
func (p *program) addValueRuns(g *group, c *call, t target) {
	if t.obj == nil || !slices.ContainsFunc(c.args, func(a ssa.Value) bool { return runnable(a.Type()) }) {
		return
	}
	called := &call{instr: c.instr, args: c.args, callee: t.obj, method: t.method}
	if recv := t.obj.Signature().Recv(); recv != nil {
		called.invoke = types.IsInterface(recv.Type())
		called.args = append([]ssa.Value{c.instr.Common().Value}, c.args...) // which receiver, is not known
	}
	p.describe(called)
	p.addRuns(g, called)
	for _, r := range called.runs {
		r.conf, r.pool = summary.Mul(r.conf, t.conf), nil
		c.runs = append(c.runs, r)
	}
}

// addFieldRuns is addRuns for the call of a function that a field holds: what
// it does with a function that it is given is known where the field is filled.
func (p *program) addFieldRuns(g *group, c *call) {
	if keepsForLater(c.field.Name) {
		return
	}
	for i, a := range c.args {
		if runnable(a.Type()) {
			need := &summary.Need{Method: *c.field, Arg: i}
			p.addRun(g, c, a, run{mode: runMaybe, conf: 100, need: need, begin: c.field.Name})
		}
	}
}

// firstPartyMethod names the method of a first-party interface. Others prove
// nothing: anything may stand behind an io.Writer.
func (p *program) firstPartyMethod(recv types.Type, m *types.Func) *summary.Method {
	if m.Pkg() == nil {
		return nil // error.Error
	}
	if isGenQuery(recv) {
		return nil
	}
	t := types.Unalias(recv)
	if tp, ok := t.(*types.TypeParam); ok {
		t = types.Unalias(tp.Constraint())
	}
	if n, ok := t.(*types.Named); ok {
		if n.Obj().Pkg() == nil || !p.firstPartyPath(pkgPath(n.Obj().Pkg())) {
			return nil
		}
	} else if !p.firstPartyPath(pkgPath(m.Pkg())) {
		return nil
	}
	return &summary.Method{Iface: typeName(t), Name: m.Name()}
}

// firstPartyPath reports whether a package is one of the project's.
func (p *program) firstPartyPath(path string) bool {
	if path == p.path {
		return true
	}
	if fact := p.imports[path]; fact != nil {
		return fact.First
	}
	if p.cfg.IsFirstParty(path) {
		return true
	}
	m := p.pass.Module
	return m != nil && m.Path != "" && (path == m.Path || strings.HasPrefix(path, m.Path+"/"))
}

// describe looks up what is known of the callee: config first, then the
// catalogue, then what its own code was seen to do.
func (p *program) describe(c *call) {
	f := c.callee
	if f.Pkg() == nil {
		return
	}
	path, recv := pkgPath(f.Pkg()), recvName(f)
	c.entries = p.catalog.Lookup(path, recv, f.Name())
	switch {
	case p.cfg.MatchSymbol(config.RoleLocal, path, recv, f.Name()) == config.Yes:
		c.sum = p.quiet(f)
		return
	case p.cfg.MatchSymbol(config.RoleRemote, path, recv, f.Name()) == config.Yes:
		c.leaf = &leaf{"remote", displayName(f), 100}
	case p.cfg.MatchSymbol(config.RoleRemote, path, recv, f.Name()) == config.No:
		c.sum = p.quiet(f)
		return
	default:
		c.leaf = p.leaf(f, true)
		if c.leaf != nil && len(c.args) > 0 && loopback(c.args[0]) {
			c.leaf = nil
		}
	}
	if c.invoke {
		c.begun = p.begunBehind(f)
	} else {
		c.sum = p.summaryOf(f)
	}
}

// loopback: the client of a test server never leaves the machine.
func loopback(v ssa.Value) bool {
	c, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	f := staticFunc(&c.Call)
	return f != nil && f.Pkg().Path() == "net/http/httptest"
}

// quiet is a function's summary without its leaving the process.
func (p *program) quiet(f *types.Func) *summary.Func {
	s := p.summaryOf(f)
	if s == nil {
		return nil
	}
	q := *s
	q.Remote, q.Dyn = nil, nil
	return &q
}

// summaryOf is what a function does, or nil.
func (p *program) summaryOf(f *types.Func) *summary.Func {
	f = f.Origin()
	if f.Pkg() == p.pass.Pkg {
		if g := p.byObj[f]; g != nil {
			return g.summary
		}
		return nil
	}
	if s, ok := p.facts[f]; ok {
		return s
	}
	var s *summary.Func
	if fact := new(summary.Func); f.Pkg() != nil && !p.catalog.Stopped(pkgPath(f.Pkg())) && p.pass.ImportObjectFact(f, fact) {
		s = fact
	}
	if f.Pkg() != nil {
		s = p.entOutside(f, s)
	}
	p.facts[f] = s
	return s
}

// addRuns notes which of a call's arguments are functions that run because of
// it, and how.
func (p *program) addRuns(g *group, c *call) {
	for i, a := range c.args {
		if !runnable(a.Type()) && !runnables(a.Type()) || i == 0 && c.shift() == 1 {
			continue
		}
		r, ok := p.runOf(c, i)
		if !ok {
			continue
		}
		p.addRun(g, c, a, r)
	}
}

// addRun notes that a call runs a function value in some way.
func (p *program) addRun(g *group, c *call, v ssa.Value, r run) {
	for _, t := range p.targets(g, v) {
		one := r
		one.target, one.conf = t, summary.Mul(r.conf, t.conf)
		if t.tx != nil && one.mode == runPlain {
			one.mode, one.steps = runTx, t.tx.Steps
		}
		c.runs = append(c.runs, one)
	}
}

// addGivenRuns is addRuns for the call of a function that another call gave
// back: withTx(db)(fn).
func (p *program) addGivenRuns(g *group, c *call, t target) {
	for i, a := range c.args {
		if !runnable(a.Type()) && !runnables(a.Type()) {
			continue
		}
		if r, ok := runFromParams(t.given.RunsTx, nil, t.given.TxDecorates, t.given.Calls, i); ok {
			r.begin, r.conf = t.given.from, summary.Mul(r.conf, t.conf)
			p.addRun(g, c, a, r)
		}
	}
}

// runOf tells how a callee runs its i-th argument (the receiver counting as
// the first), and whether it does.
func (p *program) runOf(c *call, i int) (run, bool) {
	f := c.callee
	for _, e := range c.entries {
		if e.Arg != i-c.shift() {
			continue
		}
		switch e.Role {
		case catalog.Scope:
			return run{mode: runTx, conf: 100, begin: f.Name()}, true
		case catalog.Runs, catalog.WaitFor:
			return run{conf: 100}, true
		case catalog.Spawns:
			return run{mode: runSpawn, conf: 100}, true
		}
	}
	if f.Pkg() != nil && p.cfg.MatchSymbol(config.RoleTransaction, pkgPath(f.Pkg()), recvName(f), f.Name()) == config.Yes {
		return run{mode: runTx, conf: 100, begin: f.Name(), pool: poolOfParam(c.sum, i)}, true
	}
	if p.runsModifier(f, c.args[i]) {
		return run{conf: 100}, true
	}
	if c.sum != nil {
		return runFromSummary(c, i)
	}
	if c.method != nil {
		// Whoever implements it is likely to run what it is given, unless its
		// name says that it keeps it for later.
		if keepsForLater(f.Name()) {
			return run{}, false
		}
		need := &summary.Need{Method: *c.method, Arg: i - 1}
		return run{mode: runMaybe, conf: 100, need: need, begin: f.Name()}, true
	}
	return run{}, false
}

func runFromSummary(c *call, i int) (run, bool) {
	r, ok := runFromParams(c.sum.RunsTx, c.sum.RunsTxIf, c.sum.TxDecorates, c.sum.Calls, i)
	r.begin = c.callee.Name()
	return r, ok
}

// poolOfParam is the pool whose transaction a function is known to run its i-th
// parameter in, or nil.
func poolOfParam(sum *summary.Func, i int) *summary.Pool {
	if sum == nil {
		return nil
	}
	for _, t := range sum.RunsTx {
		if t.Index == i {
			return t.Pool
		}
	}
	return nil
}

// runFromParams tells how a function runs its i-th parameter, from what is
// known of its parameters.
func runFromParams(runsTx []summary.Param, runsTxIf []summary.CondParam, txDecorates []summary.Param, calls []int, i int) (run, bool) {
	for _, t := range runsTx {
		if t.Index == i {
			return run{mode: runTx, conf: 100, steps: t.Steps, pool: t.Pool}, true
		}
	}
	for _, t := range runsTxIf {
		if t.Index == i {
			need := &summary.Need{Method: t.Method, Arg: t.Arg}
			return run{mode: runMaybe, conf: 100, steps: t.Steps, need: need}, true
		}
	}
	for _, t := range txDecorates {
		if t.Index == i {
			return run{mode: runTx, conf: 100, steps: t.Steps, later: true}, true
		}
	}
	return run{conf: 100}, slices.Contains(calls, i)
}

// keepsForLater recognises the names of hooks: what they are given runs after
// the commit, or when something happens.
func keepsForLater(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"after", "oncommit", "onrollback", "hook", "subscribe", "register", "handle", "schedule", "enqueue", "listen", "defer", "callback", "notify"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return strings.HasPrefix(name, "on") && !strings.HasPrefix(name, "once")
}
