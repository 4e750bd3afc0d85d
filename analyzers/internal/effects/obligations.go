package effects

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Bounds that keep what packages forward small.
const (
	maxDepth   = 5    // implementations gone through on one way
	maxPending = 4000 // obligations looked at in one package
)

// settle brings together the obligations and the implementations that this
// package knows: what is proved becomes a finding, the rest is forwarded.
func (p *program) settle(fact *summary.Pkg) {
	p.numberPlaces()
	s := newSettler(p)
	for _, o := range p.pending {
		s.add(o.Obligation, "")
	}
	s.run()
	p.result.RemoteInTx = s.findings()
	fact.Obligations = s.open()
	p.tableCalls(s, fact)
	fact.Keyed = s.keyed.list()
	fact.Conversions = slices.SortedFunc(maps.Values(s.conversions), compareConversions)
}

// A settler is one package's share of the work.
type settler struct {
	p           *program
	conversions map[string]summary.Conversion // by type and interface
	from        summary.KnownBy[string]       // conversion: imports that know it
	seenBy      map[string]bool               // conversion and import, if that saw a value converted
	byIface     map[string][]string
	work        []known
	seen        map[string]summary.Obligation // by obligation's key
	knownBy     summary.KnownBy[string]       // obligation: imports that know it
	found       map[string]RemoteInTx         // by place
	settled     map[string]bool
	keyed       *keyedTypes
}

// A known is an obligation to be looked at.
type known struct {
	summary.Obligation
	key string
}

func newSettler(p *program) *settler {
	s := &settler{
		p: p, conversions: map[string]summary.Conversion{}, from: summary.KnownBy[string]{}, seenBy: map[string]bool{}, byIface: map[string][]string{},
		seen: map[string]summary.Obligation{}, knownBy: summary.KnownBy[string]{}, found: map[string]RemoteInTx{}, settled: map[string]bool{},
	}
	for _, path := range slices.Sorted(maps.Keys(p.imports)) {
		for _, c := range p.imports[path].Conversions {
			s.convert(c, path)
		}
	}
	s.keyed = p.keyedTypes()
	for _, c := range p.ownConversions() {
		s.convert(c, "")
	}
	for _, path := range slices.Sorted(maps.Keys(p.imports)) {
		for _, o := range p.imports[path].Obligations {
			s.add(o, path)
		}
	}
	return s
}

// convert notes an implementation, and who knows it ("" is this package).
func (s *settler) convert(c summary.Conversion, from string) {
	key := conversionKey(c)
	old, ok := s.conversions[key]
	if !ok {
		s.byIface[c.Iface] = append(s.byIface[c.Iface], key)
		if generic, _, ok := strings.Cut(c.Iface, "["); ok { // generic code calls any instance
			s.byIface[generic] = append(s.byIface[generic], key)
		}
	}
	if !ok || c.Seen && !old.Seen {
		s.conversions[key] = c
	}
	s.from.Note(key, from)
	if c.Seen {
		s.seenBy[key+" "+from] = true
	}
}

// conversionKey tells conversions apart. A type implements an interface once; a
// function may be in several fields of a struct.
func conversionKey(c summary.Conversion) string {
	key := c.Type + "→" + c.Iface
	if c.Field != "" {
		key += "." + c.Field
	}
	return key
}

func compareConversions(a, b summary.Conversion) int {
	return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Iface, b.Iface), cmp.Compare(a.Field, b.Field))
}

// obligationKey tells obligations apart. Of several ways from one place to one
// method, the best is kept.
func obligationKey(o *summary.Obligation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s|%s:%d:%d|", o.Rule, o.Place.File, o.Place.Line, o.Place.Col)
	if o.TxNeed != nil {
		fmt.Fprintf(&b, "%s#%d", o.TxNeed.Method, o.TxNeed.Arg)
	}
	b.WriteByte('|')
	if o.Method != nil {
		b.WriteString(o.Method.String() + "|" + o.Key)
	}
	return b.String()
}

// add takes an obligation in, unless as good a one is known.
func (s *settler) add(o summary.Obligation, from string) {
	if o.TxNeed == nil && o.Method == nil {
		s.report(o)
		return
	}
	key := obligationKey(&o)
	old, ok := s.seen[key]
	s.knownBy.Note(key, from)
	if ok && compareObligations(old, o) <= 0 || len(s.seen) >= maxPending {
		return
	}
	s.seen[key] = o
	s.work = append(s.work, known{o, key})
}

func compareObligations(a, b summary.Obligation) int {
	steps := func(o summary.Obligation) []summary.Step { return slices.Concat(o.Tx, o.Call) }
	return summary.Better(summary.Chain{Conf: a.Conf, Steps: steps(a)}, summary.Chain{Conf: b.Conf, Steps: steps(b)})
}

func (s *settler) run() {
	for len(s.work) > 0 {
		k := s.work[0]
		s.work = s.work[1:]
		if k.Resolved >= maxDepth {
			continue
		}
		if k.TxNeed != nil {
			s.match(k, k.TxNeed.Method, s.openTx)
		}
		if k.Method != nil {
			s.match(k, *k.Method, s.leave)
		}
	}
}

// match goes through the implementations of an interface's method. A pair that
// one import knows whole was settled there.
func (s *settler) match(k known, m summary.Method, settle func(known, summary.Conversion, int)) {
	keyed := k.Key != "" // then no import has settled it, or it would not have handed it on
	impls, byName, ok := s.chosen(&k, m)
	if !ok {
		return
	}
	used := s.inUse(impls, m)
	several := s.ambiguous(used, m)
	for _, key := range used {
		c := s.conversions[key]
		if len(c.Methods) == 0 || c.Field != "" && c.Field != m.Name || s.leftToMain(key, impls, m) {
			continue
		}
		if !keyed && s.settledBelow(k.key, key, impls, m) {
			continue
		}
		conf := onlyConf // the type's package merely sees the interface
		switch {
		case several || byName:
			conf = oneOfSeveralConf
		case c.Seen:
			conf = 100
		}
		settle(k, c, conf)
	}
}

// The confidences of an implementation that is not certain to be the one.
const (
	onlyConf         = 95
	oneOfSeveralConf = 85
)

// implementations are the conversions of types to an interface, by way of
// others too, in the order in which they became known.
func (s *settler) implementations(iface string) []string {
	var keys []string
	visited := map[string]bool{}
	var visit func(iface string)
	visit = func(iface string) {
		if visited[iface] {
			return
		}
		visited[iface] = true
		for _, key := range s.byIface[iface] {
			if c := s.conversions[key]; c.Forward {
				visit(c.Type)
			} else {
				keys = append(keys, key)
			}
		}
		keys = append(keys, s.madeForAny(iface)...)
	}
	visit(iface)
	return keys
}

// madeForAny are the implementations of an instance of a generic interface that
// generic code makes, whatever the instance: NewRepository[T] returns Repository[T].
func (s *settler) madeForAny(iface string) []string {
	generic, _, ok := strings.Cut(iface, "[")
	if !ok {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.byIface[generic]), func(key string) bool {
		c := s.conversions[key]
		return c.Forward || c.Iface != generic
	})
}

// ambiguous reports whether a method has several implementations, of which some
// stay inside the process as far as known: then the call may mean any of them.
// A decorator, which calls the method that it implements, does not count.
func (s *settler) ambiguous(impls []string, m summary.Method) bool {
	types, inside := map[string]bool{}, false
	for _, key := range impls {
		c := s.conversions[key]
		if c.Field != "" && c.Field != m.Name || !c.Seen && !leadsOut(c) {
			continue
		}
		e := methodOf(c, m.Name)
		if passesOn(e, m) {
			continue
		}
		types[c.Type] = true
		inside = inside || staysInside(e)
	}
	return len(types) > 1 && inside
}

// settledBelow reports whether an import knows both the obligation and the
// implementation, and did not leave the pair to the main package.
func (s *settler) settledBelow(obligation, conversion string, impls []string, m summary.Method) bool {
	for from := range s.knownBy[obligation] {
		if from != "" && s.from[conversion][from] && !s.contested(conversion, impls, m, from) {
			return true
		}
	}
	return false
}

// openTx settles that an interface's method runs its argument in a transaction.
func (s *settler) openTx(k known, c summary.Conversion, conf int) {
	m := methodOf(c, k.TxNeed.Method.Name)
	if m == nil {
		return
	}
	for _, p := range m.RunsTx {
		if p.Index != k.TxNeed.Arg {
			continue
		}
		o := k.Obligation
		o.Tx = slices.Concat(summary.Implemented(o.Tx, m.Shown), p.Steps)
		o.TxNeed, o.Conf, o.Resolved = nil, summary.Mul(o.Conf, conf), o.Resolved+1
		s.add(o, "")
	}
}

// leave settles that an interface's method leaves the process, or hands the
// question on to the interfaces that the implementation calls.
func (s *settler) leave(k known, c summary.Conversion, conf int) {
	m := methodOf(c, k.Method.Name)
	if m == nil {
		return
	}
	if m.Remote != nil {
		o := k.Obligation
		o.Remote, o.Method = m.Remote, nil
		o.Call = summary.Join(summary.Implemented(o.Call, m.Shown), m.Remote.Steps)
		o.Conf, o.Resolved = summary.Mul(summary.Mul(o.Conf, conf), m.Remote.Conf), o.Resolved+1
		s.add(o, "")
	}
	visited := append(slices.Clone(k.Visited), *k.Method)
	for _, d := range m.Dyn {
		if slices.Contains(visited, d.Method) {
			continue // a decorator that calls what it decorates
		}
		o := k.Obligation
		o.Method, o.Visited = &d.Method, visited
		o.Call = summary.Join(summary.Implemented(o.Call, m.Shown), d.Steps)
		o.Conf, o.Resolved = summary.Mul(summary.Mul(o.Conf, conf), d.Conf), o.Resolved+1
		s.add(o, "")
	}
}

func methodOf(c summary.Conversion, name string) *summary.MethodEffects {
	for i := range c.Methods {
		if c.Methods[i].Name == name {
			return &c.Methods[i]
		}
	}
	return nil
}

// report notes a finding. One place is reported once, with its best proof.
func (s *settler) report(o summary.Obligation) {
	key := placeKey(o.Place)
	f := RemoteInTx{
		Place: o.Place, Callee: o.Callee, TxText: o.TxText, Begin: o.Begin, Conf: o.Conf,
		Proof: slices.Concat(o.Tx, o.Call),
	}
	old, ok := s.found[key]
	if ok && summary.Better(summary.Chain{Conf: old.Conf, Steps: old.Proof}, summary.Chain{Conf: f.Conf, Steps: f.Proof}) <= 0 {
		return
	}
	s.found[key] = f
	if f.Conf >= shownConf {
		s.settled[key] = true
	}
}

// shownConf is the confidence from which a finding is shown by default. A place
// that has such a one needs no further proof.
const shownConf = 80

func placeKey(p summary.Place) string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

func (s *settler) findings() []RemoteInTx {
	return slices.SortedFunc(maps.Values(s.found), func(a, b RemoteInTx) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Col, b.Place.Col))
	})
}

// open are the obligations that remain, in a fixed order.
func (s *settler) open() []summary.Obligation {
	var list []summary.Obligation
	for _, key := range slices.Sorted(maps.Keys(s.seen)) {
		if o := s.seen[key]; !s.settled[placeKey(o.Place)] && o.Resolved < maxDepth && !s.keyed.known(o.Key) {
			list = append(list, o)
		}
	}
	return list
}
