package flows

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A statement may give back what the database has made for the row by itself:
//
//	INSERT INTO board_events (id, title) VALUES ($1, $2) RETURNING seq
//
// No message has said that. The number is as new as the row, and whoever notes it somewhere
// else notes the store's own newest. A column that the statement is given a value for is the
// message's when it comes back, too. And so is a key, where it is noted as what something
// refers to: it stands for the row, which is the message's. But where a row of another table
// has that key in its own, it is new as well: nobody knew the key before.

// A Made tells which calls give back what a statement has made.
type Made struct {
	// At are the calls that give it back, and Filled those that put it into the key of a struct.
	At, Filled []string
	// Key says that it is the key of a row that is inserted; else it is a number, which Column
	// holds.
	Key    bool
	Column string
	// Returned says that the unit gives it back in turn, and Into is the parameter, counted
	// from 1, into the key of which it is put.
	Returned bool
	Into     int
}

func (m Made) none() bool { return len(m.At)+len(m.Filled) == 0 }

// gives reports whether a value came back from one of the calls. What was in a struct before
// that was given to one is only what that has put there.
func (m Made) gives(r Row) bool {
	calls := m.At
	if r.Handed {
		calls = m.Filled
	}
	return slices.ContainsFunc(r.At, func(at string) bool { return slices.Contains(calls, at) })
}

// through is what a callee has made, as its caller knows it: at is the call.
func (m Made) through(at string, returned bool, into int) Made {
	if m.Returned && len(m.At) < maxRowCalls {
		m.At = append(slices.Clone(m.At), at)
	}
	if m.Into > 0 && len(m.Filled) < maxRowCalls {
		m.Filled = append(slices.Clone(m.Filled), at)
	}
	m.Returned, m.Into = m.Returned && returned, into
	return m
}

// madeBy is what the statement of a call makes by itself and gives back.
func (t *tracker) madeBy(w *Write, s effects.Site) Made {
	st := t.onlyStatement(s)
	call, ok := s.Instr.(*ssa.Call)
	if !ok || st == nil || w.Columns == nil {
		return Made{}
	}
	columns := returnedColumns(statementText(*st))
	if len(columns) == 0 || slices.ContainsFunc(columns, func(c string) bool { return !makesColumn(&st.Statement, c) }) {
		return Made{}
	}
	m := Made{At: []string{t.siteKey(call)}}
	switch {
	case keyColumn.MatchString(columns[0]) && onlyNew(w):
		m.Key, m.Into = true, t.keyPutInto(call)
	case len(columns) == 1 && !keyColumn.MatchString(columns[0]) && !isKeyName(columns[0]):
		m.Column = columns[0]
	default:
		return Made{}
	}
	m.Returned = t.alwaysReturned(call)
	return m
}

// returnedColumns are the columns that a statement gives back, as columnName has them; nil
// if they cannot be told.
func returnedColumns(text string) []string {
	m := returnedList.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	var list []string
	for c := range strings.SplitSeq(m[1], ",") {
		if !plainName.MatchString(strings.TrimSpace(c)) {
			return nil
		}
		list = append(list, columnName(c))
	}
	return list
}

var returnedList = regexp.MustCompile(`(?is)\breturning\s+([^;()]+?)\s*;?\s*$`)

// makesColumn reports whether the value of a column is none that a statement is given: the
// column is left to the database, or what it holds is counted on.
func makesColumn(st *sqltext.Statement, column string) bool {
	counted := false
	for _, a := range st.Assigned {
		if strings.EqualFold(columnName(a.Column), column) {
			if !a.Relative {
				return false
			}
			counted = true
		}
	}
	return counted || !hasColumn(st.SetColumns, column)
}

// alwaysReturned reports whether the unit gives back what a call has scanned, wherever its
// first result is no constant.
func (t *tracker) alwaysReturned(call *ssa.Call) bool {
	returned := false
	for ret := range effects.Returns(t.u.Func) {
		if len(ret.Results) == 0 {
			return false
		}
		if _, constant := ret.Results[0].(*ssa.Const); constant {
			continue
		}
		if r := t.rowKeyed(ret.Results[0], ret, 0); !slices.Contains(r.At, t.siteKey(call)) {
			return false
		}
		returned = true
	}
	return returned
}

// keyPutInto is the parameter, counted from 1, into the key of which the first column is
// scanned that a call gives back; 0: none.
func (t *tracker) keyPutInto(run *ssa.Call) int {
	for scan := range effects.Each[*ssa.Call](t.u.Funcs...) {
		s := t.site(scan)
		if s.Callee == nil || s.Callee.Name() != "Scan" || len(s.Args) == 0 || resultOf(s.Args[0]) != run {
			continue
		}
		if fa, ok := first(variadic(s)).(*ssa.FieldAddr); ok && keyColumn.MatchString(structField(fa.X.Type(), fa.Field)) {
			return t.paramIndex(fa.X)
		}
	}
	return 0
}

// paramIndex is which parameter a value is, counted from 1; 0: none, or the receiver.
func (t *tracker) paramIndex(v ssa.Value) int {
	if p, ok := v.(*ssa.Parameter); ok && p != t.receiver() {
		return 1 + slices.Index(t.u.Func.Params, p)
	}
	return 0
}

// madeBelow is what a callee has made, as the unit knows it.
func (k *taking) madeBelow(m Made) Made {
	call, ok := k.site.Instr.(*ssa.Call)
	if m.none() || !ok {
		return Made{}
	}
	into := 0
	if m.Into > 0 && m.Into <= len(k.site.Args) {
		into = k.paramIndex(withoutInterface(k.site.Args[m.Into-1]))
	}
	return m.through(k.siteKey(call), m.Returned && k.alwaysReturned(call), into)
}

// An OnlyValue is where the one value came from that a write sets, and what the column is
// called, or the key that Redis keeps it under.
type OnlyValue struct {
	Name string
	From Row
}

// notes reports whether a write keeps nothing but a number that the database has made, under
// a name that says that it is such a number. By another name it may stand for the row.
func (v OnlyValue) notes(m Made) bool {
	return !m.Key && m.gives(v.From) && nameEnd(v.Name) == nameEnd(m.Column)
}

// nameEnd is the last word of a name in lower case.
func nameEnd(name string) string {
	return strings.ToLower(name[strings.LastIndexAny(name, "_-:./")+1:])
}

// conflictKey is where that came from by which a row of another table may be there already: one
// of the columns of ON CONFLICT (incident_id, key).
func (t *tracker) conflictKey(s effects.Site, st *effects.Statement) Row {
	text, values := statementText(*st), t.givenValues(s)
	var list []ssa.Value
	for _, column := range conflictColumns(text) {
		i, ok := insertedValues(text, len(values))[column]
		if !ok {
			i, ok = selectedValue(text, column)
		}
		if ok && i < len(values) && len(values[i]) == 1 {
			list = append(list, values[i][0])
		}
	}
	return t.keyAmong(list, s.Instr)
}

// selectedValue is which value, counted from 0, a statement inserts into a column that
// inserts what it selects.
func selectedValue(text, column string) (int, bool) {
	m := selectedColumns.FindStringSubmatch(text)
	if m == nil || strings.Contains(m[2], "(") {
		return 0, false
	}
	columns, selected := strings.Split(m[1], ","), strings.Split(m[2], ",")
	for i, c := range columns {
		if columnName(c) != column || len(columns) != len(selected) {
			continue
		}
		if of := numbered.FindStringSubmatch(strings.TrimSpace(selected[i])); of != nil {
			n, err := strconv.Atoi(of[1])
			return n - 1, err == nil && n > 0
		}
	}
	return 0, false
}

var selectedColumns = regexp.MustCompile(`(?is)\bINTO\s+\S+\s*\(([^()]*)\)\s*SELECT\s+(.*?)\s+FROM\b`)
