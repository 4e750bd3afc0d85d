package effects

import (
	"cmp"
	"fmt"
	"go/token"
	"maps"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// derive makes a site out of one that the callee has.
func (o *outgoing) derive(g *group, fn *ssa.Function, c *call, base *summary.Site, args summary.Value) {
	own := base.Value.Without(func(from summary.Origin) bool { return from.Param > 0 })
	s := &summary.Site{
		Kind: base.Kind, Conf: base.Conf, Service: base.Service, Value: own.Join(args),
		Steps: summary.Prepend(o.p.step(o.p.callPos(c.instr), "calls "+displayName(c.callee)), base.Steps),
	}
	if c.method != nil {
		s.Via = *c.method
	}
	path := pkgPath(c.callee.Pkg())
	if to := o.p.cfg.APIOf(path); to != "" && to != o.p.service { // other code of a service asks whom it likes
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
	if ref.Fails && o.failure(g, c, "") != "" {
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
		OfMethod: *c.method, Conf: 100, Failure: o.failure(g, c, ""), Value: guard.Join(ctx),
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
func (o *outgoing) leaves(g *group, c *call) *leaf {
	if rpc := o.rpcOf(c); rpc != "" {
		return &leaf{kind: string(catalog.RPC), name: displayName(c.callee), conf: 100}
	}
	if ofProxies(c) {
		return o.proxies(g, c)
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
	if opensStream(c.callee.Signature()) {
		s.Value.Timeout = summary.Yes // none is due: it is to stay open
	}
	o.add(g, fn, c, s)
}

// add completes a site and takes it in.
func (o *outgoing) add(g *group, fn *ssa.Function, c *call, s *summary.Site) {
	o.want(s.Value)
	if g.obj != nil && probes(g.obj.Name()) {
		s.Value.Breaker = summary.Yes // none is due: it would answer in the other's place
	}
	s.Pattern = o.pattern(c, s)
	s.Failure = o.failure(g, c, s.Kind)
	o.place(g, c, s)
	if !s.Pattern || o.runs(g, fn) { // else the literal is kept for later: whoever runs it makes the call
		o.refer(g, summary.SiteRef{Key: s.Key, Params: params(s.Value), Fails: o.returnsError(g, c)})
	}
}

// probes recognises the name of a function that asks whether another service is up:
// CheckHealth, readyHandler, IsReady.
func probes(name string) bool { return probeName.MatchString(name) }

var probeName = regexp.MustCompile(`((^h|H)ealth[zy]?|(^r|R)ead(y|yz|iness)|(^l|L)iveness|(^a|A)live|(^p|P)robe)([cC]heck|[cC]hecker|Handler|Status)*$`)

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
