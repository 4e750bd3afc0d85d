package flows

import (
	"cmp"
	"go/types"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// maxDepth bounds the implementations gone through on one way.
const maxDepth = 6

// Confidences of an implementation that is not certain to be the one.
const (
	onlyConf         = 95
	oneOfSeveralConf = 85
)

// A settler brings together the consumers and the implementations that the
// package knows.
type settler struct {
	a           *analysis
	conversions map[string]Conversion
	from        map[string]map[string]bool // conversion: imports that know it
	byIface     map[string][]string
	entries     map[string]Entry
	knownBy     map[string]map[string]bool // entry: imports that know it
	filled      map[Filled]bool
	pending     map[string]Pending
	pendingBy   map[string]map[string]bool // pending: imports that know it

	idle map[string]Conversion

	openRequests, openSyncs []Entry // that are forwarded

	waiting   map[string]Waiting
	waitingBy map[string]map[string]bool         // waiting: imports that know it
	fedFrom   map[summary.Method]map[string]bool // channel: imports that know that messages go into it
	opened    map[string]bool                    // waiting that became entries
}

// settle judges the consumers that become known here, and exports what those
// further up have to know.
func (a *analysis) settle() []Consumer {
	s := &settler{
		a: a, conversions: map[string]Conversion{}, from: map[string]map[string]bool{}, byIface: map[string][]string{},
		entries: map[string]Entry{}, knownBy: map[string]map[string]bool{}, filled: map[Filled]bool{},
		pending: map[string]Pending{}, pendingBy: map[string]map[string]bool{}, idle: map[string]Conversion{},
		waiting: map[string]Waiting{}, waitingBy: map[string]map[string]bool{}, fedFrom: map[summary.Method]map[string]bool{}, opened: map[string]bool{},
	}
	for path, fact := range a.below() {
		for _, c := range fact.Conversions {
			s.convert(c, path)
		}
		for _, e := range fact.Entries {
			s.enter(e, path)
		}
		for _, p := range fact.Pending {
			s.pend(p, path)
		}
		for _, f := range fact.Filled {
			s.filled[f] = true
		}
		for _, c := range fact.Idle {
			s.idle[c.Type+"→"+c.Iface] = c
		}
		for _, w := range fact.Waiting {
			s.wait(w, path)
		}
		for _, f := range fact.Fed {
			s.feed(f, path)
		}
	}
	for _, c := range append(a.ownConversions(), a.mediatorHandlers()...) {
		s.convert(c, "")
	}
	for _, c := range a.idle {
		s.idle[c.Type+"→"+c.Iface] = c
	}
	entries, pending := a.ownEntries()
	a.addDeletions(entries)
	a.addWords(entries)
	for _, e := range entries {
		s.enter(e, "")
	}
	for _, p := range append(pending, a.keptPending()...) {
		s.pend(p, "")
	}
	for _, w := range a.ownWaiting() {
		s.wait(w, "")
	}
	for _, f := range a.ownFed() {
		s.feed(f, "")
	}
	s.subscribe()
	s.open()
	a.requests = s.requests()
	a.syncs = s.syncs()
	return s.run()
}

// below yields the facts of the first-party packages that are imported, by path.
func (a *analysis) below() iter.Seq2[string, *Pkg] {
	if a.imported == nil {
		a.imported = map[string]*Pkg{}
		for _, imp := range a.view.Imports() {
			fact := new(Pkg)
			if a.firstParty(effects.PkgPath(imp)) && a.pass.ImportPackageFact(imp, fact) {
				a.imported[imp.Path()] = fact
			}
		}
	}
	return func(yield func(string, *Pkg) bool) {
		for _, path := range slices.Sorted(maps.Keys(a.imported)) {
			if !yield(path, a.imported[path]) {
				return
			}
		}
	}
}

// gather brings the package's own entries together with those of its imports, and
// says which imports know each; "" is the package itself.
func (s *settler) gather(own []Entry, of func(*Pkg) []Entry) (entries map[string]Entry, known map[string]map[string]bool) {
	entries, known = map[string]Entry{}, map[string]map[string]bool{}
	note := func(list []Entry, from string) {
		for _, e := range list {
			key := entryKey(&e)
			if known[key] == nil {
				known[key] = map[string]bool{}
			}
			known[key][from], entries[key] = true, e
		}
	}
	for path, fact := range s.a.below() {
		note(of(fact), path)
	}
	note(own, "")
	return entries, known
}

// ownConversions are the implementations that this package brings together with
// an interface.
func (a *analysis) ownConversions() []Conversion {
	found := map[string]Conversion{}
	for conv := range a.view.Conversions {
		from, to, seen := conv.From, conv.To, conv.Seen
		c := Conversion{Type: effects.TypeName(from), Iface: effects.TypeName(to), Seen: seen}
		if n := effects.Named(from); n != nil && n.Obj().Pkg() != nil {
			c.Service = a.cfg.ServiceOf(effects.PkgPath(n.Obj().Pkg()))
		}
		key := c.Type + "→" + c.Iface
		if old, ok := found[key]; ok && (old.Seen || !seen) {
			continue
		}
		if types.IsInterface(from) {
			c.Forward = true
		} else if c.Methods = a.methodsOf(from, to.Underlying().(*types.Interface)); len(c.Methods) == 0 {
			a.noteIdle(c, to)
			continue
		}
		found[key] = c
	}
	var list []Conversion
	for _, key := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[key])
	}
	return list
}

func (a *analysis) methodsOf(ty types.Type, iface *types.Interface) []Method {
	var list []Method
	for m := range iface.Methods() {
		obj, _, _ := types.LookupFieldOrMethod(ty, true, m.Pkg(), m.Name())
		f, ok := obj.(*types.Func)
		if !ok {
			continue
		}
		if recv := f.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
			if im := a.view.FirstPartyMethod(recv.Type(), f); im != nil { // an embedded interface
				list = append(list, Method{Name: m.Name(), Shown: effects.ShortTypeName(ty), Func: forwarding(*im, f)})
			}
			continue
		}
		if fn := a.funcOfObject(f); fn != nil && fn.acts() {
			list = append(list, Method{Name: m.Name(), Shown: effects.ShortTypeName(ty), Func: carried(fn)})
		}
	}
	return list
}

// acts reports whether a function does anything that matters behind an interface.
// What keeps things in memory does not: it must not stand for the implementation
// that a package further up knows.
func (f *Func) acts() bool {
	return len(f.Writes)+len(f.Calls)+len(f.Reads)+len(f.Handlers)+len(f.Sent)+len(f.Raises) > 0 || f.Publishes != 0 || len(f.Locks) > 0 || f.Result&fromRemote != 0
}

// forwarding is a method that does nothing but call an interface's.
func forwarding(m summary.Method, f *types.Func) Func {
	c := Call{Method: m}
	for i := range f.Signature().Params().Len() {
		c.Args, c.Known, c.Rows = append(c.Args, param(i+1)), append(c.Known, Known(i+1)), append(c.Rows, Row{Param: i + 2})
	}
	return Func{Calls: []Call{c}}
}

// carried is the part of a summary that matters by way of an interface.
func carried(f *Func) Func {
	return Func{
		Writes: f.Writes, Calls: f.Calls, Reads: f.Reads, Locks: f.Locks, Handlers: f.Handlers, TellsKeys: f.TellsKeys, Result: f.Result,
		Sent: f.Sent, Heeds: f.Heeds, Force: f.Force, Raises: f.Raises, Publishes: f.Publishes, When: f.When, Decoded: f.Decoded, Deletions: f.Deletions,
	}
}

// convert notes an implementation, and who knows it ("" is this package).
func (s *settler) convert(c Conversion, from string) {
	key := c.Type + "→" + c.Iface
	old, ok := s.conversions[key]
	if !ok {
		s.byIface[c.Iface] = append(s.byIface[c.Iface], key)
		if generic, _, ok := strings.Cut(c.Iface, "["); ok { // generic code calls any instance
			s.byIface[generic] = append(s.byIface[generic], key)
		}
		s.from[key] = map[string]bool{}
	}
	if !ok || c.Seen && !old.Seen {
		s.conversions[key] = c
	}
	s.from[key][from] = true
}

func entryKey(e *Entry) string { return e.Name + "|" + placeKey(e.Place) }

func (s *settler) enter(e Entry, from string) {
	key := entryKey(&e)
	if s.knownBy[key] == nil {
		s.knownBy[key] = map[string]bool{}
	}
	s.knownBy[key][from] = true
	if _, ok := s.entries[key]; !ok {
		s.entries[key] = e
	}
}

// run resolves each entry as far as the package can tell.
func (s *settler) run() []Consumer {
	var consumers []Consumer
	var open []Entry
	for _, key := range slices.Sorted(maps.Keys(s.entries)) {
		e := s.entries[key]
		c, below := s.resolve(e, key)
		for _, w := range c.Writes {
			if !w.Delete && !w.KeyValue && w.From&fromMsg != 0 {
				s.filled[Filled{e.Place.Service, w.Table}] = true
			}
		}
		if len(c.Open) > 0 {
			open = append(open, e)
		}
		if !below {
			consumers = append(consumers, c)
		}
	}
	filled := slices.SortedFunc(maps.Keys(s.filled), func(a, b Filled) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Table, b.Table))
	})
	for i := range consumers {
		for _, f := range filled {
			if f.Service == consumers[i].Place.Service {
				consumers[i].Filled = append(consumers[i].Filled, f.Table)
			}
		}
	}
	s.export(open, filled)
	return consumers
}

func (s *settler) export(open []Entry, filled []Filled) {
	fact := &Pkg{Entries: open, Filled: filled, Requests: s.openRequests, Deliveries: s.a.deliveryFacts(), Syncs: s.openSyncs}
	fact.Encoded, fact.Decoded = s.a.ownCoding()
	s.exportFed(fact)
	fact.Handled = s.a.handledFields()
	for _, key := range slices.Sorted(maps.Keys(s.conversions)) {
		fact.Conversions = append(fact.Conversions, s.conversions[key])
	}
	for _, key := range slices.Sorted(maps.Keys(s.idle)) {
		fact.Idle = append(fact.Idle, s.idle[key])
	}
	for _, key := range slices.Sorted(maps.Keys(s.pending)) {
		fact.Pending = append(fact.Pending, s.pending[key])
	}
	some := len(fact.Entries)+len(fact.Pending)+len(fact.Filled)+len(fact.Conversions)+len(fact.Requests)+len(fact.Syncs)+len(fact.Idle) > 0
	if some || len(fact.Encoded)+len(fact.Decoded)+len(fact.Deliveries)+len(fact.Waiting)+len(fact.Fed)+len(fact.Handled) > 0 {
		s.a.pass.ExportPackageFact(fact)
	}
}

// A lead is a call that is to be resolved.
type lead struct {
	call    Call
	conf    int
	depth   int
	several bool     // implementations are known
	unsure  bool     // one of which is quiet: it may be the one that is meant
	args    []Origin // of the implementation that is looked at, the receiver first
	visited []summary.Method
	place   *summary.Place // where findings stand; nil: at the call
}

// resolve follows an entry's calls into the implementations that are known. It
// reports whether one import knew all of it.
func (s *settler) resolve(e Entry, key string) (Consumer, bool) {
	return s.resolveFrom(e, s.knownBy[key])
}

// resolveFrom is resolve for an entry that some imports know.
func (s *settler) resolveFrom(e Entry, knownBy map[string]bool) (Consumer, bool) {
	c := Consumer{Entry: e}
	c.Writes, c.Reads, c.Heeds, c.Raises = slices.Clone(e.Writes), slices.Clone(e.Reads), slices.Clone(e.Heeds), slices.Clone(e.Raises)
	c.Decoded, c.Deletions = slices.Clone(e.Decoded), slices.Clone(e.Deletions)
	s.sent(e.Sent, nil)
	below := maps.Clone(knownBy)
	delete(below, "")
	var work []lead
	for _, call := range e.Calls {
		work = append(work, lead{call: call, conf: 100})
	}
	for n := 0; len(work) > 0 && n < 400; n++ {
		l := work[0]
		work = work[1:]
		impls := s.implementations(l.call)
		if len(impls) > 1 && l.call.Dispatch && l.call.Only == nil {
			continue // one of them, and nothing tells which
		}
		if len(impls) == 0 {
			if !trivial(l.call) {
				c.Open = append(c.Open, l.call.Branches)
			}
			continue
		}
		l.several = len(impls) > 1
		l.unsure = l.unsure || s.mayBeIdle(l.call) || s.someQuiet(impls, l.call.Method.Name)
		for _, key := range impls {
			maps.DeleteFunc(below, func(from string, _ bool) bool { return !s.from[key][from] })
			work = append(work, s.implementation(&c, l, s.conversions[key], s.certainty(impls, key, l.call))...)
		}
	}
	s.nameTables(&c)
	c.settleRows()
	return c, len(below) > 0
}

// nameTables fills in the names of tables that the wiring tells.
func (s *settler) nameTables(c *Consumer) {
	for i := range c.Writes {
		w := &c.Writes[i]
		if st := s.wired(w.Parts, c.Place.Service); st != nil && st.Target != nil {
			w.Schema, w.Table, w.Parts = known(st.Target.Schema), known(st.Target.Name), nil
			w.Steps = slices.Clone(w.Steps)
			last := &w.Steps[len(w.Steps)-1]
			last.Note = strings.Replace(last.Note, "writes a table", "writes "+w.Table, 1)
		}
	}
	for i := range c.Reads {
		r := &c.Reads[i]
		if st := s.wired(r.Parts, c.Place.Service); st != nil {
			for _, a := range st.Accesses {
				if !a.Write {
					r.Schema, r.Table, r.Parts = known(a.Schema), known(a.Name), nil
					break
				}
			}
		}
	}
}

// wired is the statement that a text's parts come to, if there is but one.
func (s *settler) wired(parts []summary.Part, service string) *sqltext.Statement {
	if len(parts) == 0 {
		return nil
	}
	texts := s.a.view.Wired(parts, service)
	if len(texts) != 1 {
		return nil
	}
	list := sqltext.Parse(texts[0])
	if len(list) != 1 {
		return nil
	}
	return &list[0]
}

func lastStep(steps []Step) Step {
	if len(steps) == 0 {
		return Step{}
	}
	return steps[len(steps)-1]
}

// trivial reports whether a call is given nothing from the message.
func trivial(c Call) bool { return union(c.Args)&fromMsg == 0 }

// certainty is how sure it is that a call means an implementation.
func (s *settler) certainty(impls []string, key string, call Call) int {
	types := map[string]bool{}
	for _, k := range impls {
		if c := s.conversions[k]; k == key || !c.decorates(call.Method) {
			types[c.Type] = true
		}
	}
	switch {
	case len(types) > 1 && !call.Dispatch && !call.Raw && !dispatches(call.Method.Name):
		return oneOfSeveralConf
	case s.conversions[key].Seen:
		return 100
	}
	return onlyConf
}

// decorates reports whether a type does what the interface's method asks for by calling
// that of another value: it stands before whatever is meant, and beside nothing.
func (c *Conversion) decorates(m summary.Method) bool {
	return slices.ContainsFunc(c.Methods, func(own Method) bool {
		return own.Name == m.Name && slices.ContainsFunc(own.Func.Calls, func(call Call) bool { return call.Method == m })
	})
}

// dispatches recognises the methods by which messages are handed to their
// handlers: each of the implementations is one.
func dispatches(method string) bool {
	return hasAnyPrefix(method, "handle", "consume", "process", "on", "receive", "dispatch", "work", "execute", "run", "serve", "accept", "deliver", "ingest")
}

// raises recognises the methods by which the process tells itself what happened.
func raises(method string) bool {
	return hasAnyPrefix(method, "handle", "on", "dispatch", "notify", "publish", "raise", "emit", "fire")
}

// hasAnyPrefix reports whether a method's name begins with one of some words.
func hasAnyPrefix(method string, words ...string) bool {
	lower := strings.ToLower(method)
	return slices.ContainsFunc(words, func(w string) bool {
		rest := strings.TrimPrefix(method[min(len(w), len(method)):], "_")
		return strings.HasPrefix(lower, w) && (rest == "" || rest[0] >= 'A' && rest[0] <= 'Z')
	})
}

// implementation takes over what an implementation does, and returns the calls
// that it makes in turn.
func (s *settler) implementation(c *Consumer, l lead, conv Conversion, conf int) []lead {
	i := slices.IndexFunc(conv.Methods, func(m Method) bool { return m.Name == l.call.Method.Name })
	if i < 0 {
		return nil
	}
	m := conv.Methods[i]
	if conv.Service != "" && c.Place.Service != "" && conv.Service != c.Place.Service {
		return nil // wired for another service
	}
	if l.depth > 0 && !l.call.Raw && l.several && raises(l.call.Method.Name) {
		return nil // events of the process's own, on their way to whoever listens
	}
	l.args = append([]Origin{0}, l.call.Args...) // of the receiver nothing is known
	l.conf = summary.Mul(l.conf, conf)
	l.call.Steps = noteImplementation(l.call.Steps, m.Shown)
	s.takeWrites(c, l, m)
	s.takeRaised(c, l, m)
	s.sent(m.Func.Sent, l.args)
	l.takeReads(c, m)
	l.takeDecoded(c, m)
	c.Locks = c.Locks.withAll(m.Func.Locks, l.call.Branches)
	c.TellsKeys = c.TellsKeys || m.Func.TellsKeys
	for _, h := range m.Func.Heeds {
		c.Heeds = addHeed(c.Heeds, h.bound(resolveWith(h.From, l.args), l.call.Branches))
	}
	return s.next(l, m)
}

// takeWrites takes over what an implementation writes.
func (s *settler) takeWrites(c *Consumer, l lead, m Method) {
	for _, w := range m.Func.Writes {
		w.Unasked = w.Unasked || w.From&fromRemote == 0 && l.call.Unasked
		w.From, w.Guard, w.Check = resolveWith(w.From, l.args), bindAll(w.Guard, l.args), bindAll(w.Check, l.args)
		if w.From&fromMsg == 0 || w.KeyValue && l.call.Twice {
			continue
		}
		w.Given, w.Subject = bindGiven(w.Given, append([]Given{{}}, l.call.Given...)), w.Subject.bound(l.call.rowOfArg)
		if !w.Insert {
			w.Guard, w.Check = better(w.Guard, l.call.Guard), better(w.Check, l.call.Guard.check())
		}
		w.Branches = w.Branches.within(l.call.Branches)
		w.Conf = summary.Mul(w.Conf, l.conf)
		inside := w.Place
		if w.Place = s.placeFor(l, w.Place); w.Place.Line != inside.Line || w.Place.File != inside.File {
			w.About = l.call.About
		}
		w.Steps = join(l.call.Steps, w.Steps)
		w.removedBy(l.call.Method.Name)
		if l.call.Dispatch && l.depth == 0 {
			c.Name = m.Shown + "." + m.Name
		}
		c.Writes = append(c.Writes, w)
	}
}

// takeReads takes over what an implementation reads.
func (l lead) takeReads(c *Consumer, m Method) {
	for _, r := range m.Func.Reads {
		r = r.after(l.call.Answer, lastStep(l.call.Steps))
		r.Branches = r.Branches.within(l.call.Branches)
		c.Reads = addRead(c.Reads, r)
	}
}

// next are the calls that an implementation makes in turn.
func (s *settler) next(l lead, m Method) []lead {
	var next []lead
	if l.depth+1 >= maxDepth {
		return nil
	}
	for _, call := range m.Func.Calls {
		if slices.Contains(l.visited, call.Method) || call.Method == l.call.Method {
			continue // a decorator that calls what it decorates
		}
		origins := slices.Clone(call.Args)
		for i := range origins {
			origins[i] = resolveWith(origins[i], l.args)
		}
		call.Unasked = call.Unasked || union(call.Args)&fromRemote == 0 && l.call.Unasked
		inside := call.Place
		place := s.placeFor(l, inside)
		if place.Line != inside.Line || place.File != inside.File {
			call.About = l.call.About
		}
		call.Args, call.Guard = origins, better(bindAll(call.Guard, l.args), l.call.Guard)
		call.Answer = call.above(l.call.Answer)
		call.Given, call.Rows = slices.Clone(call.Given), boundRows(call.Rows, l.call.rowOfArg)
		for i, g := range call.Given {
			call.Given[i] = bindGiven(g, append([]Given{{}}, l.call.Given...))
		}
		call.Branches = call.Branches.within(l.call.Branches)
		call.Gate = call.Gate.given(l.known()).join(l.call.Gate)
		call.Known = rebound(call.Known, l.known())
		call.Steps = join(l.call.Steps, call.Steps)
		deeper := lead{call: call, conf: l.conf, depth: l.depth + 1, unsure: l.unsure, visited: append(slices.Clone(l.visited), l.call.Method), place: &place}
		if s.inside(l) && call.Raw {
			deeper.place = nil // still on its way to whoever handles it
		}
		next = append(next, deeper)
	}
	return next
}

// inside reports whether what an implementation does stands in itself: the call
// hands it a message to handle.
func (s *settler) inside(l lead) bool {
	return l.place == nil && (l.call.Dispatch || l.call.Raw || l.call.Blind || dispatches(l.call.Method.Name))
}

// placeFor is where a finding on something that an implementation does stands:
// at the call, or, if the call hands a message to its handler, in the handler.
func (s *settler) placeFor(l lead, inside summary.Place) summary.Place {
	if s.inside(l) {
		return inside
	}
	if l.place == nil && l.call.Place.Service == "" && inside.Service != "" {
		return inside // shared code only brings the message to its consumer
	}
	if l.place != nil {
		return *l.place
	}
	return l.call.Place
}

// resolveWith is bind for an implementation, whose other parameters stay unknown.
func resolveWith(o Origin, args []Origin) Origin { return bind(o, args) &^ params }

func bindAll(g Guard, args []Origin) Guard {
	if g.Kind != Unguarded {
		g.Msg, g.Stored = resolveWith(g.Msg, args), resolveWith(g.Stored, args)
	}
	return g
}

// implementations are the conversions of types to the interface, by way of
// others too.
func (s *settler) implementations(call Call) []string {
	var keys []string
	visited := map[string]bool{}
	var visit func(iface string)
	visit = func(iface string) {
		if visited[iface] {
			return
		}
		visited[iface] = true
		for _, key := range s.instances(iface) {
			if c := s.conversions[key]; c.Forward {
				visit(c.Type)
			} else if (call.Only == nil || slices.Contains(call.Only, c.Type)) && call.instance(c.Iface) {
				keys = append(keys, key)
			}
		}
	}
	visit(call.Method.Iface)
	return keys
}

// instances are the conversions to an interface and, where it is an instance of a
// generic one, those that generic code makes for any: NewRepository[T] returns
// Repository[T].
func (s *settler) instances(iface string) []string {
	generic, _, ok := strings.Cut(iface, "[")
	if !ok {
		return s.byIface[iface]
	}
	anyOf := slices.DeleteFunc(slices.Clone(s.byIface[generic]), func(key string) bool { return s.conversions[key].Iface != generic })
	return append(slices.Clone(s.byIface[iface]), anyOf...)
}

// instance reports whether an interface is one that generic code may mean, which
// was called with certain types: the first is that of what it hands on.
func (c *Call) instance(iface string) bool {
	_, args, generic := strings.Cut(iface, "[")
	return !generic || len(c.Types) == 0 || strings.Contains(args, c.Types[0])
}

func join(a, b []summary.Step) []summary.Step {
	steps := slices.Concat(a, b)
	if over := len(steps) - 2*summary.MaxSteps; over > 0 {
		steps = slices.Delete(steps, summary.MaxSteps, summary.MaxSteps+over)
	}
	return steps
}

// noteImplementation says at a chain's last step which implementation is meant.
func noteImplementation(steps []summary.Step, shown string) []summary.Step {
	steps = slices.Clone(steps)
	if len(steps) > 0 {
		steps[len(steps)-1].Note += ", implemented by " + shown
	}
	return steps
}
