package flows

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// What a prepared statement reads, it reads where it is run. And statements are often
// prepared by a loop over a list, which says for each where it goes and what its text
// is: {&s.insert, "INSERT …"}. Either way the field that keeps it stands for the text.

// A preparedRead is a table that a prepared statement reads.
type preparedRead struct{ schema, table string }

// prepareReads notes what a statement reads that is prepared here and kept in a field.
func (t *tracker) prepareReads(instr ssa.CallInstruction) {
	stmt := t.preparedBy(instr)
	touch := t.u.Touch(t.site(instr))
	if stmt == nil || touch == nil {
		return
	}
	for _, ref := range *stmt.Referrers() {
		s, ok := ref.(*ssa.Store)
		if !ok || s.Val != stmt {
			continue
		}
		if field := t.holder(s.Addr); field != nil {
			for _, st := range touch.Statements {
				t.addPreparedReads(*field, st.Accesses)
			}
			t.preparedLocks[*field] = t.preparedLocks[*field] || t.locks(t.site(instr))
		}
	}
}

func (a *analysis) addPreparedReads(field summary.Method, accesses []sqltext.Access) {
	for _, access := range accesses {
		r := preparedRead{known(access.Schema), known(access.Name)}
		if !access.Write && r.table != "" && !slices.Contains(a.preparedReads[field], r) {
			a.preparedReads[field] = append(a.preparedReads[field], r)
		}
	}
}

// executedReads adds what a call reads that runs a statement which a field keeps. One
// that the unit is given, its caller knows.
func (t *tracker) executedReads(f *Func, s effects.Site) {
	if len(s.Args) == 0 || s.Callee == nil || s.Callee.Signature().Recv() == nil || !t.isPrepared(s.Args[0].Type()) || t.ofTransaction(s) != nil {
		return
	}
	stmt := t.outerStmt(s.Args[0])
	if field := t.stmtField(stmt); field != nil && t.preparedLocks[*field] {
		f.Locks = f.Locks.with(t.branchesOf(s.Instr))
	}
	for _, r := range t.readsOf(stmt) {
		r.Branches = t.branchesOf(s.Instr)
		f.addRead(t.faulty(r, s))
	}
}

// ofTransaction is the statement that a call makes one of for a transaction, or nil:
// tx.Stmt(s.insert).
func (t *tracker) ofTransaction(s effects.Site) ssa.Value {
	if s.Callee == nil || t.known(s) || !strings.Contains(s.Callee.Name(), "Stmt") || len(s.Args) == 0 {
		return nil
	}
	if last := s.Args[len(s.Args)-1]; t.isPrepared(last.Type()) {
		return last
	}
	return nil
}

// readsOf is what a prepared statement reads.
func (t *tracker) readsOf(stmt ssa.Value) []Read {
	if p, ok := stmt.(*ssa.Parameter); ok {
		if i := slices.Index(t.u.Func.Params, p); i >= 0 {
			return []Read{{Stmt: i + 1}}
		}
		return nil
	}
	field := t.stmtField(stmt)
	if field == nil {
		return nil
	}
	var list []Read
	for _, r := range t.preparedReads[*field] {
		list = append(list, Read{Schema: r.schema, Table: r.table})
	}
	return list
}

// read is a callee's read at a call: of the statement that it is given there, if it
// reads one that it is given.
func (k *taking) read(r Read) []Read {
	r.Branches, r.From = r.Branches.within(k.branches), bind(r.From, k.args)
	if r.Stmt == 0 {
		return []Read{r}
	}
	if r.Stmt > len(k.site.Args) {
		return nil
	}
	list := k.readsOf(k.site.Args[r.Stmt-1])
	for i, of := range list {
		list[i] = r
		list[i].Schema, list[i].Table, list[i].Stmt = of.Schema, of.Table, of.Stmt
	}
	return list
}

// notePreparedPair notes a text that stands beside a pointer to the field which is to
// keep its statement: in a struct, in a map, or among a call's arguments.
func (t *tracker) notePreparedPair(instr ssa.Instruction) {
	var values []ssa.Value
	switch i := instr.(type) {
	case *ssa.Store:
		if t.toStatement(i.Val) != nil {
			values = append(besideIn(i.Addr), i.Val)
		}
	case *ssa.MapUpdate:
		values = []ssa.Value{i.Key, i.Value}
	case ssa.CallInstruction:
		values = i.Common().Args
	}
	for _, v := range values {
		if field := t.toStatement(v); field != nil {
			t.prepareTexts(*field, values, instr)
		}
	}
}

// toStatement is the field for a prepared statement that a value points to, or nil.
func (t *tracker) toStatement(v ssa.Value) *summary.Method {
	fa, ok := v.(*ssa.FieldAddr)
	if !ok || !t.isPrepared(deref(fa.Type())) {
		return nil
	}
	return t.holder(fa)
}

// besideIn are the values of the other fields of a struct, of one of which an address is.
func besideIn(addr ssa.Value) []ssa.Value {
	fa, ok := addr.(*ssa.FieldAddr)
	if !ok || fa.X.Referrers() == nil {
		return nil
	}
	var list []ssa.Value
	for _, ref := range *fa.X.Referrers() {
		other, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		for _, use := range *other.Referrers() {
			if s, ok := use.(*ssa.Store); ok && s.Addr == other {
				list = append(list, s.Val)
			}
		}
	}
	return list
}

// prepareTexts notes the statements of the one text among some values.
func (t *tracker) prepareTexts(field summary.Method, values []ssa.Value, at ssa.Instruction) {
	text := ""
	for _, v := range values {
		text = cmp.Or(text, constantText(v))
	}
	t.preparedLocks[field] = t.preparedLocks[field] || preparedLock.MatchString(text)
	for _, st := range sqltext.Parse(text) {
		t.addPreparedReads(field, st.Accesses)
		if st.Target == nil || !st.Target.Write {
			continue
		}
		w := Write{Schema: known(st.Target.Schema), Table: known(st.Target.Name), Verb: string(st.Target.Verb), Conf: 100, Dialect: Standard}
		if w.Table == "" || !w.classify() {
			continue
		}
		w.Steps = []Step{t.view.Step(at.Pos(), "writes "+w.Table+": "+shortText(text))}
		t.readStatement(&w, &st, text, nil, nil)
		t.addPrepared(field, w)
	}
}

// preparedLock recognises a text that locks what it reads.
var preparedLock = regexp.MustCompile(`(?i)\bFOR\s+(NO\s+KEY\s+)?UPDATE\b|pg_advisory_(xact_)?lock`)

// shortText is the beginning of a statement's text, in one line.
func shortText(text string) string {
	short := strings.Join(strings.Fields(text), " ")
	if len(short) > maxShort {
		short = short[:maxShort] + "…"
	}
	return short
}

// maxShort bounds what findings show of a statement.
const maxShort = 60
