package flows

import (
	"iter"
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
	choosing  = regexp.MustCompile(`(?is)(\bnot\s+exists|\bexists|\bin|\b(?:1|true)\s*=|\b(\w+)\s*(?:\([^()]*\))?\s+as(?:\s+(?:not\s+)?materialized)?)\s*\(`)
	ofOneFrom = regexp.MustCompile(`(?is)^\s*select\b.*?\bfrom\s+([\w."` + "`" + `]+(?:\s+(?:as\s+)?\w+)?)\s+where\s+(.*)$`)
	rowsFrom  = regexp.MustCompile(`(?is)^\s*select\b.*?\bfrom\s+(.*?)\s+where\s+(.*)$`)
	joining   = regexp.MustCompile(`(?is)\s*(?:,|\b(?:(?:inner|left|right|full|cross)\s+(?:outer\s+)?)?join\b)\s*`)
	joinedBy  = regexp.MustCompile(`(?is)\s+(?:on|using)\b.*$`)
)

// choosesRows are the comparisons of order by which queries of the same table choose the
// rows that a statement changes; beside says that one compares an order that is kept in
// another table, which is joined to it.
func (t *tracker) choosesRows(text, table string) (list []sqltext.Comparison, beside bool) {
	if table == "" {
		return nil, false
	}
	for _, at := range choosing.FindAllStringSubmatchIndex(text, -1) {
		if at[4] >= 0 && !usedAfter(text[at[1]:], text[at[4]:at[5]]) {
			continue
		}
		not := strings.HasPrefix(strings.ToLower(text[at[2]:at[3]]), "not")
		for of, c := range conditionsOn(inParentheses(text[at[1]:]), table) {
			if not {
				c.Op = sqltext.Negated(c.Op)
			}
			switch {
			case c.Op != "<" && c.Op != "<=" || t.conditionKind(c) != Ordered:
			case strings.EqualFold(of, table):
				list = append(list, c)
			default:
				beside = true
			}
		}
	}
	return list, beside
}

// conditionsOn yields the conditions of a query that reads a table, each with the table that
// it is about: that one, or one that is joined to it.
func conditionsOn(query, table string) iter.Seq2[string, sqltext.Comparison] {
	return func(yield func(string, sqltext.Comparison) bool) {
		from := rowsFrom.FindStringSubmatch(query)
		if from == nil {
			return
		}
		tables := joining.Split(from[1], -1)
		for i := range tables {
			tables[i] = joinedBy.ReplaceAllString(tables[i], "")
		}
		var read []*sqltext.Statement
		for i, joined := range tables {
			where := from[2]
			for _, other := range slices.Delete(slices.Clone(tables), i, i+1) {
				where = columnsOf(other).ReplaceAllString(where, "NULL")
			}
			st := sqltext.Parse("UPDATE " + joined + " SET x = 1 WHERE " + where)
			if len(st) > 0 && st[0].Target != nil {
				read = append(read, &st[0])
			}
		}
		if !slices.ContainsFunc(read, func(st *sqltext.Statement) bool { return strings.EqualFold(st.Target.Name, table) }) {
			return
		}
		for _, st := range read {
			for _, c := range st.Conditions {
				if !yield(st.Target.Name, c) {
					return
				}
			}
		}
	}
}

// columnsOf finds the columns that are told to be a table's, by its name or its alias:
// versions v.
func columnsOf(table string) *regexp.Regexp {
	words := strings.Fields(table)
	if len(words) == 0 {
		words = []string{table}
	}
	return regexp.MustCompile(`(?i)\b(?:` + regexp.QuoteMeta(words[0]) + `|` + regexp.QuoteMeta(words[len(words)-1]) + `)\.\w+`)
}

// usedAfter reports whether a name stands in the rest of a text as that of a table.
func usedAfter(rest, name string) bool {
	return slices.ContainsFunc(ofTable.FindAllStringSubmatch(rest, -1), func(m []string) bool { return strings.EqualFold(m[1], name) })
}

// ofTable finds the names in the places of tables.
var ofTable = regexp.MustCompile(`(?i)\b(?:from|join|using|,)\s+(\w+)\b`)
