package flows

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// Which tables the consumers of a service fill, each package tells those above it. Two
// consumers that do not know of each other may be brought together by main alone: only there
// it shows that the one waits for what the other brings. So a consumer of which all else is
// known is handed upwards too, and is looked at again where more tables are filled than the
// packages knew that have judged it.

// Filled is a table that a service's consumers fill. Brings says that they may add rows
// to it: what only changes those that are there brings nothing that others wait for.
type Filled struct {
	Service, Table string
	Brings         bool
	Message        string // whose rows those are, as far as its type tells
}

// Fillings are the tables that the consumers of a service fill.
type Fillings struct {
	Filled []string
	// Brought are those to which they may add rows.
	Brought []string
	// Bringing says by which messages, as far as known.
	Bringing []Filled
}

// A Later is a consumer that packages below have judged, where more is known of what the
// consumers of its service fill.
type Later struct {
	Consumer
	// Before is what each of those packages knew of that.
	Before []Fillings
	// Loses says that its failures are lost, as a consumer's of Losing.
	Loses bool
}

// maxSettled bounds the settled entries that a package leaves.
const maxSettled = 256

// fillingsOf are the tables that a service's consumers fill, of all that are filled.
func fillingsOf(service string, filled []Filled) Fillings {
	var fs Fillings
	for _, f := range filled {
		if f.Service != service {
			continue
		}
		if !slices.Contains(fs.Filled, f.Table) {
			fs.Filled = append(fs.Filled, f.Table)
		}
		if f.Brings && !slices.Contains(fs.Brought, f.Table) {
			fs.Brought = append(fs.Brought, f.Table)
		}
		if f.Brings && f.Message != "" {
			fs.Bringing = append(fs.Bringing, f)
		}
	}
	return fs
}

// fill notes the tables that a consumer fills, which decodes its messages to some types. What
// it makes of them, to have it handled elsewhere, is not what came: a command that is made of
// an event asks the service itself for nothing.
func (s *settler) fill(c *Consumer, decoded []string) {
	for _, w := range c.Writes {
		if w.Delete || w.KeyValue || !w.FromMessage() {
			continue
		}
		message := w.Message
		if w.Passed && len(decoded) > 0 && !slices.Contains(decoded, message) {
			message = ""
		}
		s.filled[Filled{c.Place.Service, w.Name(), w.brings() && !c.onlyChanges(&w), message}] = true
	}
}

// brings reports whether a write may add a row. An upsert of one that was read a moment ago, as
// an ORM's Save is, changes it. Of a struct that is made here, what writes it fills it, too.
func (w *Write) brings() bool {
	read := func(g Given) bool { return g.AsRead && !g.Known }
	return sqltext.Verb(w.Verb) != sqltext.Update && !read(w.Given) && !read(w.Handed)
}

// onlyChanges reports whether a consumer looks for the row that an ORM saves, and may end the
// message as if all were well where that is missing. What is saved comes from a store, and is
// given no key: it is the row that was found, or none. One that is made of the message where
// there is none gets its key here.
func (c *Consumer) onlyChanges(w *Write) bool {
	if w.Insert || len(w.SaveKey) == 0 || w.From&fromStored == 0 || w.Given.All || w.givenKey() {
		return false
	}
	return slices.ContainsFunc(c.Reads, func(r Read) bool {
		leads := !slices.ContainsFunc(r.Branches, func(turn uint64) bool { return !slices.Contains(w.Branches, turn) })
		return !r.Changing && lost(r.Fault) && leads && strings.EqualFold(r.Name(), w.Name()) && !r.Any && !r.Around && !r.Waited && !r.Kin
	})
}

// givenKey reports whether the struct is given the key by which a library saves it.
func (w *Write) givenKey() bool {
	return slices.ContainsFunc(w.Given.Keys, func(k string) bool {
		return slices.ContainsFunc(w.SaveKey, func(key string) bool { return strings.EqualFold(k, key) })
	})
}

// typesDecoded are the types that the unit decodes messages to, and what else the package
// decodes; nil where the unit leaves that to others.
func (t *tracker) typesDecoded() []string {
	var list []string
	for _, n := range t.decodedTypes(t.u.Funcs...) {
		list = append(list, effects.ShortTypeName(n))
	}
	if len(list) == 0 {
		return nil
	}
	for _, name := range t.typeFinder().decoded {
		list = append(list, name[strings.LastIndexByte(name, '/')+1:])
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// allFilled are the tables that consumers fill, as far as the package knows.
func (s *settler) allFilled() []Filled {
	return slices.SortedFunc(maps.Keys(s.filled), func(a, b Filled) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Table, b.Table), cmp.Compare(strconv.FormatBool(a.Brings), strconv.FormatBool(b.Brings)), cmp.Compare(a.Message, b.Message))
	})
}

// mayWait reports whether it matters to a consumer that other consumers fill a table: it
// writes rows, and its service does not say by itself which tables are copies.
func (a *analysis) mayWait(c *Consumer) bool {
	if s := a.cfg.Services[c.Place.Service]; s == nil || len(s.Copies) > 0 {
		return false
	}
	return slices.ContainsFunc(c.Writes, func(w Write) bool { return !w.Delete && !w.KeyValue && w.FromMessage() })
}

// takeSettled adds the imports' settled entries.
func (s *settler) takeSettled() {
	for path, fact := range s.a.below() {
		for _, e := range fact.Settled {
			key := entryKey(&e)
			if s.settledBy.Note(key, path) {
				s.settled[key] = e
			}
		}
	}
}

// leftSettled are the settled entries that are left to those further up.
func (s *settler) leftSettled() []Entry {
	var list []Entry
	for _, key := range slices.Sorted(maps.Keys(s.settled)) {
		list = append(list, s.settled[key])
	}
	return list[:min(len(list), maxSettled)]
}

// grown are the consumers that the imports have judged, each with less knowledge of what
// others fill.
func (s *settler) grown(filled []Filled) []Later {
	entries := s.knownEntries()
	var list []Later
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		if s.knownBy[key][""] {
			continue // judged here
		}
		e, by := entries[key], maps.Clone(s.settledBy[key])
		if by == nil {
			by = map[string]bool{}
		}
		maps.Copy(by, s.knownBy[key])
		before, more := s.before(e.Place.Service, by, filled)
		if !more {
			continue
		}
		if c, below := s.resolveFrom(e, by); below && s.a.mayWait(&c) {
			list = append(list, Later{Consumer: c, Before: before})
		}
	}
	return list
}

// before is what the imports that know a consumer knew of what those of its service fill,
// and whether more is filled.
func (s *settler) before(service string, knownBy map[string]bool, filled []Filled) (before []Fillings, grown bool) {
	count := func(list []Filled) (n int) {
		for _, f := range list {
			if f.Service == service {
				n++
			}
		}
		return n
	}
	all := count(filled)
	for path, fact := range s.a.below() {
		if !knownBy[path] {
			continue
		}
		if count(fact.Filled) == all {
			return nil, false
		}
		before = append(before, fillingsOf(service, fact.Filled))
	}
	return before, len(before) > 0
}
