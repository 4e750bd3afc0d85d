package flows

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A Column is what a value was taken out of: a struct's field, or the column that a
// query put into a variable. Of a column the table is known.
type Column struct{ Name, Table string }

// fieldOrColumn names what a value was taken out of, here or in a function that
// gave it back.
func (t *tracker) fieldOrColumn(v ssa.Value) Column {
	if c, ok := t.toldColumn(v); ok {
		return c
	}
	if name := fieldName(v, 0); name != "" {
		return Column{Name: name}
	}
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return Column{}
	}
	alloc, ok := load.X.(*ssa.Alloc)
	if !ok || t.cell[t.u.Cell(alloc)]&fromMsg != 0 {
		return Column{}
	}
	for call := range effects.Each[*ssa.Call](t.u.Funcs...) {
		s := t.site(call)
		if i := slices.Index(variadic(s), ssa.Value(alloc)); i >= 0 {
			return t.columnOf(call, i)
		}
		if slices.ContainsFunc(s.Args, func(v ssa.Value) bool { return withoutInterface(v) == ssa.Value(alloc) }) && t.u.Touch(s) != nil {
			return t.onlyColumn(call) // sqlx's Get
		}
	}
	return Column{}
}

// toldColumn is the column that a call gives back.
func (t *tracker) toldColumn(v ssa.Value) (Column, bool) {
	i := 0
	if e, ok := v.(*ssa.Extract); ok {
		v, i = e.Tuple, e.Index
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return Column{}, false
	}
	f := t.funcOf(t.site(call))
	if f == nil || i >= len(f.Tells) || f.Tells[i].Name == "" {
		return Column{}, false
	}
	return f.Tells[i], true
}

// noteTold notes which of its results are columns that the unit read.
func (t *tracker) noteTold(f *Func, results []ssa.Value) {
	for i, r := range results {
		if i >= maxTells || isError(r.Type()) || isBool(r.Type()) {
			continue
		}
		c := t.fieldOrColumn(r)
		if c.Table == "" {
			continue // a struct's field, which its own name tells
		}
		for len(f.Tells) <= i {
			f.Tells = append(f.Tells, Column{})
		}
		f.Tells[i] = c
	}
}

// maxTells bounds the results that are looked at.
const maxTells = 4

// columnOf is the i-th column of the query of which a call reads the row.
func (t *tracker) columnOf(scan *ssa.Call, i int) Column {
	query := t.queryOf(scan)
	if columns := columns(query); i < len(columns) {
		return Column{Name: columns[i], Table: tableRead(query)}
	}
	return Column{}
}

// onlyColumn is the column of a query that reads no other.
func (t *tracker) onlyColumn(read *ssa.Call) Column {
	query := t.queryOf(read)
	if columns := columns(query); len(columns) == 1 {
		return Column{Name: columns[0], Table: tableRead(query)}
	}
	return Column{}
}

// queryOf is the text of the query of which a call reads the row, if it is known.
func (t *tracker) queryOf(read *ssa.Call) string {
	s := t.site(read)
	for range 3 {
		if touch := t.u.Touch(s); touch != nil && len(touch.Statements) == 1 {
			var text strings.Builder
			for _, p := range touch.Statements[0].Parts {
				text.WriteString(p.Text)
			}
			return leadingComments.ReplaceAllString(text.String(), "")
		}
		if len(s.Args) == 0 {
			return ""
		}
		before := keptCall(s.Args[0])
		if before == nil {
			return ""
		}
		s = t.site(before)
	}
	return ""
}

// keptCall is the call that a value is a result of, be it kept in a variable that holds
// nothing else; nil: none.
func keptCall(v ssa.Value) *ssa.Call {
	if load, ok := v.(*ssa.UnOp); ok {
		if kept, ok := load.X.(*ssa.Alloc); ok && len(stored(kept)) == 1 {
			v = stored(kept)[0]
		}
	}
	return calledFor(v)
}

// tableRead is the one table that a query reads; "" if there are several.
func tableRead(query string) string {
	list := sqltext.Parse(query)
	if len(list) != 1 || len(list[0].Accesses) != 1 {
		return ""
	}
	return known(list[0].Accesses[0].Name)
}

var (
	leadingComments = regexp.MustCompile(`^(\s*(--[^\n]*\n|/\*(?s:.*?)\*/))+`) // sqlc's: -- name: GetUser :one

	selectList = regexp.MustCompile(`(?is)^\s*select\s+(.*?)\s+from\b`)
	plainName  = regexp.MustCompile("^[\"`]?(\\w+\\.)?[\"`]?([A-Za-z_]\\w*)[\"`]?(::\\w+)?$") // no number: a query that asks for 1 reads no column
	orElseList = regexp.MustCompile(`(?i)\bcoalesce\(\s*([\w.]+)\s*,[^()]*\)`)
	innerList  = regexp.MustCompile(`\([^()]*\)`)
)

// columns are a query's columns in their order, "" for one that is computed; nil if they
// cannot be told.
func columns(query string) []string {
	m := selectList.FindStringSubmatch(query)
	if m == nil {
		return nil
	}
	text := orElseList.ReplaceAllString(m[1], "$1")
	for innerList.MatchString(text) {
		text = innerList.ReplaceAllString(text, "…")
	}
	if strings.ContainsAny(text, "'()") {
		return nil // a comma may be part of a text
	}
	var list []string
	for c := range strings.SplitSeq(text, ",") {
		c = strings.TrimSpace(c)
		if strings.HasSuffix(c, "*") {
			return nil
		}
		name := ""
		if of := plainName.FindStringSubmatch(c); of != nil {
			name = of[2]
		}
		list = append(list, name)
	}
	return list
}
