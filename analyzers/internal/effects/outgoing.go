package effects

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Bounds of what one function and one package hold of calls to other services.
// Past them less is known, and so less is reported.
const (
	maxRefs     = 64
	maxSites    = 1500
	maxThroughs = 300
)

// An outgoing is the search of one package for calls to other services, and for
// what guards them.
//
// Such a call is a site. What guards it may be anywhere: in the client, which
// another package makes, in a context that a caller bounds, in a breaker that a
// caller runs it in. So a site travels up with what is known of it, and callers
// add hints; the package that sees all of it, a main package, decides.
type outgoing struct {
	p      *program
	pool   summary.OutgoingPool // what this package adds
	sites  map[string]*summary.Site
	calls  map[*group]map[ssa.CallInstruction]*call
	impls  map[string][]summary.Conversion // by interface, of the imports
	wanted map[string]bool                 // fields that some site's address comes from
	keys   map[string]int
	found  []found

	throughs int // calls of interfaces' methods that are noted
}

// A found is a site of this package, before it has its fingerprint's number.
type found struct {
	site *summary.Site
	pos  token.Pos
}

// outgoing finds the package's calls to other services, leaves what importers
// need of them in the functions' summaries, and returns what it adds to what is
// known, and that and what the imports know together.
func (p *program) outgoing() (own, all summary.OutgoingPool) {
	o := &outgoing{
		p: p, sites: map[string]*summary.Site{}, calls: map[*group]map[ssa.CallInstruction]*call{},
		impls: map[string][]summary.Conversion{}, wanted: map[string]bool{}, keys: map[string]int{},
	}
	o.fromImports()
	for _, g := range p.groups {
		o.resolve(g)
		o.stub(g)
	}
	o.stubInterfaces()
	for _, g := range p.groups {
		o.gives(g)
		o.guards(g)
	}
	for _, g := range p.groups {
		o.group(g)
	}
	for _, g := range p.groups {
		o.fields(g)
	}
	o.number()
	own = summary.OutgoingPool{Hints: o.pool.Hints, Fields: o.pool.Fields}
	for _, f := range o.found {
		own.Sites = append(own.Sites, *f.site)
	}
	return own, o.forward()
}

// fromImports takes in what the imports forward.
func (o *outgoing) fromImports() {
	for _, path := range slices.Sorted(maps.Keys(o.p.imports)) {
		fact := o.p.imports[path]
		for i := range fact.Outgoing.Sites {
			s := &fact.Outgoing.Sites[i]
			if o.sites[s.Key] == nil {
				o.sites[s.Key] = s
				o.want(s.Value)
			}
		}
		for _, c := range fact.Conversions {
			o.impls[c.Iface] = append(o.impls[c.Iface], c)
		}
		for _, f := range fact.Outgoing.Fields {
			o.want(f.Value)
		}
	}
}

// want notes the fields that a value comes from, so that what is stored in them
// is kept.
func (o *outgoing) want(v summary.Value) {
	for _, from := range v.From {
		if from.Field != "" {
			o.wanted[from.Field] = true
		}
	}
}

// resolve resolves the calls of a group, as the flow did, now that all
// summaries are known.
func (o *outgoing) resolve(g *group) {
	g.calls = map[ssa.CallInstruction]*call{}
	for _, fn := range g.funcs {
		for instr := range instructions(fn) {
			if ci, ok := instr.(ssa.CallInstruction); ok {
				g.calls[ci] = o.p.resolveCall(g, ci)
			}
		}
	}
	o.calls[g] = g.calls
	g.calls = nil
}

// out is the part of a group's summary that this search fills.
func (g *group) out() *summary.Outgoing {
	if g.summary.Out == nil {
		g.summary.Out = new(summary.Outgoing)
	}
	return g.summary.Out
}

// group goes through a function's calls.
func (o *outgoing) group(g *group) {
	if g.summary.Out != nil && g.summary.Out.RPC != "" {
		return // what a stub does is known by its callers, who name its service
	}
	for _, fn := range g.funcs {
		for instr := range instructions(fn) {
			if ci, ok := instr.(ssa.CallInstruction); ok {
				o.call(g, fn, o.calls[g][ci])
			}
		}
	}
	if g.summary.Out == nil {
		return
	}
	out := g.summary.Out
	slices.SortFunc(out.Sites, func(a, b summary.SiteRef) int { return cmp.Compare(a.Key, b.Key) })
	if len(out.Sites) > maxRefs {
		out.Sites = out.Sites[:maxRefs]
	}
}

// call finds out where one call leads, and with what guards.
func (o *outgoing) call(g *group, fn *ssa.Function, c *call) {
	guard := o.literalGuard(g, fn)
	for _, r := range c.runs {
		if r.target.obj != nil && r.target.method == nil {
			run := &call{instr: c.instr, callee: r.target.obj} // with arguments that nobody sees
			o.callee(g, fn, run, o.p.summaryOf(r.target.obj), guard.Join(o.runGuard(g, c)))
		}
	}
	switch {
	case c.field != nil:
		o.hint(*c.field, guard.Join(o.contexts(g, c)))
	case c.callee == nil:
	case o.leaves(c) != nil:
		o.leaf(g, fn, c, o.leaves(c), guard)
	case c.method != nil:
		o.method(g, fn, c, guard)
	default:
		o.callee(g, fn, c, c.sum, guard)
	}
}

// contexts is what the contexts among a call's arguments say of its time.
func (o *outgoing) contexts(g *group, c *call) summary.Value {
	var v summary.Value
	for _, a := range c.args {
		if isContext(a.Type()) {
			v = v.Join(o.value(g, a))
		}
	}
	return v
}

// hint notes that an interface's method is called with a guard in place.
func (o *outgoing) hint(m summary.Method, v summary.Value) {
	v = v.Without(func(summary.Origin) bool { return true })
	v.Services, v.Made = nil, nil
	if v.Timeout == summary.Yes || v.Breaker == summary.Yes {
		o.pool.Hints = append(o.pool.Hints, summary.Hint{Method: m, Value: v})
	}
}

// method handles the call of a first-party interface's method. What it does is
// known where the interface belongs to another service's api, beside its client.
func (o *outgoing) method(g *group, fn *ssa.Function, c *call, guard summary.Value) {
	o.hint(*c.method, guard.Join(o.contexts(g, c)))
	o.through(g, c, guard)
	if o.p.cfg.APIOf(ifacePackage(c)) == "" && !o.sharedPackage(ifacePackage(c)) {
		return
	}
	for _, conv := range o.impls[c.method.Iface] {
		for _, m := range conv.Methods {
			if m.Name == c.method.Name && conv.Field == "" {
				o.reach(g, fn, c, m.Sites, guard)
			}
		}
	}
}

// ifacePackage is the package that declares a method of an interface.
func ifacePackage(c *call) string { return pkgPath(c.callee.Pkg()) }

func (o *outgoing) sharedPackage(path string) bool { return o.p.cfg.ServiceOf(path) == "" }

// callee handles the call of a declared function: it makes the calls that the
// function makes, and hands its guards on.
func (o *outgoing) callee(g *group, fn *ssa.Function, c *call, sum *summary.Func, guard summary.Value) {
	if sum == nil {
		return
	}
	ctx := guard.Join(o.contexts(g, c))
	for _, d := range sum.Dyn {
		o.hint(d.Method, ctx)
	}
	if sum.Out != nil {
		o.reach(g, fn, c, sum.Out.Sites, guard)
	}
}

// reach makes the sites that a callee leads to this function's: as sites of its
// own where a service's code calls what is not its own, and as they are in the
// service's code further up.
func (o *outgoing) reach(g *group, fn *ssa.Function, c *call, refs []summary.SiteRef, guard summary.Value) {
	for _, ref := range refs {
		base := o.sites[ref.Key]
		if base == nil {
			continue
		}
		args, client := o.arguments(g, c, ref.Params)
		args = args.Join(guard)
		if o.crosses(c, base) {
			o.derive(g, fn, c, base, args)
			continue
		}
		o.bubble(g, c, ref, args, client)
	}
}

// arguments is what is known of the arguments that have a part in a site.
func (o *outgoing) arguments(g *group, c *call, params []int) (v summary.Value, client bool) {
	for _, i := range params {
		if i >= len(c.args) {
			v = v.Join(unknown())
			continue
		}
		v = v.Join(o.value(g, c.args[i]))
		client = client || o.partOf(c.args[i].Type()) == clientPart
	}
	return v, client
}

// crosses reports whether a call leads from one service's code into another's,
// or into code that is no service's.
func (o *outgoing) crosses(c *call, base *summary.Site) bool {
	return base.Pattern || o.p.service != "" && base.Place.Service != o.p.service
}

// derive makes a site out of one that the callee has.
func (o *outgoing) derive(g *group, fn *ssa.Function, c *call, base *summary.Site, args summary.Value) {
	own := base.Value.Without(func(from summary.Origin) bool { return from.Param > 0 })
	s := &summary.Site{
		Kind: base.Kind, Conf: base.Conf, Service: base.Service, Value: own.Join(args),
		Steps: summary.Prepend(o.p.step(o.p.callPos(c.instr), "calls "+displayName(c.callee)), base.Steps),
	}
	path := pkgPath(c.callee.Pkg())
	if to := cmp.Or(o.p.cfg.APIOf(path), o.p.cfg.ServiceOf(path)); to != "" && to != o.p.service {
		s.Service = to
	}
	o.add(g, fn, c, s)
}

// bubble hands a site of this service's own code on to the callers.
func (o *outgoing) bubble(g *group, c *call, ref summary.SiteRef, args summary.Value, client bool) {
	known := args.Without(func(from summary.Origin) bool { return from.Param > 0 })
	if client || !known.Zero() {
		o.want(known)
		o.pool.Hints = append(o.pool.Hints, summary.Hint{Site: ref.Key, Value: known, Client: client})
	}
	if ref.Fails && o.failure(c, "") != "" {
		o.drops(g, c, summary.Site{Of: ref.Key, Kind: o.sites[ref.Key].Kind, Conf: 100})
	}
	o.refer(g, summary.SiteRef{Key: ref.Key, Params: params(args), Fails: ref.Fails && o.returnsError(g, c)})
}

// through notes a call of an interface's method, which may turn out to be another
// service's client, or to return the failure of a call to one.
func (o *outgoing) through(g *group, c *call, guard summary.Value) {
	if o.p.service == "" || o.p.generatedAt(c) || o.p.cfg.APIOf(ifacePackage(c)) != "" || o.throughs >= maxThroughs {
		return
	}
	ctx := o.contexts(g, c)
	sig := c.callee.Signature()
	if n := sig.Results().Len(); n == 0 || !isErrorType(sig.Results().At(n-1).Type()) {
		return // it cannot fail, so it does not ask anybody
	}
	o.throughs++
	s := &summary.Site{
		OfMethod: *c.method, Conf: 100, Failure: o.failure(c, ""), Value: guard.Join(ctx),
		Steps: []summary.Step{o.p.step(o.p.callPos(c.instr), "calls "+methodShown(*c.method))},
	}
	o.place(g, c, s)
}

// drops notes a call whose error, which is that of a call to another service,
// leads nowhere.
func (o *outgoing) drops(g *group, c *call, s summary.Site) {
	if o.p.service == "" || o.p.generatedAt(c) {
		return
	}
	s.Failure = summary.ErrorDropped
	s.Value = summary.Value{Timeout: summary.Yes, Breaker: summary.Yes}
	s.Steps = []summary.Step{o.p.step(o.p.callPos(c.instr), "drops the error of "+displayName(c.callee))}
	o.place(g, c, &s)
}

// params are the parameters that a value depends on.
func params(v summary.Value) []int {
	var list []int
	for _, from := range v.From {
		if from.Param > 0 && !slices.Contains(list, from.Param-1) {
			list = append(list, from.Param-1)
		}
	}
	return list
}

// refer notes that a function makes the call of a site.
func (o *outgoing) refer(g *group, ref summary.SiteRef) {
	if g.obj == nil {
		return
	}
	out := g.out()
	for i, r := range out.Sites {
		if r.Key == ref.Key {
			out.Sites[i].Params = summary.Union(r.Params, ref.Params, cmp.Compare[int])
			return
		}
	}
	slices.Sort(ref.Params)
	out.Sites = append(out.Sites, ref)
}

// leaves is the way by which a call leaves the process itself, or nil. What
// publishes a message asks nothing of anybody.
func (o *outgoing) leaves(c *call) *leaf {
	if rpc := o.rpcOf(c); rpc != "" {
		return &leaf{kind: string(catalog.RPC), name: displayName(c.callee), conf: 100}
	}
	if c.leaf != nil {
		if c.leaf.kind == string(catalog.Publish) || c.leaf.kind == string(catalog.Net) {
			return nil
		}
		return c.leaf
	}
	if c.sum != nil && c.sum.Remote != nil && !c.invoke && !o.p.firstPartyPath(pkgPath(c.callee.Pkg())) && c.sum.Remote.Kind != string(catalog.Publish) {
		return &leaf{kind: c.sum.Remote.Kind, name: fullName(c.callee), conf: c.sum.Remote.Conf}
	}
	return nil
}

// leaf makes a site of a call that leaves the process.
func (o *outgoing) leaf(g *group, fn *ssa.Function, c *call, l *leaf, guard summary.Value) {
	s := &summary.Site{
		Kind: l.kind, Conf: l.conf, Service: o.rpcService(c), Value: o.made(g, c).Join(guard),
		Steps: []summary.Step{o.p.step(o.p.callPos(c.instr), l.name+" leaves the process")},
	}
	o.add(g, fn, c, s)
}

// add completes a site and takes it in.
func (o *outgoing) add(g *group, fn *ssa.Function, c *call, s *summary.Site) {
	o.want(s.Value)
	s.Pattern = o.pattern(c, s)
	s.Failure = o.failure(c, s.Kind)
	o.place(g, c, s)
	if !s.Pattern || o.runs(g, fn) { // else the literal is kept for later: whoever runs it makes the call
		o.refer(g, summary.SiteRef{Key: s.Key, Params: params(s.Value), Fails: o.returnsError(g, c)})
	}
}

// place gives a site its place and its key.
func (o *outgoing) place(g *group, c *call, s *summary.Site) {
	pos := o.p.callPos(c.instr)
	s.Place = o.p.place(g, pos)
	if s.Pattern {
		s.Place.Service, s.Place.Ignore = "", nil
	}
	s.Callee = displayName(c.callee)
	if !o.p.firstPartyPath(pkgPath(c.callee.Pkg())) {
		s.Callee = fullName(c.callee)
	}
	key := fmt.Sprintf("%s:%d:%d", s.Place.File, s.Place.Line, s.Place.Col)
	s.Key = fmt.Sprintf("%s#%d", key, o.keys[key])
	o.keys[key]++
	o.sites[s.Key] = s
	o.found = append(o.found, found{s, pos})
}

// runs reports whether code of a function, or of a literal in it, runs when the
// function does.
func (o *outgoing) runs(g *group, fn *ssa.Function) bool {
	for ; fn != g.fn; fn = fn.Parent() {
		if !slices.ContainsFunc(o.sortedCalls(g), func(c *call) bool {
			return slices.ContainsFunc(c.runs, func(r run) bool { return r.target.closure == fn && !r.later })
		}) {
			return false
		}
	}
	return true
}

// pattern reports whether a site is nobody's yet: in shared and in generated
// code, and in the client that a service offers to others.
func (o *outgoing) pattern(c *call, s *summary.Site) bool {
	if o.p.service == "" || o.p.generatedAt(c) {
		return true
	}
	return o.p.cfg.IsAPI(o.p.service, o.p.path) && (s.Service == "" || s.Service == o.p.service)
}

// number gives the sites their fingerprints' numbers, in the order of their
// places.
func (o *outgoing) number() {
	slices.SortStableFunc(o.found, func(a, b found) int { return cmp.Compare(a.pos, b.pos) })
	at := map[token.Pos]summary.Place{}
	for _, f := range o.found {
		place, ok := at[f.pos]
		if !ok {
			place = o.p.number(f.site.Place, "directcall", f.site.Callee)
			at[f.pos] = place
		}
		f.site.Place.Touched, f.site.Place.Nth = place.Touched, place.Nth
	}
}

// forward is all that importers have to know: what the imports know, and this
// package's own.
func (o *outgoing) forward() summary.OutgoingPool {
	var pool summary.OutgoingPool
	for _, through := range []bool{false, true} { // those that hang on an interface last: there are many
		for _, key := range slices.Sorted(maps.Keys(o.sites)) {
			if s := o.sites[key]; len(pool.Sites) < maxSites && through == (s.OfMethod != summary.Method{}) {
				pool.Sites = append(pool.Sites, *s)
			}
		}
	}
	hints, fields := newHints(), newFields()
	for _, path := range slices.Sorted(maps.Keys(o.p.imports)) {
		from := o.p.imports[path].Outgoing
		hints.add(from.Hints)
		fields.add(from.Fields)
	}
	hints.add(o.pool.Hints)
	fields.add(o.pool.Fields)
	pool.Hints, pool.Fields = hints.list(), fields.list()
	return pool
}

// isGroupParam reports whether a parameter is the declared function's own,
// rather than a literal's.
func (g *group) isGroupParam(v *ssa.Parameter) bool { return v.Parent() == g.fn }

// underlyingStruct is the struct that a type is or points to, or nil.
func underlyingStruct(t types.Type) *types.Struct {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, _ := t.Underlying().(*types.Struct)
	return s
}
