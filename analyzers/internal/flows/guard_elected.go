package flows

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// What a statement writes may be settled by the tables themselves, however late the
// message comes that has it run.

// settledByTables notes writes of which no message tells what comes out.
func (t *tracker) settledByTables(w *Write, st *effects.Statement, s effects.Site) {
	if refusesInSource(&st.Statement, statementText(*st)) {
		w.Guard = better(w.Guard, Guard{Kind: Ordered})
		w.Refuses = true
	}
	w.Harmless = w.Harmless || marks(st.Assigned) && t.elected(w.Table, s)
}

var (
	eitherOr = regexp.MustCompile(`(?i)\bor\b`)
	// newerThan is a comparison of two columns, the greater of which is named first.
	newerThan = regexp.MustCompile(`([\w."]+)\s*>=?\s*([\w."]+)`)
	olderThan = regexp.MustCompile(`([\w."]+)\s*<=?\s*([\w."]+)`)
)

// refusesInSource reports whether the rows that a MERGE takes from are those alone that
// are newer than what it writes them to: where m.id > p.last_id, of last_id = s.id.
func refusesInSource(st *sqltext.Statement, text string) bool {
	if st.Target.Verb != sqltext.Merge || eitherOr.MatchString(text) {
		return false
	}
	becomes := func(stored, newer string) bool {
		return slices.ContainsFunc(st.Assigned, func(a sqltext.Assignment) bool {
			return strings.EqualFold(a.Column, columnName(stored)) && strings.Contains(a.Value, ".") && columnName(a.Value) == columnName(newer)
		})
	}
	for _, m := range newerThan.FindAllStringSubmatch(text, -1) {
		if becomes(m[2], m[1]) {
			return true
		}
	}
	for _, m := range olderThan.FindAllStringSubmatch(text, -1) {
		if becomes(m[1], m[2]) {
			return true
		}
	}
	return false
}

// marks reports whether a statement does no more than to set marks.
func marks(assigned []sqltext.Assignment) bool {
	return len(assigned) > 0 && !slices.ContainsFunc(assigned, func(a sqltext.Assignment) bool { return !strings.EqualFold(a.Value, "true") })
}

// elects recognises a query that takes one of several rows.
var elects = regexp.MustCompile(`(?i)\border\s+by\b.*\blimit\s+1\b|\b(max|min)\s*\(`)

// elected reports whether the row that a statement marks is one that a query of the
// same table elected a moment ago: the first of those that are left gets the mark,
// whichever message has it handed on.
func (t *tracker) elected(table string, s effects.Site) bool {
	for _, v := range variadic(s) {
		held := heldIn(v)
		if held == nil || t.cell[t.u.Cell(held)]&fromMsg != 0 {
			continue
		}
		for call := range effects.Each[*ssa.Call](t.u.Funcs...) {
			if q := t.site(call); t.fillsFrom(q, held) && t.electsOf(table, q) {
				return true
			}
		}
	}
	return false
}

// heldIn is the variable that a value is taken out of, which may hold a pointer to it.
func heldIn(v ssa.Value) *ssa.Alloc {
	v = withoutInterface(v)
	for range 2 {
		load, ok := v.(*ssa.UnOp)
		if !ok {
			return nil
		}
		if alloc, ok := load.X.(*ssa.Alloc); ok {
			return alloc
		}
		v = load.X
	}
	return nil
}

func (t *tracker) fillsFrom(s effects.Site, held *ssa.Alloc) bool {
	is := func(v ssa.Value) bool { return withoutInterface(v) == ssa.Value(held) }
	return slices.ContainsFunc(s.Args, is) || slices.ContainsFunc(variadic(s), is)
}

// electsOf reports whether a call, or the one that it takes its result out of, runs
// such a query.
func (t *tracker) electsOf(table string, s effects.Site) bool {
	touch := t.u.Touch(s)
	if row, ok := first(s.Args).(*ssa.Call); ok && touch == nil {
		touch = t.u.Touch(t.site(row))
	}
	return table != "" && touch != nil && slices.ContainsFunc(touch.Statements, func(st effects.Statement) bool {
		return slices.ContainsFunc(st.Accesses, func(a sqltext.Access) bool { return strings.EqualFold(a.Name, table) }) &&
			elects.MatchString(strings.ReplaceAll(statementText(st), "\n", " "))
	})
}
