package flows

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// What a consumer calls on interfaces is known only where the implementations are:
// in the package that wires them, or above it. There, the calls are followed into
// the implementations' summaries, and what those do becomes the consumer's own.

// maxDepth bounds the implementations gone through on one way.
const maxDepth = 6

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
	decodes bool           // the implementation that is looked at decodes what it is given
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
	c.Decoded, c.Deletions, c.Skips = slices.Clone(e.Decoded), slices.Clone(e.Deletions), slices.Clone(e.Skips)
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
		l.call.Guard = better(l.call.Guard, s.wonGuard(l.call))
		impls := s.implementations(l.call)
		if len(impls) > 1 && l.call.Dispatch && l.call.Only == nil {
			continue // one of them, and nothing tells which
		}
		if len(impls) == 0 {
			s.unknown(&c, l.call, below)
			continue
		}
		if s.onlyDecorated(impls, l.call.Method) && !trivial(l.call) {
			c.Open = append(c.Open, l.call.Branches) // what they stand before is yet to come
		}
		l.several = len(impls) > 1
		l.unsure = l.unsure || s.mayBeIdle(l.call) || s.someQuiet(s.outermost(s.meant(l.call, impls), l.call.Method), l.call.Method.Name)
		inner := s.behindDecorators(l, impls, c.Place.Service)
		for i, key := range impls {
			maps.DeleteFunc(below, func(from string, _ bool) bool { return !s.from[key][from] })
			l := l
			if conv := s.conversions[key]; !conv.decorates(l.call.Method) {
				l = inner
				if l.several && !l.call.Each {
					l.call.Branches = oneOf(callKey(l.call), i, len(impls)).within(l.call.Branches)
				}
			}
			work = append(work, s.implementation(&c, l, s.conversions[key], s.certainty(impls, key, l.call))...)
		}
	}
	s.nameTables(&c)
	if namedHere(e.Writes, c.Writes) {
		clear(below) // no import knew what is written
	}
	c.settleRows()
	return c, len(below) > 0
}

// unknown notes a call of which no implementation is known that acts, unless it is plain
// that it makes sure of nothing. Of the imports in below, some may not know that yet.
func (s *settler) unknown(c *Consumer, call Call, below map[string]bool) {
	if trivial(call) || decodes(call.Method.Name) || onlyNotes(call.Method) {
		return
	}
	quiet := s.quietCall(call)
	if len(quiet) == 0 && !announces(call.Method) {
		c.Open = append(c.Open, call.Branches)
		return
	}
	c.Quiet = append(c.Quiet, call.Branches) // another one may come to be known
	if call.Bears || union(call.Args)&fromForce != 0 {
		c.Weighing = append(c.Weighing, call.Branches)
	}
	for _, q := range quiet {
		maps.DeleteFunc(below, func(from string, _ bool) bool { return !s.quietFrom[q.key()][from] })
	}
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
	l.decodes = len(m.Func.Decoded) > 0
	l.conf = summary.Mul(l.conf, conf)
	l.call.Steps = summary.Implemented(l.call.Steps, m.Shown)
	s.takeWrites(c, l, m)
	s.takeRaised(c, l, m)
	s.sent(m.Func.Sent, l.args)
	s.a.handOn(handlerFunc{fn: &m.Func}, Handler{Args: messageBits(l.args), Handling: Handling{Answer: l.call.Answer}})
	l.takeReads(c, m)
	l.takeDecoded(c, m)
	c.Locks = c.Locks.withAll(m.Func.Locks, l.call.Branches)
	c.TellsKeys = c.TellsKeys.withAll(m.Func.TellsKeys, l.call.Branches)
	for _, h := range m.Func.Heeds {
		c.Heeds = addHeed(c.Heeds, h.bound(resolveWith(h.From, l.args), l.call.Branches))
	}
	c.takeSkips(l, m)
	return s.next(l, m)
}

// takeWrites takes over what an implementation writes.
func (s *settler) takeWrites(c *Consumer, l lead, m Method) {
	known := l.known()
	for _, w := range m.Func.Writes {
		if w.never(known) {
			continue
		}
		if w.Subject.none() {
			w.Subject = onlyRow(w.ofValues(), m.Func.Spares, l.rowHanded)
		} else {
			w.Subject = w.Subject.bound(l.call.rowOfArg)
		}
		w.Key, w.Under, w.Only.From = w.Key.bound(l.call.keyOfArg), w.Under.bound(l.call.keyOfArg), w.Only.From.bound(l.call.keyOfArg)
		w.Made = w.Made.through(stepKey(lastStep(l.call.Steps)), false, 0)
		w.Unasked = w.Unasked || w.From&fromRemote == 0 && l.call.Unasked
		w.settleDocs(s.a, l.call.doc)
		w.From, w.Guard, w.Check = resolveWith(withoutStored(w.From, w.From, fromMsg, l.args), l.args), bindAll(w.Guard, l.args), bindAll(w.Check, l.args)
		w.Set.Outcome = w.Set.Outcome || w.Set.From&l.call.Outcomes != 0
		w.Set = w.Set.bound(l.args, 1).resolved(func(o Origin) Origin { return o &^ params })
		if w.From&fromMsg == 0 || w.KeyValue && l.call.Twice {
			continue
		}
		given := append([]Given{{}}, l.call.Given...)
		w.Given, w.Handed = bindGiven(w.Given.bindReferences(given, l.resolve), given), w.Handed.handedOn(given)
		w.settleKey()
		w.Told = w.Told.bound(l.call.Told, 1)
		if !w.Insert {
			w.Guard, w.Check = better(w.Guard, l.call.Guard.past(m.Func.States)), better(w.Check, l.call.Guard.check())
		}
		w.Now = append(slices.Clone(w.Now), l.call.Now...)
		w.settlePatch(s.a, given)
		w.settleStamps()
		w.Elements, w.KeyTurns = l.elements(w.Elements), joinedTurns(w.KeyTurns, l.call.KeyTurns)
		w.Branches, w.Locked = w.Branches.within(l.call.Branches), w.Locked || l.call.Locked
		w.Conf = summary.Mul(w.Conf, l.conf)
		inside := w.Place
		if w.Place = s.placeFor(l, w.Place); w.Place.Line != inside.Line || w.Place.File != inside.File {
			w.About = l.call.About
		}
		w.Steps = summary.Join(l.call.Steps, w.Steps)
		w.byOptions(known)
		w.setTo(known)
		w.removedBy(l.call.Method.Name)
		if l.call.Dispatch && l.depth == 0 {
			c.Name = m.Shown + "." + m.Name
		}
		c.Writes = append(c.Writes, w)
	}
}

// rowHanded is the row that an argument is, and whether it brings anything of a message.
func (l lead) rowHanded(i int) (Row, bool) {
	return l.call.rowOfArg(i), i < len(l.args) && l.args[i]&fromMsg != 0
}

// takeReads takes over what an implementation reads.
func (l lead) takeReads(c *Consumer, m Method) {
	for _, r := range m.Func.Reads {
		if r.Stmt > 0 {
			continue // of a statement that the implementation alone knows
		}
		if r.Tells == Decided {
			r = r.after(l.call.Answer, lastStep(l.call.Steps))
		} else if r = l.call.counted(r); r.Tells != Decided {
			continue // nobody asks
		}
		r.Waited = r.Waited || l.call.Waited
		r.Branches, r.From = r.Branches.within(l.call.Branches), resolveWith(r.From, l.args)
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
		call.Outcomes |= outcomesAmong(call.Args, l.call.Outcomes)
		for i := range origins {
			origins[i] = resolveWith(origins[i], l.args)
		}
		call.Unasked = call.Unasked || union(call.Args)&fromRemote == 0 && l.call.Unasked
		inside := call.Place
		place := s.placeFor(l, inside)
		if place.Line != inside.Line || place.File != inside.File {
			call.About = l.call.About
		}
		call.Args, call.Guard = origins, better(bindAll(call.Guard, l.args), l.call.Guard.past(m.Func.States))
		call.Changes = call.changesBehind(l.call)
		call.Answer, call.Waited = call.answered(l.call.Answer), call.Waited || l.call.Waited
		call.Locked = call.Locked || l.call.Locked
		call.Given, call.Rows = slices.Clone(call.Given), boundRows(call.Rows, l.call.rowOfArg)
		call.Docs, call.Keys = boundDocs(call.Docs, l.call.doc), boundRows(call.Keys, l.call.keyOfArg)
		given := append([]Given{{}}, l.call.Given...)
		for i, g := range call.Given {
			call.Given[i] = bindGiven(g.bindReferences(given, l.resolve), given)
		}
		call.Told = slices.Clone(call.Told)
		for i, told := range call.Told {
			call.Told[i] = told.bound(l.call.Told, 1)
		}
		call.Now = append(slices.Clone(call.Now), l.call.Now...)
		call.Branches = call.Branches.within(l.call.Branches)
		call.Gate = call.Gate.given(l.known()).join(l.call.Gate)
		call.Elements, call.KeyTurns = l.elements(call.Elements), joinedTurns(call.KeyTurns, l.call.KeyTurns)
		call.Known = rebound(call.Known, l.known())
		call.Steps = summary.Join(l.call.Steps, call.Steps)
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
	return l.place == nil && (l.call.Dispatch || l.call.Raw || l.call.Blind || l.decodes || dispatches(l.call.Method.Name))
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

// resolve is where something comes from in the implementation that is looked at.
func (l lead) resolve(o Origin) Origin { return resolveWith(o, l.args) }

// resolveWith is bind for an implementation, whose other parameters stay unknown.
func resolveWith(o Origin, args []Origin) Origin { return bind(o, args) &^ params }

func bindAll(g Guard, args []Origin) Guard {
	if g.Kind != Unguarded {
		g.Msg, g.Stored = resolveWith(g.Msg, args), resolveWith(g.Stored, args)
	}
	return g
}

// nameTables fills in the names of tables that the wiring tells.
func (s *settler) nameTables(c *Consumer) {
	s.nameWrites(c.Writes, c.Place.Service)
	for i := range c.Reads {
		r := &c.Reads[i]
		if st := s.wired(r.Parts, c.Place.Service); st != nil {
			for _, a := range st.Accesses {
				if a.Write == r.Changing {
					r.Schema, r.Table, r.Parts = known(a.Schema), known(a.Name), nil
					break
				}
			}
		}
	}
}

func (s *settler) nameWrites(list []Write, service string) {
	for i := range list {
		w := &list[i]
		if st := s.wired(w.Parts, service); st != nil && st.Target != nil {
			w.Schema, w.Table, w.Parts = known(st.Target.Schema), known(st.Target.Name), nil
			w.Steps = slices.Clone(w.Steps)
			last := &w.Steps[len(w.Steps)-1]
			last.Note = strings.Replace(last.Note, "writes a table", "writes "+w.Table, 1)
		}
	}
}

// named is an entry with the names that the wiring tells here, for those further up.
func (s *settler) named(e Entry) Entry {
	e.Writes = slices.Clone(e.Writes)
	s.nameWrites(e.Writes, e.Place.Service)
	return e
}

// namedHere reports whether the table of one of an entry's writes got its name here.
func namedHere(before, after []Write) bool {
	for i := range before {
		if before[i].unnamed() && !after[i].unnamed() {
			return true
		}
	}
	return false
}

// unnamed reports whether the wiring is to tell which table is written.
func (w *Write) unnamed() bool { return w.Table == "" && len(w.Parts) > 0 }

func someUnnamed(list []Write) bool {
	return slices.ContainsFunc(list, func(w Write) bool { return w.unnamed() })
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

// onlyNotes reports whether an interface is there to write logs or to measure, whatever its
// methods are given: whoever implements it, makes sure of nothing.
func onlyNotes(m summary.Method) bool {
	return noteTaker.MatchString(m.Iface[strings.LastIndexByte(m.Iface, '.')+1:])
}

var noteTaker = regexp.MustCompile(`(?i)logger|^logg?ing$|^log$|metric|tracer|telemetry`)

// trivial reports whether a call is given nothing from the message.
func trivial(c Call) bool { return union(c.Args)&fromMsg == 0 }
