package flows

import (
	"iter"
	"maps"
	"slices"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A settler brings together the consumers and the implementations that the
// package knows.
type settler struct {
	a           *analysis
	conversions map[string]Conversion
	from        summary.KnownBy[string] // conversion: imports that know it
	idle        map[string]Conversion   // of types whose methods do nothing that matters
	quiet       map[string]Quiet
	quietFrom   summary.KnownBy[string] // likewise
	quietBy     map[string][]Quiet      // of those, by interface
	byIface     map[string][]string
	entries     map[string]Entry
	knownBy     summary.KnownBy[string] // entry: imports that know it
	filled      map[Filled]bool
	settled     map[string]Entry        // of which all is known but what others fill
	settledBy   summary.KnownBy[string] // likewise: imports that know it
	pending     map[string]Pending
	pendingBy   summary.KnownBy[string] // pending: imports that know it
	waiting     map[string]Waiting
	waitingBy   summary.KnownBy[string]         // waiting: imports that know it
	fedFrom     summary.KnownBy[summary.Method] // channel: imports that know that messages go into it
	opened      map[string]bool                 // waiting that became entries

	openRequests, openSyncs []Entry // that are forwarded
}

// settle judges the consumers that become known here, and exports what those
// further up have to know.
func (a *analysis) settle() []Consumer {
	a.noteModes()
	s := newSettler(a)
	s.takeImports()
	s.takeSettled()
	s.takeOwn()
	s.subscribe()
	s.open()
	a.requests = s.requests()
	a.syncs = s.syncs()
	return s.run()
}

func newSettler(a *analysis) *settler {
	return &settler{
		a: a, conversions: map[string]Conversion{}, from: summary.KnownBy[string]{}, quiet: map[string]Quiet{}, quietFrom: summary.KnownBy[string]{}, quietBy: map[string][]Quiet{}, byIface: map[string][]string{},
		entries: map[string]Entry{}, knownBy: summary.KnownBy[string]{}, filled: map[Filled]bool{},
		settled: map[string]Entry{}, settledBy: summary.KnownBy[string]{},
		pending: map[string]Pending{}, pendingBy: summary.KnownBy[string]{}, idle: map[string]Conversion{},
		waiting: map[string]Waiting{}, waitingBy: summary.KnownBy[string]{}, fedFrom: summary.KnownBy[summary.Method]{}, opened: map[string]bool{},
	}
}

// takeImports takes over what the imported packages' facts leave to be settled.
func (s *settler) takeImports() {
	for path, fact := range s.a.below() {
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
		for _, q := range fact.Quiet {
			s.takeQuiet(q, path)
		}
		for _, w := range fact.Waiting {
			s.wait(w, path)
		}
		for _, f := range fact.Fed {
			s.feed(f, path)
		}
	}
}

// takeOwn adds what this package makes known. Its own entries are no importer's:
// they are from "".
func (s *settler) takeOwn() {
	a := s.a
	for _, c := range append(a.ownConversions(), a.mediatorHandlers()...) {
		s.convert(c, "")
	}
	for _, c := range a.idle {
		s.idle[c.Type+"→"+c.Iface] = c
	}
	for _, q := range a.quietTypes {
		s.takeQuiet(q, "")
	}
	entries, pending := a.ownEntries()
	a.entered = entries
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
func (s *settler) gather(own []Entry, of func(*Pkg) []Entry) (entries map[string]Entry, known summary.KnownBy[string]) {
	entries, known = map[string]Entry{}, summary.KnownBy[string]{}
	note := func(list []Entry, from string) {
		for _, e := range list {
			key := entryKey(&e)
			known.Note(key, from)
			entries[key] = e
		}
	}
	for path, fact := range s.a.below() {
		note(of(fact), path)
	}
	note(own, "")
	return entries, known
}

// knownEntries are all entries that are known here, settled or not, by their keys.
func (s *settler) knownEntries() map[string]Entry {
	known := maps.Clone(s.settled)
	maps.Copy(known, s.entries)
	return known
}

func entryKey(e *Entry) string { return e.Name + "|" + placeKey(e.Place) }

func (s *settler) enter(e Entry, from string) {
	key := entryKey(&e)
	if s.knownBy.Note(key, from) {
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
		s.fill(&c, e.Types)
		if len(c.Open)+len(c.Quiet) > 0 || someUnnamed(c.Writes) {
			open = append(open, s.named(e))
		} else if s.a.mayWait(&c) || e.rejects() || len(e.Marks) > 0 {
			s.settled[key] = e
		}
		if !below {
			consumers = append(consumers, c)
		}
	}
	filled := s.allFilled()
	seen := s.a.seen()
	s.a.later = s.grown(filled)
	lost := s.lose(filled)
	for c := range s.a.judged(consumers) {
		c.Fillings = fillingsOf(c.Place.Service, filled)
		c.tellSeen(seen)
	}
	s.export(open, lost, filled, seen)
	return consumers
}

// judged yields the consumers of which the package says something to the rules.
func (a *analysis) judged(consumers []Consumer) iter.Seq[*Consumer] {
	return func(yield func(*Consumer) bool) {
		for _, list := range [][]Consumer{consumers, a.losing} {
			for i := range list {
				if !yield(&list[i]) {
					return
				}
			}
		}
		for i := range a.later {
			if !yield(&a.later[i].Consumer) {
				return
			}
		}
	}
}

// export leaves to those further up what may become more with what they know.
func (s *settler) export(open, lost []Entry, filled []Filled, seen []Seen) {
	fact := &Pkg{Entries: open, Settled: s.leftSettled(), Registered: s.a.registered(), Lost: lost, Filled: filled, Requests: s.openRequests, Deliveries: s.a.deliveryFacts(), Syncs: s.openSyncs, InFields: s.a.ownInFields(), Finals: s.a.ownFinals(), Seen: seen}
	fact.Encoded, fact.Decoded = s.a.ownCoding()
	s.exportFed(fact)
	fact.Handled, fact.Picked = s.a.handledFields(), s.a.ownAliases()
	for _, key := range slices.Sorted(maps.Keys(s.conversions)) {
		fact.Conversions = append(fact.Conversions, s.conversions[key])
	}
	for _, key := range slices.Sorted(maps.Keys(s.idle)) {
		fact.Idle = append(fact.Idle, s.idle[key])
	}
	for _, key := range slices.Sorted(maps.Keys(s.quiet)) {
		fact.Quiet = append(fact.Quiet, s.quiet[key])
	}
	for _, key := range slices.Sorted(maps.Keys(s.pending)) {
		fact.Pending = append(fact.Pending, s.pending[key])
	}
	some := len(fact.Entries)+len(fact.Settled)+len(fact.Lost)+len(fact.Pending)+len(fact.Filled)+len(fact.Conversions)+len(fact.Requests)+len(fact.Syncs)+len(fact.Idle)+len(fact.Quiet)+len(fact.Registered) > 0
	if some || len(fact.Encoded)+len(fact.Decoded)+len(fact.Deliveries)+len(fact.Waiting)+len(fact.Fed)+len(fact.Handled)+len(fact.Picked)+len(fact.Finals)+len(fact.Seen) > 0 {
		s.a.pass.ExportPackageFact(fact)
	}
}
