package flows

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A statement that inserts what it selects may be given no more than keys: what
// it writes is then computed from the service's own tables, the same for
// whichever message has it computed.

var (
	insertSelect = regexp.MustCompile(`(?is)\binsert\s+into\s+[\w."]+\s*(\([^()]*\))?\s*(select|with)\b`)
	conflictKeys = regexp.MustCompile(`(?is)\bon\s+conflict\s*\(([^()]*)\)`)
	placeholders = regexp.MustCompile(`[$@]p?(\d+)\b`)
	// compared is what stands before a value that rows are looked up by.
	compared = regexp.MustCompile(`(?is)(?:([\w."]+)\s*(=|<>|!=|<=|>=|<|>|\blike|\bin\s*\()|\b(any|all)\s*\(|\blimit|\boffset)\s*(?:cast\s*\()?\s*$`)
	aliased  = regexp.MustCompile(`(?is)^(?:\s*::\s*[\w\[\]]+|\s+as\s+[\w\[\] ]+?\s*\))?[\s)]*\bas\s+(\w+)`)
	lastList = regexp.MustCompile(`(?is)\bselect\b`)
)

// selected narrows where an upsert's data comes from, if it inserts what it
// selects: keys, and values that were read before, do not count.
func (t *tracker) selected(w *Write, st *effects.Statement, values []Origin) {
	if w.Insert || w.Delete {
		return
	}
	var b strings.Builder
	for _, p := range st.Parts {
		b.WriteString(p.Text)
	}
	text := b.String()
	if !insertSelect.MatchString(text) {
		return
	}
	keys := conflictColumns(text)
	var from Origin
	for _, m := range placeholders.FindAllStringSubmatchIndex(text, -1) {
		n, err := strconv.Atoi(text[m[2]:m[3]])
		if err != nil || n < 1 || n > len(values) {
			return // it cannot be told what is given
		}
		if o := values[n-1]; o&fromStored == 0 && !looksUpBy(text[:m[0]], text[m[1]:], keys) {
			from |= o
		}
	}
	w.From = from
}

// staysAsItIs reports whether an assignment leaves a column as it was: the key by which the
// row was found to be there is set to itself, so that RETURNING, or LAST_INSERT_ID, tells of
// that row as well.
func staysAsItIs(a sqltext.Assignment, text string) bool {
	if same := itself.FindStringSubmatch(a.Value); same != nil && strings.EqualFold(columnName(same[1]), a.Column) {
		return true
	}
	inserted := insertedAs.FindStringSubmatch(a.Value)
	return inserted != nil && strings.EqualFold(columnName(inserted[1]), a.Column) && slices.Contains(conflictColumns(text), columnName(a.Column))
}

// conflictColumns are the columns by which a row that a statement would insert is there
// already, as columnName has them.
func conflictColumns(text string) []string {
	m := conflictKeys.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	var keys []string
	for k := range strings.SplitSeq(m[1], ",") {
		keys = append(keys, columnName(k))
	}
	return keys
}

var (
	// itself is a column, by its name alone, or the id of the row that was inserted or is there.
	itself     = regexp.MustCompile(`(?i)^(?:last_insert_id\s*\(\s*)?(["` + "`" + `\w]+)\s*\)?$`)
	insertedAs = regexp.MustCompile(`(?i)^(?:excluded\.|values\s*\(\s*)(["` + "`" + `\w]+)\s*\)?$`)
)

// looksUpBy reports whether a placeholder between two parts of a text only says
// which rows are meant. A column that is selected where it equals a value is that
// value, unless it is part of the key.
func looksUpBy(before, after string, keys []string) bool {
	if m := aliased.FindStringSubmatch(after); m != nil && slices.Contains(keys, columnName(m[1])) {
		return true
	}
	m := compared.FindStringSubmatch(before)
	if m == nil {
		return false
	}
	column := columnName(m[1])
	if m[2] != "=" || column == "" || slices.Contains(keys, column) {
		return true
	}
	starts := lastList.FindAllStringIndex(before, -1)
	if len(starts) == 0 {
		return true
	}
	list := before[starts[len(starts)-1][1]:]
	if i := strings.Index(strings.ToLower(list), " from "); i >= 0 {
		list = list[:i]
	}
	for c := range strings.SplitSeq(list, ",") {
		if columnName(c) == column {
			return false
		}
	}
	return true
}

// columnName is a column without its table, its quotes, and what it is called.
func columnName(s string) string {
	s, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(s)), " ")
	return strings.Trim(s[strings.LastIndexByte(s, '.')+1:], "\"`")
}
