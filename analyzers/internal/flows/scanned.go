package flows

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// fieldOrColumn names what a value was taken out of: a struct's field, or the
// column that a query put into a variable.
func (t *tracker) fieldOrColumn(v ssa.Value) string {
	if name := fieldName(v, 0); name != "" {
		return name
	}
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return ""
	}
	alloc, ok := load.X.(*ssa.Alloc)
	if !ok || t.cell[t.u.Cell(alloc)]&fromMsg != 0 {
		return ""
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
	return ""
}

// columnOf is the i-th column of the query of which a call reads the row.
func (t *tracker) columnOf(scan *ssa.Call, i int) string {
	s := t.site(scan)
	for range 3 {
		if touch := t.u.Touch(s); touch != nil && len(touch.Statements) == 1 {
			var text strings.Builder
			for _, p := range touch.Statements[0].Parts {
				text.WriteString(p.Text)
			}
			return column(text.String(), i)
		}
		if len(s.Args) == 0 {
			return ""
		}
		before, ok := s.Args[0].(*ssa.Call)
		if !ok {
			return ""
		}
		s = t.site(before)
	}
	return ""
}

var (
	selectList = regexp.MustCompile(`(?is)^\s*select\s+(.*?)\s+from\b`)
	plainName  = regexp.MustCompile("^[\"`]?(\\w+\\.)?[\"`]?(\\w+)[\"`]?$")
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
