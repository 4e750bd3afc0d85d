package effects

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A region is a transaction that one function of a group has to do with: from
// where it is opened, or comes to hand, until it ends on each path.
type region struct {
	bit    bits
	steps  []summary.Step
	text   string // how a message speaks of it: "the transaction opened at line 71"
	begin  string // what opens it: BeginTx
	need   *summary.Need
	conf   int
	own    bool // met in this group, rather than handed in
	opened bool // and begun by it, rather than found
	found  bool // in a context or a container, where somebody else had put it
	// shadow regions are tracked only to learn whether the function ends what
	// it was given; nothing is reported in them.
	shadow bool
	param  int // 1 + index of the parameter that holds it; 0: none
	values map[ssa.Value]bool
	cells  map[any]bool
	// carriers hold the transaction without being it: a context, a repository
	// made from it.
	carriers map[ssa.Value]bool
	origin   ssa.Value           // the call or load that it comes from
	holder   any                 // the struct that it was loaded from; see group.base
	commit   ssa.CallInstruction // by which it is known to have been open; see commits.go
	twin     *region             // the same transaction on the path of a panic; see panics.go
	panicked bool                // is such a twin
	pool     *handle             // that it took its connection from, where that is known
	textual  bool                // begun by SQL text on a connection, which is the value
}

// bits is a set of regions.
type bits uint64

const maxRegions = 64

// regions finds the transactions that a group has to do with.
type regionFinder struct {
	p       *program
	g       *group
	regions []*region
	opens   map[ssa.Instruction]*region // by the instruction that opens it, or brings it to hand
	entry   bits                        // open when the group's function is entered
	scopes  map[scopeKey]*region

	recovers bool // a literal of the group recovers from panics
}

// A scopeKey is one way in which a call runs a function in a transaction.
type scopeKey struct {
	instr ssa.CallInstruction
	run   int
}

func (p *program) findRegions(g *group) *regionFinder {
	f := &regionFinder{p: p, g: g, opens: map[ssa.Instruction]*region{}, scopes: map[scopeKey]*region{}}
	f.params()
	for _, fn := range g.funcs {
		if fn != g.fn {
			f.literalParams(fn)
		}
		for instr := range Instructions(fn) {
			f.instruction(instr)
		}
	}
	f.commits()
	for _, r := range f.regions {
		f.spread(r)
	}
	f.shadows()
	f.twins()
	return f
}

func (f *regionFinder) add(r *region) *region {
	if len(f.regions) >= maxRegions {
		return nil
	}
	r.bit = 1 << len(f.regions)
	r.values, r.cells, r.carriers = map[ssa.Value]bool{}, map[any]bool{}, map[ssa.Value]bool{}
	f.regions = append(f.regions, r)
	return r
}

// params opens a region for each parameter that is a transaction.
func (f *regionFinder) params() {
	for i, param := range f.g.fn.Params {
		hook := f.p.isHook(f.g.fn.Signature, f.g.fn.Name(), param)
		if f.p.txKindOf(param.Type()) != isTx && !hook || f.isReceiver(i) {
			continue
		}
		if r := f.handed(param); r != nil {
			if hook {
				r.conf = hookConf
			}
			r.param = 1 + i
			f.entry |= r.bit
		}
	}
}

// hookConf: gorm runs a model's hooks in the transaction of the statement, and
// makes one for it, unless it is told not to.
const hookConf = 95

// isHook reports whether a parameter is the *gorm.DB that a model's hook is
// handed: AfterCreate(tx *gorm.DB) error.
func (p *program) isHook(sig *types.Signature, name string, param *ssa.Parameter) bool {
	if sig.Recv() == nil || sig.Params().Len() != 1 || sig.Results().Len() != 1 || !isErrorType(sig.Results().At(0).Type()) {
		return false
	}
	if !strings.HasPrefix(name, "Before") && !strings.HasPrefix(name, "After") {
		return false
	}
	_, what, _ := strings.Cut(strings.Replace(name, "After", "Before", 1), "Before")
	return slices.Contains([]string{"Save", "Create", "Update", "Delete"}, what) &&
		p.txKindOf(param.Type()) == maybeTx && p.isPool(param.Type())
}

// isReceiver: what a transaction's own methods do is not done in it: its Commit
// may well publish after committing.
func (f *regionFinder) isReceiver(i int) bool {
	return i == 0 && f.g.fn.Signature.Recv() != nil
}

// literalParams: a function literal that takes a transaction is called with one.
func (f *regionFinder) literalParams(fn *ssa.Function) {
	for _, param := range fn.Params {
		if f.p.txKindOf(param.Type()) == isTx {
			if r := f.handed(param); r != nil {
				f.entryOf(fn, r)
			}
		}
	}
}

func (f *regionFinder) entryOf(fn *ssa.Function, r *region) {
	if f.g.entries == nil {
		f.g.entries = map[*ssa.Function]bits{}
	}
	f.g.entries[fn] |= r.bit
}

func (f *regionFinder) handed(param *ssa.Parameter) *region {
	r := f.add(&region{conf: 100, origin: param, begin: "the transaction begins"})
	if r == nil {
		return nil
	}
	step := f.p.step(param.Pos(), fmt.Sprintf("is handed the open transaction %s %s", param.Name(), shortType(param.Type())))
	r.steps = []summary.Step{step}
	r.text = fmt.Sprintf("transaction %s is open", param.Name())
	r.values[param] = true
	return r
}

func shortType(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return p.Name() })
}

// instruction opens a region where an instruction begins a transaction or
// brings one to hand.
func (f *regionFinder) instruction(instr ssa.Instruction) {
	switch i := instr.(type) {
	case ssa.CallInstruction:
		if _, ok := instr.(*ssa.Go); !ok {
			f.call(i)
		}
	case *ssa.UnOp:
		f.load(i)
	case *ssa.TypeAssert:
		f.assert(i)
	}
}

// call opens a region at a call that begins a transaction, and one for each
// function that the call runs in a transaction.
func (f *regionFinder) call(instr ssa.CallInstruction) {
	c := f.g.calls[instr]
	for i, r := range c.runs {
		if r.mode == runTx || r.mode == runMaybe {
			f.scope(c, i, r)
		}
	}
	if c.callee == nil {
		return
	}
	value, _ := instr.(*ssa.Call)
	switch {
	case c.has(catalog.End) != nil || endsByName(c) || c.textual.ends:
	case c.has(catalog.Begin) != nil:
		if c.has(catalog.Begin).Self {
			f.begins(c, nil, 100, c.args[0])
		} else if value != nil {
			f.begins(c, nil, 100, value)
		}
	case c.textual.begins:
		f.begins(c, nil, 100, c.textual.conn)
	case c.sum != nil && c.sum.Begins != nil:
		f.beginsBySummary(c, value)
	case c.begun != nil && value != nil:
		f.begins(c, c.begun.Steps, begunBehindConf, value)
	case value != nil:
		f.beginsByType(c, value)
	}
}

// beginsBySummary: the callee opens a transaction and leaves it open.
func (f *regionFinder) beginsBySummary(c *call, value *ssa.Call) {
	b := c.sum.Begins
	var holders []ssa.Value
	for _, i := range b.Params {
		if i < len(c.args) {
			holders = append(holders, c.args[i])
		}
	}
	if value != nil && len(b.Results) > 0 {
		holders = append(holders, value)
	}
	f.begins(c, b.Steps, 100, holders...)
}

// beginsByType: the result is a transaction, so that after the call the
// function has one in hand, whether the call began it or found it.
func (f *regionFinder) beginsByType(c *call, value *ssa.Call) {
	if f.derived(c) {
		return // WithContext, savepoints and the like, on a transaction
	}
	for _, t := range results(value) {
		switch f.p.txKindOf(t) {
		case isTx:
			f.begins(c, nil, 100, append(f.ended(c), value)...)
			return
		case maybeTx:
			if strings.HasPrefix(c.callee.Name(), "Begin") && f.p.catalogTx(t) != catalog.MaybeTx {
				f.begins(c, nil, 95, value)
				return
			}
		}
	}
	// An interface that begins without giving anything back: u.Begin(ctx).
	if c.invoke && strings.HasPrefix(c.callee.Name(), "Begin") && f.p.txKindOf(c.args[0].Type()) == maybeTx {
		f.begins(c, nil, 85, c.args[0])
	}
}

func (e *engine) catalogTx(t types.Type) catalog.Role {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return ""
	}
	return e.catalog.Type(pkgPath(n.Obj().Pkg()), n.Obj().Name())
}

// derived reports whether a call makes a handle of a transaction from another,
// or from the session on which the function begins it itself.
func (f *regionFinder) derived(c *call) bool {
	begins := func(c *call) bool { return c.has(catalog.Begin) != nil && c.has(catalog.Begin).Self }
	for _, a := range c.args {
		if f.calledOn(a, begins) {
			return true
		}
		if f.p.txKindOf(a.Type()) == isTx && !strings.HasPrefix(c.callee.Name(), "Begin") {
			return true
		}
	}
	return false
}

func results(v *ssa.Call) []types.Type {
	tuple := v.Call.Signature().Results()
	list := make([]types.Type, 0, tuple.Len())
	for i := range tuple.Len() {
		list = append(list, tuple.At(i).Type())
	}
	return list
}

// begins opens a region at a call. The holders are the transaction, or hold it.
func (f *regionFinder) begins(c *call, steps []summary.Step, conf int, holders ...ssa.Value) {
	pos := f.p.callPos(c.instr)
	verb := "transaction opens"
	if c.has(catalog.Begin) == nil && !c.textual.begins && (c.sum == nil || c.sum.Begins == nil) && c.begun == nil && !beginsByName(c.callee.Name()) {
		verb = "transaction comes to hand"
	}
	step := f.p.step(pos, fmt.Sprintf("%s: %s", verb, f.p.callText(c.instr)))
	r := f.add(&region{
		steps: append([]summary.Step{step}, steps...), conf: conf, own: true, begin: c.callee.Name(),
		text: fmt.Sprintf("the transaction opened at line %d is still open", step.Line),
	})
	if r == nil {
		return
	}
	r.opened = verb == "transaction opens"
	r.found = !r.opened
	f.opens[c.instr] = r
	for _, h := range holders {
		f.hold(r, h)
	}
	if c.textual.begins {
		r.holdTextual(c.textual.conn)
	}
	r.pool = f.poolOf(c)
	if v, ok := c.instr.(*ssa.Call); ok {
		r.origin = v
	}
}

func beginsByName(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "begin") || strings.Contains(name, "start") || strings.Contains(name, "open") || strings.HasPrefix(name, "new")
}

// hold makes a value the region's transaction: a call's results as far as
// their type allows, or a holder such as a session.
func (f *regionFinder) hold(r *region, v ssa.Value) {
	call, ok := v.(*ssa.Call)
	if !ok {
		r.values[v] = true
		f.holdCell(r, v)
		return
	}
	if tuple, ok := call.Type().(*types.Tuple); ok && call.Referrers() != nil {
		for i := range tuple.Len() {
			if !carries(tuple.At(i).Type()) {
				continue
			}
			for _, ref := range *call.Referrers() {
				if ex, ok := ref.(*ssa.Extract); ok && ex.Index == i {
					r.values[ex] = true
				}
			}
		}
		return
	}
	if carries(call.Type()) {
		r.values[call] = true
	}
}

// holdCell: a session that is kept in a variable is the same one each time that
// it is loaded.
func (f *regionFinder) holdCell(r *region, v ssa.Value) {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		r.cells[f.g.cell(load.X)] = true
	}
}

// carries reports whether a value of the type can be or hold a transaction.
func carries(t types.Type) bool {
	if isErrorType(t) {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Struct, *types.Signature:
		return true
	}
	return false
}

// scope opens a region for a function that a call runs in a transaction.
func (f *regionFinder) scope(c *call, i int, run run) {
	step := f.p.step(f.p.callPos(c.instr), fmt.Sprintf("transaction opens: %s", f.p.callText(c.instr)))
	if run.need != nil {
		step.Note = fmt.Sprintf("hands a function to %s", f.p.callText(c.instr))
	}
	if run.behind != "" {
		step.Note = fmt.Sprintf("runs behind %s: %s", run.behind, f.p.callText(c.instr))
	}
	begin := run.begin
	if begin == "" && c.callee != nil {
		begin = c.callee.Name()
	}
	if begin == "" {
		begin = "the transaction begins"
	}
	r := f.add(&region{
		steps: append([]summary.Step{step}, run.steps...), conf: run.conf, own: true, need: run.need, begin: begin,
		text: fmt.Sprintf("the transaction opened at line %d is still open", step.Line),
	})
	if r != nil {
		if run.behind != "" {
			r.text = "the transaction of " + run.behind + " is open"
		}
		r.pool = f.poolOfRun(c, run)
		f.scopes[scopeKey{c.instr, i}] = r
		r.origin, _ = c.instr.(*ssa.Call)
	}
}

// load brings a transaction to hand that a struct holds.
func (f *regionFinder) load(u *ssa.UnOp) {
	addr, ok := u.X.(*ssa.FieldAddr)
	if u.Op != token.MUL || !ok || f.p.txKindOf(u.Type()) != isTx || f.localStruct(addr) || f.wrapsTx() {
		return
	}
	f.inHand(u, u.Pos())
}

// wrapsTx: what the methods of a type that is a transaction itself do with the
// one that they wrap says nothing of when it is open.
func (f *regionFinder) wrapsTx() bool {
	recv := f.g.fn.Signature.Recv()
	return recv != nil && f.p.txKindOf(recv.Type()) != notTx
}

// localStruct: a struct that the function filled itself holds a transaction
// that the function has in hand anyway.
func (f *regionFinder) localStruct(addr *ssa.FieldAddr) bool {
	return len(f.g.stores()[f.g.cell(addr)]) > 0
}

// assert brings a transaction to hand that a context or a container held.
func (f *regionFinder) assert(a *ssa.TypeAssert) {
	if f.p.txKindOf(a.AssertedType) != isTx || f.p.txKindOf(a.X.Type()) != notTx {
		return
	}
	if isErrorType(a.X.Type()) {
		return
	}
	f.inHand(a, a.Pos())
}

func (f *regionFinder) inHand(v ssa.Instruction, pos token.Pos) {
	step := f.p.step(pos, "has the open transaction in hand")
	r := f.add(&region{
		steps: []summary.Step{step}, conf: 100, begin: "the transaction begins",
		text: fmt.Sprintf("the transaction in hand since line %d is still open", step.Line),
	})
	if r == nil {
		return
	}
	f.opens[v] = r
	value := v.(ssa.Value)
	r.origin = value
	r.values[value] = true
	if load, ok := v.(*ssa.UnOp); ok {
		r.cells[f.g.cell(load.X)] = true
		if fa, ok := load.X.(*ssa.FieldAddr); ok {
			r.holder = f.g.base(fa.X)
		}
	}
	a, ok := v.(*ssa.TypeAssert)
	r.found = ok
	if ok && a.CommaOk {
		delete(r.values, value)
		for _, ref := range *a.Referrers() {
			if ex, ok := ref.(*ssa.Extract); ok && ex.Index == 0 {
				r.values[ex] = true
			}
		}
	}
}
