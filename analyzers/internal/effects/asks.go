package effects

import (
	"cmp"
	"go/types"
	"slices"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Bounds of what is kept of calls of interface methods.
const (
	maxAsks       = 48
	maxMethodDB   = 8
	maxMethodAsks = 8
)

// asks notes the interface methods that a call reaches: their implementations
// may touch tables.
func (r *recorder) asks(e event) {
	c := e.call
	at := func(note string) summary.Step { return r.p.step(r.p.callPos(c.instr), note) }
	for _, m := range []*summary.Method{c.method, c.field} {
		if m != nil {
			r.ask(e, summary.Ask{Method: *m, Conf: c.methodConf(), Steps: []summary.Step{at("calls " + methodShown(*m))}})
		}
	}
	if c.sum != nil && c.callee != nil {
		r.passAsks(e, c.sum, at("calls "+displayName(c.callee)))
	}
	for _, run := range c.runs {
		switch t := run.target; {
		case run.mode == runSpawn:
		case t.method != nil:
			r.ask(e, summary.Ask{Method: *t.method, Conf: t.conf, Steps: []summary.Step{at("runs " + methodShown(*t.method))}})
		case t.obj != nil:
			if sum := r.p.summaryOf(t.obj); sum != nil {
				r.passAsks(e, sum, at("runs "+displayName(t.obj)))
			}
		}
	}
}

func (r *recorder) passAsks(e event, sum *summary.Func, step summary.Step) {
	for _, a := range sum.Asks {
		a.Steps = summary.Prepend(step, a.Steps)
		r.ask(e, a)
	}
}

// ask judges one: as with an access, the service in whose code a chain first
// arrives makes it.
func (r *recorder) ask(e event, a summary.Ask) {
	p := r.p
	own := p.service
	if p.generatedAt(e.call) {
		own = ""
	}
	if a.API && a.In != own || p.foreignAPI(own, a.Method) || p.lends(a.Method.Iface) || p.lentMethod(e.call) {
		return // by way of the owner's api, which is the allowed one
	}
	if own != "" && a.In != own {
		if r.final {
			p.called = append(p.called, summary.TableCall{Place: p.place(r.g, p.callPos(e.call.instr)), Ask: a})
		}
		a.In = own
	}
	a.API = a.API || a.In != "" && a.In == p.service && p.cfg.IsAPI(p.service, p.path)
	if !r.counts(e.at) {
		return
	}
	key := a.Key()
	i := slices.IndexFunc(r.sum.Asks, func(b summary.Ask) bool { return b.Key() == key })
	switch {
	case i < 0:
		r.sum.Asks = append(r.sum.Asks, a)
	case len(a.Steps) < len(r.sum.Asks[i].Steps):
		r.sum.Asks[i] = a
	}
}

// foreignAPI reports whether an interface is declared in another service's api:
// whatever stands behind it, to call it is the allowed way.
func (p *program) foreignAPI(own string, m summary.Method) bool {
	path := fieldPkg(m.String())
	owner := p.cfg.ServiceOf(path)
	return owner != "" && owner != own && p.cfg.IsAPI(owner, path)
}

// sortAsks puts a summary's asks in their order and within their bounds.
func (r *recorder) sortAsks() {
	s := r.sum
	slices.SortFunc(s.Asks, func(a, b summary.Ask) int { return cmp.Compare(a.Key(), b.Key()) })
	if len(s.Asks) > maxAsks {
		if r.final {
			r.p.coverage.dropped += len(s.Asks) - maxAsks
		}
		s.Asks = s.Asks[:maxAsks]
	}
}

// forOthers is what a method does with tables, as far as a caller through an
// interface may care.
func forOthers(sum *summary.Func) ([]summary.Access, []summary.Ask) {
	db := slices.DeleteFunc(slices.Clone(sum.DB), func(a summary.Access) bool { return a.API })
	asks := slices.DeleteFunc(slices.Clone(sum.Asks), func(a summary.Ask) bool { return a.API })
	db, asks = db[:min(len(db), maxMethodDB)], asks[:min(len(asks), maxMethodAsks)]
	for i := range db {
		db[i].Steps = ends(db[i].Steps)
	}
	for i := range asks {
		asks[i].Steps = ends(asks[i].Steps)
	}
	return db, asks
}

// ends is a chain without its middle: what an implementation does travels far,
// and where it begins and what it leads to are the proof.
func ends(steps []summary.Step) []summary.Step {
	const first, last = 1, 2
	if len(steps) <= first+last {
		return steps
	}
	return slices.Concat(steps[:first], steps[len(steps)-last:])
}

// serviceOfType is the service to whose code a type belongs.
func (p *program) serviceOfType(t types.Type) string {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return ""
	}
	return p.cfg.ServiceOf(pkgPath(n.Obj().Pkg()))
}

// leadsOut reports whether a conversion says anything but what becomes of
// tables.
func leadsOut(c summary.Conversion) bool {
	return slices.ContainsFunc(c.Methods, func(m summary.MethodEffects) bool {
		return m.Remote != nil || len(m.Dyn) > 0 || len(m.RunsTx) > 0
	})
}
