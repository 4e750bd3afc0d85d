package flows

import (
	"regexp"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A statement may choose its rows by a query of the same table, in which the order is
// compared:
//
//	WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM users WHERE id = $1 AND version >= $3)
//	WITH older AS (SELECT id FROM users WHERE id = $1 AND version < $3 FOR UPDATE)
//	UPDATE users SET name = $2 WHERE id IN (SELECT id FROM older)
//
// That there is a row at all, as WHERE EXISTS often asks, says nothing of the order.

var (
	choosing  = regexp.MustCompile(`(?is)(\bnot\s+exists|\bexists|\bin|\b(\w+)\s*(?:\([^()]*\))?\s+as(?:\s+(?:not\s+)?materialized)?)\s*\(`)
	ofOneFrom = regexp.MustCompile(`(?is)^\s*select\b.*?\bfrom\s+([\w."` + "`" + `]+(?:\s+(?:as\s+)?\w+)?)\s+where\s+(.*)$`)
)

// choosesRows are the comparisons of order by which queries of the same table choose the
// rows that a statement changes.
func (t *tracker) choosesRows(text, table string) []sqltext.Comparison {
	if table == "" {
		return nil
	}
	var list []sqltext.Comparison
	for _, at := range choosing.FindAllStringSubmatchIndex(text, -1) {
		from := ofOneFrom.FindStringSubmatch(inParentheses(text[at[1]:]))
		if from == nil || at[4] >= 0 && !usedAfter(text[at[1]:], text[at[4]:at[5]]) {
			continue
		}
		st := sqltext.Parse("UPDATE " + from[1] + " SET x = 1 WHERE " + from[2])
		if len(st) == 0 || st[0].Target == nil || !strings.EqualFold(st[0].Target.Name, table) {
			continue
		}
		not := strings.HasPrefix(strings.ToLower(text[at[2]:at[3]]), "not")
		for _, c := range st[0].Conditions {
			if not {
				c.Op = sqltext.Negated(c.Op)
			}
			if (c.Op == "<" || c.Op == "<=") && t.conditionKind(c) == Ordered {
				list = append(list, c)
			}
		}
	}
	return list
}

// usedAfter reports whether a name stands in the rest of a text as that of a table.
func usedAfter(rest, name string) bool {
	return slices.ContainsFunc(ofTable.FindAllStringSubmatch(rest, -1), func(m []string) bool { return strings.EqualFold(m[1], name) })
}

// ofTable finds the names in the places of tables.
var ofTable = regexp.MustCompile(`(?i)\b(?:from|join|using|,)\s+(\w+)\b`)
