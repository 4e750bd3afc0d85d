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
	for _, fn := range t.u.Funcs {
		for instr := range effects.Instructions(fn) {
			if call, ok := instr.(*ssa.Call); ok {
				if i := slices.Index(variadic(t.site(call)), ssa.Value(alloc)); i >= 0 {
					return t.columnOf(call, i)
				}
			}
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
	s := t.site(scan)
	for range 3 {
		if touch := t.u.Touch(s); touch != nil && len(touch.Statements) == 1 {
			var text strings.Builder
			for _, p := range touch.Statements[0].Parts {
				text.WriteString(p.Text)
			}
			return Column{Name: column(text.String(), i), Table: tableRead(text.String())}
		}
		if len(s.Args) == 0 {
			return Column{}
		}
		before, ok := s.Args[0].(*ssa.Call)
		if !ok {
			return Column{}
		}
		s = t.site(before)
	}
	return Column{}
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
	selectList = regexp.MustCompile(`(?is)^\s*select\s+(.*?)\s+from\b`)
	plainName  = regexp.MustCompile("^[\"`]?(\\w+\\.)?[\"`]?([A-Za-z_]\\w*)[\"`]?$") // no number: a query that asks for 1 reads no column
)

// column is the i-th of a query's columns, if all of them are plain names.
func column(query string, i int) string {
	m := selectList.FindStringSubmatch(query)
	if m == nil {
		return ""
	}
	columns := strings.Split(m[1], ",")
	if i >= len(columns) {
		return ""
	}
	for _, c := range columns {
		if !plainName.MatchString(strings.TrimSpace(c)) {
			return ""
		}
	}
	return plainName.FindStringSubmatch(strings.TrimSpace(columns[i]))[2]
}
