package flows

import (
	"fmt"
	"go/constant"
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
			f.addRead(t.faulty(r, s))
		}
	}
	if len(touch.Statements) > 0 {
		return
	}
	for _, a := range touch.Accesses {
		if !a.Write {
			f.addRead(t.faulty(Read{Schema: a.Schema, Table: a.Table, Branches: branches}, s))
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

// tellsKeys reports whether an instruction mentions the error by which a
// database says that a foreign key does not hold.
func tellsKeys(instr ssa.Instruction) bool {
	for _, op := range instr.Operands(nil) {
		switch v := (*op).(type) {
		case *ssa.Const:
			if v.Value == nil {
				continue
			}
			switch v.Value.Kind() {
			case constant.String:
				s := constant.StringVal(v.Value)
				if s == "23503" || strings.EqualFold(s, "foreign_key_violation") {
					return true
				}
			case constant.Int:
				if n, ok := constant.Int64Val(v.Value); ok && (n == 1452 || n == 1216 || n == 787) {
					return true
				}
			}
		case *ssa.Global:
			if strings.Contains(v.Name(), "ForeignKey") {
				return true
			}
		}
	}
	return false
}

// losesTold reports whether the failure of a foreign key is told from others just to have
// the message lost: where an instruction that mentions it decides, success is answered.
func (t *tracker) losesTold(instr ssa.Instruction) bool {
	v, ok := instr.(ssa.Value)
	if !ok || v.Referrers() == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		call, ok := ref.(*ssa.Call)
		if !ok || call.Call.StaticCallee() == nil || call.Call.StaticCallee().Name() != "Is" {
			continue
		}
		if ways := turns(call, true); len(ways) > 0 {
			fault := t.outcomes(ways, call)
			return fault == Swallowed || fault == Acked
		}
	}
	return false
}
