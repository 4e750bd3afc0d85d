package effects

import (
	"cmp"
	"maps"
	"slices"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Bounds of what packages forward about interface calls that may lead to
// another service's tables.
const (
	maxTableCalls = 3000
	maxSameCalls  = 12 // calls of one method by one service
)

// tableCalls brings the services' calls of interface methods together with the
// implementations that this package knows. What leads to another service's
// tables is a finding at the call; the rest is forwarded.
func (p *program) tableCalls(s *settler, fact *summary.Pkg) {
	t := &tableSettler{settler: s, knownBy: summary.KnownBy[string]{}, found: map[string]TableUse{}, done: map[string]bool{}}
	for _, path := range slices.Sorted(maps.Keys(p.imports)) {
		for _, c := range p.imports[path].TableCalls {
			t.add(c, path)
		}
	}
	p.orderCalled()
	for _, c := range p.called {
		t.add(c, "")
	}
	for _, c := range t.calls {
		t.settle(c)
	}
	for _, key := range slices.Sorted(maps.Keys(t.found)) {
		p.wiredUses = append(p.wiredUses, t.found[key])
	}
	fact.TableCalls = t.open()
}

// orderCalled puts the package's own calls in order and numbers them for the
// fingerprints.
func (p *program) orderCalled() {
	slices.SortStableFunc(p.called, compareTableCalls)
	p.called = slices.CompactFunc(p.called, func(a, b summary.TableCall) bool { return tableCallKey(a) == tableCallKey(b) })
	for i := range p.called {
		c := &p.called[i]
		c.Place = p.number(c.Place, "tablecall", c.Ask.Key())
	}
}

func compareTableCalls(a, b summary.TableCall) int {
	return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Col, b.Place.Col),
		cmp.Compare(a.Ask.Key(), b.Ask.Key()), cmp.Compare(len(a.Ask.Steps), len(b.Ask.Steps)))
}

func tableCallKey(c summary.TableCall) string { return placeKey(c.Place) + "|" + c.Ask.Key() }

// A tableSettler is one package's share of that work.
type tableSettler struct {
	*settler
	calls   []summary.TableCall
	knownBy summary.KnownBy[string] // call: imports that know it
	found   map[string]TableUse     // by place and table
	done    map[string]bool         // calls that need not be forwarded
}

func (t *tableSettler) add(c summary.TableCall, from string) {
	key := tableCallKey(c)
	if t.knownBy.Note(key, from) {
		t.calls = append(t.calls, c)
	}
}

// A way is one way from a call to what an implementation touches.
type way struct {
	call    summary.TableCall
	in      string // whose code has the chain arrived in
	steps   []summary.Step
	conf    int
	convs   []string // the implementations gone through
	visited []summary.Method
}

func (t *tableSettler) settle(c summary.TableCall) {
	if t.ownImplementation(c) {
		t.done[tableCallKey(c)] = true
		return
	}
	t.follow(way{call: c, in: c.Ask.In, steps: c.Ask.Steps, conf: c.Ask.Conf}, c.Ask.Method)
}

// ownImplementation reports whether the service implements the method itself,
// by more than a decorator or a stand-in: then that is what it calls, and it was
// judged where it stands.
func (t *tableSettler) ownImplementation(c summary.TableCall) bool {
	return slices.ContainsFunc(t.effectful(c.Ask.Method), func(key string) bool {
		conv := t.conversions[key]
		return conv.Service == c.Place.Service && !passedOn(methodOf(conv, c.Ask.Method.Name))
	})
}

// passedOn reports whether a service's own implementation was not judged where it
// stands: generated code only passes on what it touches, to whoever calls it.
func passedOn(e *summary.MethodEffects) bool {
	return e.Remote == nil && len(e.DB) > 0 && !slices.ContainsFunc(e.DB, func(a summary.Access) bool { return a.In != "" }) &&
		!slices.ContainsFunc(e.Asks, func(a summary.Ask) bool { return a.In != "" })
}

// effectful are the implementations of a method that do something of note,
// without its decorators.
func (t *tableSettler) effectful(m summary.Method) []string {
	return slices.DeleteFunc(slices.Clone(t.implementations(m.Iface)), func(key string) bool {
		c := t.conversions[key]
		if c.Field != "" && c.Field != m.Name {
			return true
		}
		e := methodOf(c, m.Name)
		return e == nil || e.Remote == nil && len(e.DB) == 0 && len(e.Asks) == 0 || decorates(e, m)
	})
}

// decorates reports whether a method calls the method that it implements.
func decorates(e *summary.MethodEffects, m summary.Method) bool {
	return slices.ContainsFunc(e.Asks, func(a summary.Ask) bool { return a.Method == m })
}

// follow goes on from the call of an interface's method.
func (t *tableSettler) follow(w way, m summary.Method) {
	if len(w.visited) >= maxDepth || slices.Contains(w.visited, m) {
		return
	}
	w.visited = append(slices.Clone(w.visited), m)
	impls := t.effectful(m)
	for _, key := range impls {
		c := t.conversions[key]
		if w.in == "" && len(w.visited) > 0 && c.Service != "" && t.turned(w) {
			continue // shared code that calls back what a service gave it
		}
		if c.Field != "" && c.Service != "" && c.Service != w.call.Place.Service {
			continue // the wiring hands out a function of the owner's, to be called
		}
		e := methodOf(c, m.Name)
		next := w
		next.convs = append(slices.Clone(w.convs), key)
		next.steps = summary.Implemented(w.steps, e.Shown)
		for _, a := range e.DB {
			if conf, ok := t.certainty(next, a); ok {
				certain := next
				certain.conf = conf
				t.access(certain, a)
			}
		}
		for _, a := range e.Asks {
			further := next
			further.in, further.steps = cmp.Or(a.In, w.in), summary.Join(next.steps, a.Steps)
			further.conf = summary.Mul(next.conf, a.Conf)
			t.follow(further, a.Method)
		}
	}
}

// turned reports whether the last call of a way was made by shared code.
func (t *tableSettler) turned(w way) bool {
	return len(w.convs) > 0 && t.conversions[w.convs[len(w.convs)-1]].Service == "" || len(w.convs) == 0 && len(w.call.Ask.Steps) > 1
}

// certainty is the confidence in a way, of which all implementations that do
// something of note have to lead to the same owner's tables: otherwise the call
// may mean any of them. Where those that do nothing of note are but stand-ins'
// types, one of them may be meant.
func (t *tableSettler) certainty(w way, a summary.Access) (conf int, ok bool) {
	in := cmp.Or(a.In, w.in, w.call.Ask.In, w.call.Place.Service)
	owner := t.p.ownerOf(in, a).Service
	conf = w.conf
	for i, m := range w.visited {
		impls := t.effectful(m)
		if !t.leads(owner, m, impls, in, nil) {
			return 0, false
		}
		switch c := t.conversions[w.convs[i]]; {
		case t.others(m, impls):
			conf = summary.Mul(conf, oneOfSeveralConf)
		case !c.Seen:
			conf = summary.Mul(conf, onlyConf)
		}
	}
	return conf, true
}

// others reports whether a method has implementations that are seen in use and
// do nothing of note.
func (t *tableSettler) others(m summary.Method, effectful []string) bool {
	return slices.ContainsFunc(t.implementations(m.Iface), func(key string) bool {
		c := t.conversions[key]
		e := methodOf(c, m.Name)
		return c.Seen && (c.Field == "" || c.Field == m.Name) && (e == nil || !decorates(e, m)) &&
			!slices.ContainsFunc(effectful, func(other string) bool { return t.conversions[other].Type == c.Type })
	})
}

// leads reports whether each of a method's implementations leads to an owner's
// tables, by way of other interfaces too.
func (t *tableSettler) leads(owner string, m summary.Method, impls []string, in string, visited []summary.Method) bool {
	visited = append(slices.Clone(visited), m)
	return len(impls) > 0 && !slices.ContainsFunc(impls, func(key string) bool {
		e := methodOf(t.conversions[key], m.Name)
		return !slices.ContainsFunc(e.DB, func(a summary.Access) bool { return t.p.ownerOf(cmp.Or(a.In, in), a).Service == owner }) &&
			!slices.ContainsFunc(e.Asks, func(a summary.Ask) bool {
				return len(visited) < maxDepth && !slices.Contains(visited, a.Method) &&
					t.leads(owner, a.Method, t.effectful(a.Method), cmp.Or(a.In, in), visited)
			})
	})
}

// access judges a table that an implementation touches.
func (t *tableSettler) access(w way, a summary.Access) {
	service := w.call.Place.Service
	in := cmp.Or(a.In, w.in)
	if in == service || t.settledBelow(w) {
		return
	}
	owner := t.p.ownerOf(cmp.Or(in, service), a)
	if owner.Service == "" || owner.Service == service || in != "" && owner.Service != in {
		return // its own, nobody's, or another's own breach
	}
	if t.p.claimed(a) {
		a.Conf = 100
	}
	name := tableName(owner.Table.Schema, owner.Table.Name)
	a.In, a.Steps, a.Conf = in, summary.Join(w.steps, a.Steps), summary.Mul(w.conf, a.Conf)
	use := TableUse{Place: w.call.Place, Access: a, Owner: owner}
	use.Place.Touched = owner.Service + "." + name + " " + accessVerb(a.Write) + " by " + w.call.Place.Touched
	key := placeKey(use.Place) + "|" + use.Place.Touched
	if old, ok := t.found[key]; ok && summary.Better(summary.Chain{Conf: old.Access.Conf, Steps: old.Access.Steps}, summary.Chain{Conf: a.Conf, Steps: a.Steps}) <= 0 {
		return
	}
	t.found[key] = use
	if a.Conf >= shownConf {
		t.done[tableCallKey(w.call)] = true
	}
}

// settledBelow reports whether an import knows the call and all the
// implementations on the way.
func (t *tableSettler) settledBelow(w way) bool {
	for from := range t.knownBy[tableCallKey(w.call)] {
		if from != "" && !slices.ContainsFunc(w.convs, func(key string) bool { return !t.from[key][from] }) {
			return true
		}
	}
	return false
}

// open are the calls that are forwarded.
func (t *tableSettler) open() []summary.TableCall {
	var list []summary.TableCall
	same := map[string]int{}
	for _, c := range t.calls {
		key := c.Place.Service + "|" + c.Ask.Key()
		if t.done[tableCallKey(c)] || same[key] >= maxSameCalls || len(list) >= maxTableCalls {
			continue
		}
		same[key]++
		list = append(list, c)
	}
	slices.SortStableFunc(list, compareTableCalls)
	return list
}
