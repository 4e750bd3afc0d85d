package flows

import (
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// One query may look for several rows at once and tell of each by an answer of its own:
//
//	SELECT EXISTS (SELECT 1 FROM users WHERE id = $1), EXISTS (SELECT 1 FROM groups WHERE id = $2)
//
// What becomes of the message where one of them is missing is told by the variable that its
// own answer is read into.

// oneMissing is what becomes of the message where a query that tells of several tables apart
// misses the row of one; None if it does not tell of them so.
func (t *tracker) oneMissing(s effects.Site, table string) Fault {
	answer, read := t.answerAbout(s, table)
	if answer == nil {
		return None
	}
	var ways []way
	looked := false
	for load := range loadsOf(answer) {
		if before(read, load) {
			looked = looked || !unused(load)
			ways = append(ways, turnsOfAnswer(load)...)
		}
	}
	switch {
	case !looked && onlyFilled(answer):
		return Dropped
	case len(ways) == 0:
		return None // it decides otherwise, or elsewhere
	}
	return t.outcomes(ways, read)
}

// turnsOfAnswer are the ways on which an answer says that nothing is there.
func turnsOfAnswer(v ssa.Value) []way {
	if isBool(v.Type()) {
		return turns(v, false)
	}
	return empty(v)
}

// answerAbout is the variable into which the answer about a table is read, and the call that
// reads it; nil where the query does not look for rows of several tables one by one.
func (t *tracker) answerAbout(s effects.Site, table string) (*ssa.Alloc, *ssa.Call) {
	read := chained(s.Instr.Value(), 0)
	if read == nil || table == "" {
		return nil, nil
	}
	asked := askedApart(t.queryOf(read))
	into := variadic(t.site(read))
	if len(asked) < 2 || len(asked) != len(into) {
		return nil, nil
	}
	var found *ssa.Alloc
	for i, about := range asked {
		if about == "" {
			return nil, nil
		}
		if strings.EqualFold(about, table) {
			alloc, ok := withoutInterface(into[i]).(*ssa.Alloc)
			if !ok || found != nil || !isBool(deref(alloc.Type())) && !isNumber(deref(alloc.Type())) {
				return nil, nil
			}
			found = alloc
		}
	}
	return found, read
}

// askedApart are the tables that a query without one of its own asks for one by one; nil where
// it is not made of such questions only.
func askedApart(query string) []string {
	list, ok := cutKeyword(query, "SELECT")
	if !ok {
		return nil
	}
	var tables []string
	for _, item := range topLevel(list) {
		if !ofOneAnswer.MatchString(item) {
			return nil
		}
		st := sqltext.Parse("SELECT " + item)
		if len(st) != 1 || len(st[0].Accesses) != 1 {
			return nil
		}
		tables = append(tables, known(st[0].Accesses[0].Name))
	}
	return tables
}

// ofOneAnswer recognises what a query asks of a table by a subquery that is given back as
// it is: whether there is a row, or how many there are.
var ofOneAnswer = regexp.MustCompile(`(?is)^\s*(exists\s*\(\s*select\b|\(\s*select\s+(count\s*\(|exists\s*\())[^;]*\)\s*(as\s+\w+|\w+)?\s*;?\s*$`)

// cutKeyword cuts a text after the keyword that it begins with.
func cutKeyword(text, keyword string) (string, bool) {
	text = strings.TrimSpace(text)
	if len(text) <= len(keyword) || !strings.EqualFold(text[:len(keyword)], keyword) || !strings.ContainsAny(text[len(keyword):len(keyword)+1], " \t\n\r(") {
		return "", false
	}
	return text[len(keyword):], true
}

// topLevel parts a list at the commas that are in no parentheses.
func topLevel(list string) []string {
	var parts []string
	depth, start := 0, 0
	for i, r := range list {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				parts = append(parts, list[start:i])
				start = i + 1
			}
		}
	}
	return append(parts, list[start:])
}

// onlyFilled reports whether a variable is used by nothing but what reads into it.
func onlyFilled(v *ssa.Alloc) bool {
	uses := 0
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.UnOp:
			if !unused(ref) {
				return false
			}
		case *ssa.MakeInterface:
			uses++
		default:
			return false
		}
	}
	return uses == 1
}

// An insert may take a part of the row from that of the parent:
//
//	INSERT INTO prints (id, book_id) SELECT $1, b.id FROM books b WHERE b.id = $2
//
// It adds no row where there is no parent, and goes well all the same.

// leavesOutUnnoticed reports whether a statement inserts one row only if there is one of a
// table, which it looks for by its key, and nobody asks how many it has inserted.
func (t *tracker) leavesOutUnnoticed(st *effects.Statement, table string, s effects.Site) bool {
	if st.Verb != sqltext.Insert && st.Verb != sqltext.Upsert || !missable(s) {
		return false
	}
	call, ok := s.Instr.(*ssa.Call)
	if !ok {
		return false
	}
	m := insertsSelected.FindStringSubmatch(t.queryOf(call))
	if m == nil || !strings.EqualFold(m[2], table) || sumsUp.MatchString("select "+m[1]+" from") {
		return false
	}
	return ownKeyOf(table, m[3])
}

// insertsSelected recognises the inserts of what one table's row has, by one equality: the
// list of what is selected, the table and the column.
var insertsSelected = regexp.MustCompile(`(?is)^\s*insert\s+into\s+[\w."]+(?:\s+as\s+\w+)?\s*(?:\([^()]*\))?\s*select\b([^;]*?)\bfrom\s+(?:\w+\.)?"?(\w+)"?(?:\s+(?:as\s+)?\w+)?\s+where\s+(?:\w+\.)?(\w+)\s*=\s*(?:\$\d+(?:::\w+)?|\?|[:@]\w+)\s*(?:(?:limit|on\s+conflict|on\s+duplicate|for\s+\w+)\b[^;]*)?;?\s*$`)

// ownKeyOf reports whether a column is named as the key of a table's own rows.
func ownKeyOf(table, column string) bool {
	table, column = strings.ToLower(table), strings.ToLower(column)
	switch column {
	case "id", "uuid", "guid":
		return true
	}
	for _, suffix := range []string{"_id", "_uuid", "_guid", "id"} {
		if of, ok := strings.CutSuffix(column, suffix); ok && len(of) > 2 {
			return strings.HasPrefix(table, strings.TrimSuffix(of, "y"))
		}
	}
	return false
}
