package flows

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// noteReads adds the tables that a call reads by itself.
func (t *tracker) noteReads(f *Func, s effects.Site) {
	t.readsKey(f, s)
	t.prepareReads(s.Instr)
	t.executedReads(f, s)
	touch := t.u.Touch(s)
	if touch == nil {
		return
	}
	branches := t.branchesOf(s.Instr)
	from := t.lookedUpBy(touch, s)
	for _, st := range touch.Statements {
		for _, a := range st.Accesses {
			if a.Write {
				continue
			}
			r := Read{Schema: known(a.Schema), Table: known(a.Name), Branches: branches, From: from}
			r.Kin = t.readsKin(s, r.Table)
			switch {
			case st.Target != nil:
				r = t.withoutRow(r, &st, s)
			case len(touch.Statements) == 1:
				r.Any = takesAny(&st, s)
			}
			if r.Table == "" {
				r.Parts, r.Called = wiredParts(st.Parts), calledInSettings(st.Parts, readFirst)
			}
			f.addRead(t.faultyApart(t.failsAsBelow(r, s), s))
		}
	}
	if len(touch.Statements) > 0 {
		return
	}
	for _, a := range touch.Accesses {
		if !a.Write {
			r := Read{Schema: a.Schema, Table: a.Table, Branches: branches, From: from, Kin: t.readsKin(s, a.Table)}
			f.addRead(t.faulty(t.failsAsBelow(r, s), s))
		}
	}
}

// failsAsBelow says by which error a read tells that nothing is there: a library's own, or what
// a function of the project's makes of it that is told here what to read.
func (t *tracker) failsAsBelow(r Read, s effects.Site) Read {
	r = r.anonymous()
	f := t.funcOf(s)
	if f == nil {
		return r
	}
	reads := f.lookups()
	if len(reads) == 0 {
		return r
	}
	first := reads[0]
	if slices.ContainsFunc(reads, func(o Read) bool { return o.Fails != first.Fails || o.Fault != first.Fault }) {
		return r
	}
	r.Fails = first.Fails
	if r.Fault == None {
		r.Fault, r.Step, r.Shown = first.Fault, first.Step, first.Shown
	}
	return r
}

// takesAny reports whether a statement reads the rows of one table and is told nothing by
// which to find them: SELECT id FROM drivers WHERE free LIMIT 1. It takes whichever there is.
// That there is none does not tell that something has not come in yet of which a message
// speaks, and what refers to the one that was found refers to one that is there.
func takesAny(st *effects.Statement, s effects.Site) bool {
	if len(st.Accesses) != 1 {
		return false
	}
	return slices.ContainsFunc(s.Args, func(a ssa.Value) bool {
		text := constantText(a)
		_, query := cutKeyword(text, "SELECT")
		return query && !strings.ContainsAny(text, "?$:@%") && !sumsUp.MatchString(text)
	})
}

// withoutRow says of a read by a statement that writes what becomes of the message where there
// is no row: the statement leaves the key empty, or writes nothing, which somebody has to ask.
func (t *tracker) withoutRow(r Read, st *effects.Statement, s effects.Site) Read {
	if !t.leavesOutUnnoticed(st, r.Table, s) {
		r.Fault = Handled
		return r
	}
	r.Fault, r.Step = Swallowed, t.view.Step(t.view.CallPos(s.Instr), "it writes nothing where the row is missing, and nobody asks how many rows it has written")
	return r
}

// faultyApart is faulty, of a query that may tell of each of several tables apart.
func (t *tracker) faultyApart(r Read, s effects.Site) Read {
	of := t.oneMissing(s, r.Table)
	r = t.faulty(r, s)
	if of == None || worse(r.Fault, of) == r.Fault {
		return r
	}
	return r.after(Answer{Fault: of}, t.view.Step(t.view.CallPos(s.Instr), ""))
}

// lookedUpBy is where that comes from by which a call looks up rows, if it asks for those of
// one table: of others, which are read along with them, it does not ask.
func (t *tracker) lookedUpBy(touch *effects.Touch, s effects.Site) Origin {
	if tablesIn(touch) != 1 {
		return 0
	}
	return t.rowsBy(s, map[ssa.Value]bool{}) | t.toldLater(s)
}

// tablesIn counts the tables that a call accesses. A chain that may begin in two ways, with a
// database or with a transaction, is known to access its table twice.
func tablesIn(touch *effects.Touch) int {
	tables := map[string]bool{}
	for _, st := range touch.Statements {
		for _, a := range st.Accesses {
			tables[a.Schema+"."+a.Name] = true
		}
	}
	if len(tables) > 0 {
		return len(tables)
	}
	for _, a := range touch.Accesses {
		tables[a.Schema+"."+a.Table] = true
	}
	return len(tables)
}

// ByMessage reports whether the message says which row is looked up, rather than another row.
func (r *Read) ByMessage() bool { return r.From.message() && r.From&fromStored == 0 }

func (r *Read) key() string {
	var b strings.Builder
	b.WriteString(r.Schema + "." + r.Table + r.Called)
	if r.Stmt > 0 {
		fmt.Fprint(&b, "#", r.Stmt)
	}
	for _, p := range r.Parts {
		b.WriteString("\x00" + p.Text + "\x00" + p.Field)
	}
	fmt.Fprint(&b, r.Branches)
	if r.Changing {
		fmt.Fprint(&b, "!", r.Of.File, r.Of.Line, r.Of.Col)
	}
	return b.String()
}

// addRead adds a read. Of several of one table the one without a fault counts.
func (f *Func) addRead(r Read) { f.Reads = addRead(f.Reads, r) }

func addRead(list []Read, r Read) []Read {
	for i := range list {
		if list[i].key() == r.key() {
			if mild(r.Fault) < mild(list[i].Fault) {
				list[i] = r
			}
			return list
		}
	}
	return append(list, r)
}
