package effects

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Bounds of the search for the calls that make up a builder's chain.
const (
	maxChains     = 8
	maxChainDepth = 60
	maxLooked     = 3000 // values, for one chain's end
)

// A link is one call of a builder's chain: db.Table("users").Where(…).Find(…)
// has three.
type link struct {
	name  string
	call  ssa.CallInstruction
	args  []ssa.Value // without the receiver
	frame *frame
	// maybe: the call stands on some paths only. It may name a table, but
	// guards nothing.
	maybe bool
}

// A frame is the function in which a link stands, and where that is not the one
// that is analyzed, how it was called.
type frame struct {
	e    *evaluator
	args []ssa.Value
	up   *frame
}

// lastLink is a method's call as a link that is not part of a chain yet.
func (r *recorder) lastLink(c *call) link {
	return link{name: c.callee.Name(), call: c.instr, args: c.args[1:], frame: &frame{e: r.p.evaluator(r.g)}}
}

// texts evaluates a string in a frame, down to the parameters of the function
// that is analyzed.
func (f *frame) texts(v ssa.Value) []text {
	if v == nil {
		return []text{hole()}
	}
	if found := f.filled(f.e.eval(v, maxTextDepth/2)); len(found) > 0 {
		return found
	}
	return []text{hole()}
}

// filled puts what the calls pass that lead to a frame in the place of its
// function's parameters.
func (f *frame) filled(found []text) []text {
	for ; f.up != nil; f = f.up {
		var out []text
		for _, t := range found {
			out = append(out, f.up.e.fill(t, f.args)...)
		}
		found = out
	}
	return found
}

// called is the frame of a function of the package that a call calls, and what
// it returns there; nil if there is no one answer.
func (f *frame) called(v ssa.Value) (*frame, ssa.Value) {
	c, ok := v.(*ssa.Call)
	if !ok || staticFunc(&c.Call) == nil {
		return nil, nil
	}
	g := f.e.p.byObj[staticFunc(&c.Call).Origin()]
	depth := 0
	for up := f; up != nil; up = up.up {
		if depth++; up.e.g == g || depth > 4 {
			return nil, nil
		}
	}
	if g == nil {
		return nil, nil
	}
	var result ssa.Value
	for ret := range Returns(g.fn) {
		if len(ret.Results) == 1 {
			if result != nil {
				return nil, nil
			}
			result = ret.Results[0]
		}
	}
	return &frame{e: f.e.within(g), args: c.Call.Args, up: f}, result
}

// made follows a part of a link to where it is made: out of a parameter to what
// the call passes, into a function of the package that gives it back.
func (l link) made(v ssa.Value) (link, ssa.Value) {
	for v = typed(v); ; {
		if param, ok := v.(*ssa.Parameter); ok && l.frame.up != nil && param.Parent() == l.frame.e.g.fn {
			i := slices.Index(param.Parent().Params, param)
			v, l.frame = typed(l.frame.args[i]), l.frame.up
			continue
		}
		inner, result := l.frame.called(v)
		if inner == nil || result == nil {
			return l, v
		}
		v, l.frame = typed(result), inner
	}
}

func (l link) texts(v ssa.Value) []text { return l.frame.texts(v) }

// text is the i-th argument of a link, if that is a string.
func (l link) text(i int) ([]text, bool) {
	if v := l.str(i); v != nil {
		return l.texts(v), true
	}
	return nil, false
}

// str is the i-th argument as a string value, or nil.
func (l link) str(i int) ssa.Value {
	if i >= len(l.args) {
		return nil
	}
	return stringOf(l.args[i])
}

// rest are the arguments of a variadic method from the i-th on.
func (l link) rest(i int) []ssa.Value {
	if i >= len(l.args) {
		return nil
	}
	return elements(l.args[i])
}

// models are the tables of the types behind an argument.
func (l link) models(naming string, v ssa.Value) []text {
	g := l.frame.e.g
	if found := l.frame.filled(l.frame.e.p.modelsOf(g, naming, v)); len(found) > 0 {
		return found
	}
	return []text{hole()}
}

// A chainer finds the calls that lead to a builder's value.
type chainer struct {
	// builds reports whether a type is a builder of the library.
	builds func(types.Type) bool
	// mutable: a call changes the builder, whether its result is used or not.
	mutable bool
	// active are the values that are being looked at, and in how many frames: a
	// helper may be called within what another call of it is given.
	active map[ssa.Value]int
	within map[met]bool
	looked int // values, so far
	// known are the chains of values that were met: a builder that goes through
	// many conditions has as many ways as there are sets of them.
	known map[met][][]link
}

func newChainer(builds func(types.Type) bool, mutable bool) *chainer {
	return &chainer{builds: builds, mutable: mutable, active: map[ssa.Value]int{}, within: map[met]bool{}}
}

// met is a value in the function that is looked at, for one call of it.
type met struct {
	v ssa.Value
	f *frame
}

// chains are the ways in which a builder came to be, each the calls in their
// order; there is at least one.
func (p *program) chains(g *group, v ssa.Value, builds func(types.Type) bool, mutable bool) [][]link {
	c := newChainer(builds, mutable)
	found := c.of(v, &frame{e: p.evaluator(g)}, 0)
	if len(found) == 0 {
		return [][]link{nil}
	}
	return found
}

func (c *chainer) of(v ssa.Value, f *frame, depth int) [][]link {
	at := met{v, f}
	if v == nil || depth > maxChainDepth || c.within[at] {
		return nil // a loop adds nothing new
	}
	if found, ok := c.known[at]; ok {
		return found
	}
	if c.looked++; c.looked > maxLooked {
		return [][]link{{{}}} // who knows
	}
	c.active[v]++
	c.within[at] = true
	found := c.find(v, f, depth)
	delete(c.within, at)
	if c.active[v]--; c.active[v] == 0 {
		delete(c.active, v)
	}
	if c.known == nil {
		c.known = map[met][][]link{}
	}
	c.known[at] = found
	return found
}

func (c *chainer) find(v ssa.Value, f *frame, depth int) [][]link {
	next := func(v ssa.Value) [][]link { return c.of(v, f, depth+1) }
	switch v := v.(type) {
	case *ssa.Const:
		return nil // none: what is given back beside an error
	case *ssa.Phi:
		return c.withLooped(c.union(v.Edges, next), v, f)
	case *ssa.ChangeType:
		return next(v.X)
	case *ssa.MakeInterface:
		return next(v.X)
	case *ssa.ChangeInterface:
		return next(v.X)
	case *ssa.TypeAssert:
		return next(v.X)
	case *ssa.Extract:
		return next(v.Tuple)
	case *ssa.FreeVar:
		if b := f.e.g.binding(v); b != nil {
			return next(b)
		}
	case *ssa.Parameter:
		if i := slices.Index(v.Parent().Params, v); f.up != nil && v.Parent() == f.e.g.fn && i < len(f.args) {
			return c.of(f.args[i], f.up, depth+1)
		}
		if (isBuilder(v.Type()) || isGormDB(v.Type())) && f.up == nil && v.Parent() == f.e.g.fn {
			return [][]link{{{name: givenBuilder, args: []ssa.Value{v}, frame: f}}}
		}
	case *ssa.UnOp:
		if stored := c.stored(f, v.X); len(stored) > 0 {
			return c.union(stored, next)
		}
		if call, ok := v.X.(*ssa.Call); ok && c.builds(call.Type()) {
			return next(call) // whose methods take it by value
		}
		return c.kept(v.X, f, depth)
	case *ssa.Call:
		return c.call(v, f, depth)
	}
	return [][]link{nil}
}

// stored are the builders that a local variable is given.
func (c *chainer) stored(f *frame, addr ssa.Value) []ssa.Value {
	cell := f.e.g.cell(addr)
	if _, local := cell.(*ssa.Alloc); !local {
		return nil
	}
	return f.e.g.stores()[cell]
}

// kept are the chains of a builder that a field of the package's structs keeps, or
// a variable of the package, from where it is put there.
func (c *chainer) kept(addr ssa.Value, f *frame, depth int) [][]link {
	p := f.e.p
	var out [][]link
	from := func(v ssa.Value, fn *ssa.Function) {
		if g := p.groupOf(fn); g != nil && g != f.e.g && len(out) < maxChains {
			out = append(out, c.of(v, &frame{e: f.e.within(g)}, depth+1)...)
		}
	}
	switch addr := addr.(type) {
	case *ssa.FieldAddr:
		for _, s := range p.valueFieldStores()[fieldOf(addr)] {
			from(s.Val, s.Parent())
		}
	case *ssa.Global:
		if g := p.startOf(addr); g != nil {
			for _, v := range g.stores()[addr] {
				from(v, g.fn)
			}
		}
	}
	if len(out) == 0 {
		return [][]link{nil}
	}
	return out[:min(len(out), maxChains)]
}

func (c *chainer) union(vs []ssa.Value, next func(ssa.Value) [][]link) [][]link {
	var out [][]link
	for _, v := range vs {
		for _, chain := range next(v) {
			if len(out) < maxChains {
				out = append(out, chain)
				continue
			}
			// One more than is kept: of the last, not all is said.
			last := out[maxChains-1]
			if len(last) == 0 || last[len(last)-1].name != "" {
				out[maxChains-1] = append(slices.Clone(last), link{})
			}
		}
	}
	return out
}

// call adds a call to the chains of its receiver.
func (c *chainer) call(v *ssa.Call, f *frame, depth int) [][]link {
	callee, args := calleeOf(v)
	if callee == nil || !c.inLibrary(callee) {
		return c.helper(v, f, depth)
	}
	l := link{name: callee.Name(), call: v, args: args, frame: f}
	before := [][]link{nil}
	if recv := receiver(v); recv != nil && c.builds(recv.Type()) {
		l.args = args[1:]
		before = c.of(recv, f, depth+1)
	} else if recv != nil {
		l.args = args[1:]
	}
	out := make([][]link, 0, len(before))
	for _, chain := range before {
		chain = append(slices.Clone(chain), l)
		out = append(out, append(chain, c.beside(v, f)...))
	}
	return out
}

// beside are the calls that change a mutable builder and whose results nobody
// looks at.
func (c *chainer) beside(v *ssa.Call, f *frame) []link {
	if !c.mutable {
		return nil
	}
	return c.besideValue(v, f)
}

func (c *chainer) besideValue(v ssa.Value, f *frame) []link {
	if v.Referrers() == nil {
		return nil
	}
	var out []link
	for _, ref := range *v.Referrers() {
		other, ok := ref.(*ssa.Call)
		if !ok || c.active[other] > 0 {
			continue
		}
		callee, args := calleeOf(other)
		if receiver(other) != v {
			if slices.Contains(other.Call.Args, v) && other.Call.Signature().Results().Len() == 0 {
				out = append(out, link{call: other, frame: f, maybe: !c.before(other)})
			}
			continue
		}
		if callee == nil || len(args) == 0 || !c.builds(other.Type()) {
			continue
		}
		out = append(out, link{name: callee.Name(), call: other, args: args[1:], frame: f, maybe: !c.before(other)})
		out = append(out, c.beside(other, f)...)
	}
	return out
}

// before reports whether a call comes before those that are being looked at, on
// every path.
func (c *chainer) before(other *ssa.Call) bool {
	for v := range c.active {
		call, ok := v.(*ssa.Call)
		if ok && call.Parent() == other.Parent() && call.Block() != other.Block() && !other.Block().Dominates(call.Block()) {
			return false
		}
	}
	return true
}

// helper: a function of the package gives a builder back. What it builds is in
// its body; another package's adds who knows what.
func (c *chainer) helper(v *ssa.Call, f *frame, depth int) [][]link {
	if !slices.ContainsFunc(results(v), c.builds) {
		return [][]link{nil}
	}
	unknown := link{call: v, frame: f}
	if obj := staticFunc(&v.Call); obj != nil {
		if g := f.e.p.byObj[obj.Origin()]; g != nil && !f.inside(g) {
			return c.inlined(v, g, f, depth)
		}
	}
	for _, a := range v.Call.Args {
		if c.builds(a.Type()) {
			out := c.of(a, f, depth+1)
			for i := range out {
				out[i] = append(slices.Clone(out[i]), unknown)
			}
			return out
		}
	}
	if n := named(v.Type()); n != nil && n.Obj().Name() == "StatementBuilderType" {
		return [][]link{nil} // it says how placeholders are written, and nothing is built yet
	}
	return [][]link{{unknown}}
}

// inside reports whether a function's frame is one of those that a frame stands in.
func (f *frame) inside(g *group) bool {
	for ; f != nil; f = f.up {
		if f.e.g == g {
			return true
		}
	}
	return false
}

// inlined are the chains of what a function of the package returns for a call. What
// the modifiers add that it is handed, it adds.
func (c *chainer) inlined(v *ssa.Call, g *group, f *frame, depth int) [][]link {
	inner := &frame{e: f.e.within(g), args: v.Call.Args, up: f}
	var out [][]link
	for ret := range Returns(g.fn) {
		if len(ret.Results) > 0 {
			out = append(out, c.of(ret.Results[0], inner, depth+1)...)
		}
	}
	out = out[:min(len(out), maxChains)]
	if slices.ContainsFunc(v.Call.Args, func(a ssa.Value) bool { return modifies(a.Type()) }) {
		for i := range out {
			out[i] = append(slices.Clone(out[i]), link{call: v, frame: f})
		}
	}
	return out
}

// inLibrary reports whether a function is the library's own: a builder's method,
// or one that makes a builder.
func (c *chainer) inLibrary(f *types.Func) bool {
	sig := f.Signature()
	if sig.Recv() != nil && c.builds(sig.Recv().Type()) {
		return true
	}
	for r := range sig.Results().Variables() {
		n := named(r.Type())
		if n == nil || !c.builds(n) || f.Pkg() == nil || n.Obj().Pkg() == nil {
			continue
		}
		if sameModule(f.Pkg().Path(), n.Obj().Pkg().Path()) || standsForMethod(f, n.Obj().Pkg()) {
			return true
		}
	}
	return false
}

// standsForMethod reports whether a method of an interface of the project's is one that
// a library's types have: what is given a database or a transaction asks for no more
// than it needs of them.
func standsForMethod(f *types.Func, library *types.Package) bool {
	recv := f.Signature().Recv()
	if recv == nil || !types.IsInterface(recv.Type()) {
		return false
	}
	return slices.ContainsFunc(library.Scope().Names(), func(name string) bool {
		n, ok := library.Scope().Lookup(name).(*types.TypeName)
		if !ok || !n.Exported() || types.IsInterface(n.Type()) {
			return false
		}
		m, _, _ := types.LookupFieldOrMethod(types.NewPointer(n.Type()), true, library, f.Name())
		return m != nil && types.Identical(m.Type(), f.Type())
	})
}

// sameModule reports whether one of two packages lies below the other.
func sameModule(a, b string) bool {
	return a == b || len(a) > len(b) && a[:len(b)+1] == b+"/" || len(b) > len(a) && b[:len(a)+1] == a+"/"
}

// calleeOf is the function or method that a call calls, through an interface
// too, with all its arguments.
func calleeOf(v ssa.CallInstruction) (*types.Func, []ssa.Value) {
	common := v.Common()
	if common.IsInvoke() {
		return common.Method, append([]ssa.Value{common.Value}, common.Args...)
	}
	if _, bound := common.Value.(*ssa.MakeClosure); bound {
		return nil, nil
	}
	return staticFunc(common), common.Args
}

// receiver is the value whose method is called, or nil.
func receiver(v ssa.CallInstruction) ssa.Value {
	common := v.Common()
	if common.IsInvoke() {
		return common.Value
	}
	if f, args := calleeOf(v); f != nil && f.Signature().Recv() != nil && len(args) > 0 {
		return args[0]
	}
	return nil
}

// goesOn reports whether a builder's value reaches a call for which ends holds,
// in the same function.
func (r *recorder) goesOn(v ssa.Value, builds func(types.Type) bool, ends func(name string) bool) bool {
	seen := map[ssa.Value]bool{}
	var follow func(v ssa.Value) bool
	follow = func(v ssa.Value) bool {
		if seen[v] || v.Referrers() == nil {
			return false
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch i := ref.(type) {
			case *ssa.Phi:
				if follow(i) {
					return true
				}
			case *ssa.Store:
				if r.loadsOf(i.Addr, follow) {
					return true
				}
			case ssa.CallInstruction:
				callee, _ := calleeOf(i)
				if callee != nil && receiver(i) == v && ends(callee.Name()) {
					return true
				}
				if callee != nil && callee.Signature().Recv() != nil && receiver(i) != v {
					continue // a part of another: UnionAll(q)
				}
				if next, ok := i.(*ssa.Call); ok && builds(next.Type()) && follow(next) {
					return true
				}
			}
		}
		return false
	}
	return follow(v)
}

// loadsOf passes the loads of a local variable on, until one holds.
func (r *recorder) loadsOf(addr ssa.Value, follow func(ssa.Value) bool) bool {
	cell, ok := r.g.cell(addr).(*ssa.Alloc)
	if !ok {
		return false
	}
	for u := range Each[*ssa.UnOp](r.g.funcs...) {
		if r.g.cell(u.X) == ssa.Value(cell) && follow(u) {
			return true
		}
	}
	return false
}
