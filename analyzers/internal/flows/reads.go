package flows

import (
	"fmt"
	"strings"

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
	for _, st := range touch.Statements {
		for _, a := range st.Accesses {
			if a.Write {
				continue
			}
			r := Read{Schema: known(a.Schema), Table: known(a.Name), Branches: branches}
			if st.Target != nil { // without the row, the statement leaves the key empty or writes nothing
				r.Fault = Handled
			}
			if r.Table == "" {
				r.Parts, r.Called = wiredParts(st.Parts), calledInSettings(st.Parts, readFirst)
			}
			f.addRead(t.faulty(r.anonymous(), s))
		}
	}
	if len(touch.Statements) > 0 {
		return
	}
	for _, a := range touch.Accesses {
		if !a.Write {
			f.addRead(t.faulty(Read{Schema: a.Schema, Table: a.Table, Branches: branches}.anonymous(), s))
		}
	}
}

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
