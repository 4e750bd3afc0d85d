package flows

import (
	"regexp"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// emptied are the columns that a statement itself leaves empty, on insert as well as on
// update: they refer to nothing.
func emptied(st *sqltext.Statement, text string) []string {
	if !null.MatchString(text) {
		return nil
	}
	list := insertedEmpty(text)
	if st.Target.Verb == sqltext.Update {
		list = nil
	}
	for _, a := range st.Assigned {
		switch empty := null.MatchString(a.Value) && len(a.Value) == len("NULL"); {
		case !empty:
			list = slices.DeleteFunc(list, func(c string) bool { return strings.EqualFold(c, a.Column) })
		case st.Target.Verb == sqltext.Update:
			list = append(list, a.Column)
		}
	}
	return list
}

// insertedEmpty are the columns for which an INSERT of one row has NULL.
func insertedEmpty(text string) []string {
	m := insertedRow.FindStringSubmatchIndex(text)
	if m == nil {
		return nil
	}
	columns, values := strings.Split(text[m[2]:m[3]], ","), splitOutside(inParentheses(text[m[1]:]))
	if len(columns) != len(values) {
		return nil
	}
	var list []string
	for i, v := range values {
		if strings.EqualFold(strings.TrimSpace(v), "NULL") {
			list = append(list, columnName(columns[i]))
		}
	}
	return list
}

// splitOutside parts a list at the commas that stand outside parentheses.
func splitOutside(list string) []string {
	var parts []string
	open, from := 0, 0
	for i, r := range list {
		switch r {
		case '(':
			open++
		case ')':
			open--
		case ',':
			if open == 0 {
				parts = append(parts, list[from:i])
				from = i + 1
			}
		}
	}
	return append(parts, list[from:])
}

var (
	insertedRow = regexp.MustCompile(`(?is)\bINTO\s+\S+\s*\(([^)]*)\)\s*VALUES\s*\(`)
	null        = regexp.MustCompile(`(?i)\bNULL\b`)
)
