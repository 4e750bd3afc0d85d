package flows

import (
	"cmp"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A service may send messages to itself: jobs that it makes of a row which it has just
// written, or read. What such a message refers to is there before the message is. So a
// table is noted for each type of message that the service makes after it has seen to a
// row of that table; who consumes the message need not wait for the row.

// A Seen is a table of which a service has written or read a row before it sends a message
// that it makes.
type Seen struct{ Service, Message, Table string }

// maxSeen bounds what a package leaves of them.
const maxSeen = 256

// Prepared reports whether the service itself sends the messages of a write, and has seen
// to a row of a table before.
func (c *Consumer) Prepared(w *Write, table string) bool {
	return slices.ContainsFunc(c.seen, func(s Seen) bool { return s.Message == w.Message && strings.EqualFold(s.Table, table) })
}

// seen are the tables that the package, and those below it, have seen to before they send.
func (a *analysis) seen() []Seen {
	set := map[Seen]bool{}
	for _, fact := range a.below() {
		for _, s := range fact.Seen {
			set[s] = true
		}
	}
	if service := a.view.Service(); service != "" {
		for i := range a.units {
			a.trackers[i].seenBeforeSending(service, set)
		}
	}
	list := slices.SortedFunc(maps.Keys(set), func(a, b Seen) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Table, b.Table))
	})
	return list[:min(len(list), maxSeen)]
}

// seenBeforeSending notes the tables that the unit has seen to before it sends something.
func (t *tracker) seenBeforeSending(service string, set map[Seen]bool) {
	var looks []tablesAt // found when the first message is
	for ci := range effects.Calls(t.u.Funcs...) {
		made := t.madeAndSent(t.site(ci))
		if len(made) == 0 {
			continue
		}
		if looks == nil {
			looks = t.tablesSeen()
		}
		branches := t.branchesOf(ci)
		for _, look := range looks {
			if look.at >= ci.Pos() || look.branches.Excludes(branches) {
				continue
			}
			for _, message := range made {
				for _, table := range look.tables {
					set[Seen{service, message, table}] = true
				}
			}
		}
	}
}

// tablesAt are the tables that a call writes or reads, all told.
type tablesAt struct {
	at       token.Pos
	branches Branches
	tables   []string
}

// tablesSeen are the tables that the unit's calls write or read.
func (t *tracker) tablesSeen() []tablesAt {
	list := []tablesAt{}
	for ci := range effects.Calls(t.u.Funcs...) {
		s, at := t.site(ci), tablesAt{at: ci.Pos()}
		if touch := t.u.Touch(s); touch != nil {
			for _, st := range touch.Statements {
				for _, access := range st.Accesses {
					at.add(known(access.Name))
				}
			}
			for _, access := range touch.Accesses {
				at.add(access.Table)
			}
		}
		for _, f := range t.behindCall(s) {
			for i := range f.Writes {
				if w := &f.Writes[i]; !w.Delete && !w.Missable {
					at.add(w.Name())
				}
			}
			for i := range f.Reads {
				at.add(f.Reads[i].Name())
			}
		}
		if len(at.tables) > 0 {
			at.branches = t.branchesOf(ci)
			list = append(list, at)
		}
	}
	return list
}

func (at *tablesAt) add(table string) {
	if table != "" && !slices.Contains(at.tables, table) {
		at.tables = append(at.tables, table)
	}
}

// behindCall is what a call runs of the project's: its callee, or the implementations of
// an interface's method that are known here.
func (t *tracker) behindCall(s effects.Site) []*Func {
	if f := t.funcOf(s); f != nil {
		return []*Func{f}
	}
	if s.Method == nil {
		return nil
	}
	var list []*Func
	impls := t.implementers()[s.Method.Iface]
	for i := range impls.below {
		for j := range impls.below[i].Methods {
			if m := &impls.below[i].Methods[j]; m.Name == s.Method.Name {
				list = append(list, &m.Func)
			}
		}
	}
	for _, ty := range impls.own {
		for m := range types.NewMethodSet(ty).Methods() {
			if f := t.methodNamed(m, s.Method.Name); f != nil {
				list = append(list, f)
			}
		}
	}
	return list
}

func (t *tracker) methodNamed(m *types.Selection, name string) *Func {
	if m.Obj().Name() != name {
		return nil
	}
	return t.funcOfObject(m.Obj().(*types.Func))
}

// madeAndSent are the types of the messages that the unit has made, rather than taken as
// they came, and that a call sends on their way.
func (t *tracker) madeAndSent(s effects.Site) []string {
	if s.Callee == nil || !t.publishes(s) && !hasAnyPrefix(s.Callee.Name(), "publish", "produce", "send", "emit", "enqueue", "dispatch", "schedule", "push") {
		return nil
	}
	var made []string
	add := func(v ssa.Value) {
		if name := t.eventType(v); name != "" && !t.asReceived(v) && !slices.Contains(made, name) {
			made = append(made, name)
		}
	}
	for _, arg := range s.Args[s.Shift:] {
		if as, ok := arg.(*ssa.ChangeInterface); ok {
			arg = as.X
		}
		switch {
		case types.IsInterface(arg.Type()) && effects.Named(arg.Type()) != nil:
			t.madeAs(arg.Type(), add)
		case structured(arg.Type()), isMade(arg):
			add(arg)
		}
		t.encodedInto(arg, add, map[ssa.Value]bool{})
	}
	return made
}

func isMade(v ssa.Value) bool {
	_, ok := v.(*ssa.MakeInterface)
	return ok
}

// madeAs yields what the unit puts behind an interface: of a list of messages, each is sent.
func (t *tracker) madeAs(iface types.Type, yield func(ssa.Value)) {
	for made := range effects.Each[*ssa.MakeInterface](t.u.Funcs...) {
		if types.Identical(made.Type(), iface) {
			yield(made)
		}
	}
}

// tellSeen tells a consumer what its service has seen to.
func (c *Consumer) tellSeen(seen []Seen) {
	for _, s := range seen {
		if s.Service == c.Place.Service {
			c.seen = append(c.seen, s)
		}
	}
}
