package effects

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A statement is what a library's call amounts to, in the words of SQL: what
// reads SQL text then reads it too, and tells tables, columns and conditions in
// the same terms for all libraries. Stores that know no SQL are written down so
// as well.
type statement struct {
	verb   sqltext.Verb
	table  []text   // the table that it is about; nil: it names none
	also   [][]text // fragments that name more tables: JOIN x ON y
	nested [][]text // whole queries within it
	ctes   []string // what names mean that a WITH defines
	set    [][]text // assignments: name = ?
	column [][]text // columns of an insert
	where  [][]text
	suffix [][]text // what follows VALUES: ON CONFLICT …
	locks  bool
	opaque bool // a part is not known
	// documents: it is a collection of a store that knows no SQL
	documents bool
	// asks and sets are the parameters, counted from 1, that are the filter and the update of
	// a document store: of nothing else of the statement it is unknown what it compares.
	asks, sets int
}

// blank stands for a value, someColumns for columns whose names are not known, oneRow for
// the values of an insert.
const (
	blank       = "?"
	someColumns = "*"
	oneRow      = ") VALUES (1) "
)

func unknownSet() text { return constText(quoteName(someColumns) + " = " + blank) }

// texts are the statement's texts.
func (s *statement) texts() []text {
	var out []text
	switch s.verb {
	case sqltext.Insert:
		columns := list(s.column, ", ", constText(quoteName(someColumns)))
		if len(s.column) == 0 && len(s.set) > 0 {
			columns = []text{nil} // those of the conflict clause
		}
		out = joined(constTexts("INSERT INTO "), s.table, constTexts(" ("), columns, constTexts(oneRow), list(s.suffix, " ", nil))
	case sqltext.Upsert:
		out = joined(constTexts("REPLACE INTO "), s.table, constTexts(" ("), list(s.column, ", ", constText(quoteName(someColumns))), constTexts(oneRow))
	case sqltext.Update:
		out = joined(constTexts("UPDATE "), s.table, constTexts(" SET "), list(s.set, ", ", unknownSet()), s.condition())
	case sqltext.Delete:
		out = joined(constTexts("DELETE FROM "), s.table, s.condition())
	case sqltext.Truncate:
		out = joined(constTexts("TRUNCATE TABLE "), s.table)
	default:
		out = joined(constTexts("SELECT 1 FROM "), s.table, s.condition())
		if s.locks {
			out = joined(out, constTexts(" FOR UPDATE"))
		}
	}
	if s.table == nil {
		out = []text{nil}
	}
	for _, more := range s.also {
		out = joined(out, constTexts("; "), withPrefix(s.ctes), more)
	}
	for _, query := range s.nested {
		out = joined(out, constTexts("; "), query)
	}
	if s.documents {
		out = joined(out, constTexts(sqltext.Documents))
	}
	return out
}

// condition is the WHERE.
func (s *statement) condition() []text {
	where := s.where
	if s.opaque {
		where = append(slices.Clone(where), []text{hole()})
	}
	if len(where) == 0 {
		return []text{nil}
	}
	return joined(constTexts(" WHERE ("), list(where, ") AND (", nil), constTexts(")"))
}

// upsert makes an insert overwrite the rows that are there: all columns, but
// for the keys.
func (s *statement) upsert(where [][]text) {
	out := [][]text{constTexts("ON CONFLICT DO UPDATE SET")}
	set := s.set
	for _, c := range s.column {
		if len(s.set) == 0 {
			set = append(set, joined(c, constTexts(" = "+blank)))
		}
	}
	out = append(out, list(set, ", ", unknownSet()))
	if len(where) > 0 {
		out = append(out, joined(constTexts("WHERE ("), list(where, ") AND (", nil), constTexts(")")))
	}
	s.suffix = out
}

func constTexts(s string) []text { return []text{constText(s)} }

// joined writes texts one after the other.
func joined(parts ...[]text) []text {
	out := []text{nil}
	for _, p := range parts {
		out = concat(out, p)
	}
	return out
}

// list writes texts with a separator, or the other where there are none.
func list(parts [][]text, sep string, otherwise text) []text {
	if len(parts) == 0 {
		return []text{otherwise}
	}
	out := []text{nil}
	for i, p := range parts {
		if i > 0 {
			out = concat(out, constTexts(sep))
		}
		out = concat(out, p)
	}
	return out
}

// quoted writes names between quotes, so that whatever stands in them is one
// name: a collection may be called user-events.
func quoted(names []text) []text { return joined(constTexts(`"`), names, constTexts(`"`)) }

// identifiers quotes those of the names that are plain names, since a table may
// be called order. Others come with an alias or are more than a name.
func identifiers(names []text) []text {
	out := make([]text, len(names))
	for i, t := range names {
		out[i] = t
		if s := t.String(); !t.params() && plainName(s) {
			out[i] = constText(quoteName(s))
		}
	}
	return out
}

func plainName(s string) bool {
	return s != "" && strings.IndexFunc(s, func(c rune) bool {
		return c != '_' && c != '.' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	}) < 0
}

func quoteName(s string) string { return `"` + strings.ReplaceAll(s, ".", `"."`) + `"` }

// assign are assignments of unknown values to columns.
func assign(columns []string) [][]text {
	out := make([][]text, len(columns))
	for i, c := range columns {
		out[i] = constTexts(quoteName(c) + " = " + blank)
	}
	return out
}

// mark is the assignment by which a row that is removed is only marked: the
// library writes the present time.
func mark(column string) []text { return constTexts(quoteName(column) + " = CURRENT_TIMESTAMP") }

func columnTexts(columns []string) [][]text {
	out := make([][]text, len(columns))
	for i, c := range columns {
		out[i] = constTexts(quoteName(c))
	}
	return out
}

// compared is a condition on a column.
func compared(column, op string) []text {
	return constTexts(quoteName(column) + " " + op + " " + blank)
}

// statement notes what a statement does, at a call.
func (r *recorder) statement(e event, s *statement) {
	if s.table == nil && len(s.also) == 0 && len(s.nested) == 0 {
		return
	}
	e.shown = r.p.callText(e.call.instr)
	e.asks, e.sets = s.asks, s.sets
	r.runs(e, s.texts())
}

// plainAccess is an access of which no more is known than the table.
func plainAccess(a sqltext.Access) summary.Access {
	schema := a.Schema
	if schema == sqltext.Unknown {
		schema = ""
	}
	return summary.Access{Schema: schema, Table: a.Name, Write: a.Write, Verb: string(a.Verb), Conf: 100, Documents: a.Documents}
}

// accessOf is one of a statement's accesses with what else the statement tells.
func accessOf(t text, st sqltext.Statement, a sqltext.Access) summary.Access {
	out := plainAccess(a)
	out.Conf, out.Model = t.named(tableName(out.Schema, out.Table))
	if !a.Write {
		out.Locks = st.Locks
		return out
	}
	switch a.Verb {
	case sqltext.Insert, sqltext.Upsert, sqltext.Update, sqltext.Delete, sqltext.Merge, sqltext.Copy:
	default:
		return out
	}
	c := &summary.Change{InsertOnly: a.Verb == sqltext.Insert, Partial: openCondition(t.String())}
	out.Change = c
	if st.Target == nil || *st.Target != a {
		return out
	}
	for _, name := range st.SetColumns {
		if name != sqltext.Unknown && len(c.Columns) < maxColumns {
			c.Columns = append(c.Columns, name)
		}
	}
	for _, cond := range st.Conditions {
		if len(c.Conditions) < maxConditions {
			c.Conditions = append(c.Conditions, summary.Condition{Column: cond.Column, Op: cond.Op, Other: printable(cond.Other), Guards: cond.Guards})
		}
	}
	return out
}

// openCondition reports whether some part of a statement is not known where a condition
// may stand. In an UPDATE between SET and WHERE there are columns; after a $ it is a
// placeholder's number; and rows, keys, values and names are no conditions, nor is a column
// that gets what was to be inserted.
func openCondition(text string) bool {
	text = insertedAgain.ReplaceAllString(text, "x = excluded.x")
	if text = noCondition.ReplaceAllString(text, "$1"); !strings.ContainsRune(text, sqltext.Hole) {
		return false
	}
	m := simpleUpdate.FindStringSubmatch(text)
	if m == nil {
		return true
	}
	set, condition := m[1], strings.ReplaceAll(m[2], "$"+string(sqltext.Hole), "$")
	return strings.ContainsAny(set, "()") || strings.ContainsRune(condition, sqltext.Hole)
}

// insertedAgain finds a column whose name is not known, where a row that is there gets what
// was to be inserted: EXCLUDED, or MySQL's VALUES.
var insertedAgain = regexp.MustCompile(`(?i)["\x60]?(?:` + string(sqltext.Hole) + `)+["\x60]?\s*=\s*(?:excluded\s*\.\s*["\x60]?(?:` + string(sqltext.Hole) + `)+["\x60]?|values\s*\(\s*["\x60]?(?:` + string(sqltext.Hole) + `)+["\x60]?\s*\))`)

// noCondition finds parts that are not known and stand for the rows of a VALUES, the keys
// of an IN, what a column is compared with, the name of a table, the columns of an
// INSERT, or the key of its conflict.
var noCondition = regexp.MustCompile(`(?is)(\bconflict\s*\(\s*|\bvalues\b(?:\s*\((?:[^()]|\([^()]*\))*\)\s*,)*\s*(?:\((?:(?:[^()]|\([^()]*\))*,)?\s*)?|\bin\s*\(?\s*|[=<>]\s*(?:any\s*\(\s*)?['"%]*|\b(?:into|update|from|join)\s+[\w".]*|\binto\s+\S+\s*\(\s*)(?:` + string(sqltext.Hole) + `)+`)

// simpleUpdate takes an UPDATE of one table apart into what it sets and what has to hold.
var simpleUpdate = regexp.MustCompile(`(?is)^\s*UPDATE\s+\S+(?:\s+(?:AS\s+)?\w+)?\s+SET\s+(.*?)\s+WHERE\s+(.*)$`)

// Bounds of what is kept of one write.
const (
	maxColumns    = 64
	maxConditions = 12
)

func printable(s string) string { return strings.ReplaceAll(s, string(sqltext.Hole), "…") }

// named tells how sure a text is of a table's name, and which model it is the
// table of.
func (t text) named(table string) (conf int, model string) {
	conf = 100
	for _, p := range t {
		if strings.ReplaceAll(p.Text, `"`, "") == table && (p.Conf > 0 || p.Model != "") {
			return cmp.Or(p.Conf, 100), p.Model
		}
	}
	return conf, ""
}

// typed is the value behind an any.
func typed(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		default:
			return v
		}
	}
}
