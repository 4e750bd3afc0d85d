package flows

import (
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Sync jobs write copies as consumers do. They are those that the config names,
// and functions that ask the owner and write what it answered.

// ownSyncs are the package's sync jobs, if its service keeps copies.
func (a *analysis) ownSyncs() []Entry {
	service := a.cfg.Services[a.view.Service()]
	if service == nil || len(service.Copies) == 0 {
		return nil
	}
	var list []Entry
	for i, u := range a.units {
		if u.Object == nil || a.view.Generated(u.Func) {
			continue
		}
		t := a.trackers[i]
		named := a.isSync(u.Object)
		if named && a.helpsSync(u.Object) {
			continue
		}
		if !named && !t.asksForCopies(a.funcs[i]) {
			continue
		}
		if e := t.syncEntry(named); len(e.Raises) > 0 || len(e.Calls) > 0 {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(x, y Entry) int { return comparePlaces(x.Place, y.Place) })
	return list
}

// helpsSync reports whether a function that the config takes in by a pattern is but
// part of the jobs that call it: what it raises hangs on how they do.
func (a *analysis) helpsSync(f *types.Func) bool { return !f.Exported() && a.callers(f) > 0 }

// asksForCopies reports whether a unit asks another process itself, and may write
// what that answered.
func (t *tracker) asksForCopies(f *Func) bool {
	if !slices.ContainsFunc(f.Writes, Write.remotely) && !slices.ContainsFunc(f.Calls, func(c Call) bool { return union(c.Args)&fromRemote != 0 }) {
		return false
	}
	for call := range effects.Each[*ssa.Call](t.u.Funcs...) {
		if t.val[call]&fromRemote != 0 && union(t.argOrigins(t.site(call)))&fromRemote == 0 {
			return true
		}
	}
	return false
}

func (w Write) remotely() bool { return w.From&fromRemote != 0 }

// syncEntry is a unit as a sync job. What it writes and raises counts as data of
// a message: all of it, if the config names the job, and what the owner answered
// if not. What another job does that it starts is that one's.
func (t *tracker) syncEntry(named bool) Entry {
	e := Entry{Place: t.view.Place(t.u, t.u.Func.Pos()), Name: t.u.Name(), Sync: true}
	mark := func(o Origin) Origin {
		if named || o&fromRemote != 0 {
			return o&flags | fromMsg
		}
		return o & flags
	}
	for ci := range effects.Calls(t.u.Funcs...) {
		f := new(Func)
		t.noteCall(f, ci)
		e.takeSync(f, mark)
	}
	return e
}

// takeSync takes over what a call does in a sync job, but for what is part of another.
func (e *Entry) takeSync(f *Func, mark func(Origin) Origin) {
	for _, w := range f.Writes {
		w.Set = Set{}
		if w.From = mark(w.From); !w.Sync && w.From&fromMsg != 0 {
			e.Writes = append(e.Writes, w)
		}
	}
	for _, r := range f.Raises {
		if r.From = mark(r.From); !r.Sync && r.From&fromMsg != 0 && r.Gate.open() {
			e.Raises = append(e.Raises, r)
		}
	}
	for _, c := range f.Calls {
		if c.Sync {
			continue
		}
		c.Args = slices.Clone(c.Args)
		for i := range c.Args {
			c.Args[i] = mark(c.Args[i])
		}
		if union(c.Args)&fromMsg != 0 {
			e.Calls = append(e.Calls, c)
		}
	}
}

// syncs resolves the sync jobs that the package knows, and keeps those of which
// others further up may know more.
func (s *settler) syncs() []Consumer {
	own := s.a.ownSyncs()
	s.a.addWords(own)
	entries, known := s.gather(own, func(p *Pkg) []Entry { return p.Syncs })
	var list []Consumer
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		c, below := s.resolveFrom(entries[key], known[key])
		if !below {
			list = append(list, c)
		}
		if len(c.Open)+len(c.Quiet) > 0 || someUnnamed(c.Writes) {
			s.openSyncs = append(s.openSyncs, s.named(entries[key]))
		}
	}
	return list
}
