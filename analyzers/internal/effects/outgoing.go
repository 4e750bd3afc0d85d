package effects

import (
	"cmp"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
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

	sorted   map[*group][]*call
	literals map[*ssa.Function]summary.Value // guards under which literals run

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
		sorted: map[*group][]*call{}, literals: map[*ssa.Function]summary.Value{},
	}
	if len(p.cfg.Services) == 0 {
		return own, all // nobody calls another service
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
	for ci := range Calls(g.funcs...) {
		g.calls[ci] = o.p.resolveCall(g, ci)
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
	for ci := range Calls(g.funcs...) {
		o.call(g, ci.Parent(), o.calls[g][ci])
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
	o.bounds(g, c)
	for _, r := range c.runs {
		if r.target.obj != nil && r.target.method == nil {
			// Of the arguments nobody sees more than the receiver of a method's value.
			run := &call{instr: c.instr, callee: r.target.obj, args: receiverIn(c, r.target.obj)}
			o.callee(g, fn, run, o.p.summaryOf(r.target.obj), guard.Join(o.runGuard(g, c)).Join(o.handedGuard(g, c, r.target.obj)))
		}
	}
	o.handsOn(g, c, guard)
	switch {
	case c.field != nil:
		o.hint(*c.field, guard.Join(o.contexts(g, c)))
	case c.callee != nil:
		o.known(g, fn, c, guard)
	}
}

// known finds out where a call of a known function or method leads.
func (o *outgoing) known(g *group, fn *ssa.Function, c *call, guard summary.Value) {
	if leaf := o.leaves(g, c); leaf != nil {
		o.leaf(g, fn, c, leaf, guard)
		return
	}
	if c.method != nil {
		o.method(g, fn, c, guard)
		return
	}
	o.callee(g, fn, c, c.sum, guard)
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
	o.decorates(g, c, guard.Join(o.contexts(g, c)))
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
			v = v.Join(o.unseen(c, i))
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
