// Package sqledit changes SQL text: it adds to a statement the condition by which
// older messages are refused, or turns one round. Unlike package sqltext, which
// passes over what it does not know, it has to be sure: a statement is taken only
// if it was read from its first word to its last.
package sqledit

import (
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// An Edit replaces the bytes of a text from Start up to End.
type Edit struct {
	Start, End int
	Text       string
}

// Apply is the text with the edit made.
func (e Edit) Apply(text string) string { return text[:e.Start] + e.Text + text[e.End:] }

// Shown is the text with the edit made, of a long one the end.
func (e Edit) Shown(text string) string {
	const most = 160
	words := strings.Fields(e.Apply(text))
	n, size := len(words), 0
	for ; n > 0 && size+len(words[n-1]) < most; n-- {
		size += len(words[n-1]) + 1
	}
	if n == 0 {
		return strings.Join(words, " ")
	}
	return words[0] + " … " + strings.Join(words[n:], " ")
}

// A Value is a column that a statement gives the value of a placeholder and
// nothing else.
type Value struct {
	Column string
	Arg    int // which of the statement's arguments, from 0
}

// A Statement is an INSERT of one row, which may overwrite on conflict, or an
// UPDATE of one table.
type Statement struct {
	Upsert bool    // it overwrites the row that is there
	Values []Value // of the columns that are inserted or, by UPDATE, set
	Args   int     // how many arguments it takes
	table  string  // as its conditions name it
	sets   []assignment
	where  []lex.Token // its condition; nil: none
	last   lex.Token
	clause lex.Token // at whose indentation a condition belongs
	text   string
}

// An assignment is a column with the value that it is given.
type assignment struct {
	column lex.Token
	value  []lex.Token
}

// Guard adds the condition that the stored column is older than its new value.
// Rows without a value in it are older than any. There is none where the column
// is not set to what a placeholder or the row to be inserted has, or where the
// statement has a condition that the new one cannot just be added to.
func (s *Statement) Guard(column string) (Edit, bool) {
	set, ok := s.set(column)
	if !ok {
		return Edit{}, false
	}
	name, value := set.column.Text, s.span(set.value)
	switch {
	case s.Upsert && s.where == nil && excluded(set):
		name = s.table + "." + name
		return s.add("WHERE " + name + " IS NULL OR " + name + " < " + value), true
	case !s.Upsert && numbered(set.value[0]) && !s.mentions(column):
		return s.add("AND (" + name + " IS NULL OR " + name + " < " + value + ")"), true
	}
	return Edit{}, false
}

// Turn turns the comparison of a stored column with its new value round, if there
// is one, and it lets the older pass.
func (s *Statement) Turn(column string) (Edit, bool) {
	set, ok := s.set(column)
	if !ok || negates(s.where) {
		return Edit{}, false
	}
	var found []Edit
	for i, t := range s.where {
		way := s.way(set, i)
		if way == 0 {
			continue
		}
		switch turned := map[string]string{">": "<", ">=": "<=", "<": ">", "<=": ">="}[t.Text]; {
		case turned == "":
		case (t.Text[0] == '>') != (way > 0):
			return Edit{}, false // it lets the newer pass
		default:
			found = append(found, Edit{t.Pos, t.End(), turned})
		}
	}
	if len(found) != 1 {
		return Edit{}, false
	}
	return found[0], true
}

// way tells what stands beside an operator of the condition: 1, the stored column
// and then its new value; -1, the new value and then the column; 0, anything else.
func (s *Statement) way(set assignment, op int) int {
	if s.where[op].Kind != lex.Op {
		return 0
	}
	left, right := s.where[:op], s.where[op+1:]
	switch n := len(set.value); {
	case endsWithColumn(left, set.column) && begins(right, set.value):
		return 1
	case len(left) >= n && begins(left[len(left)-n:], set.value) && beginsWithColumn(right, set.column):
		return -1
	}
	return 0
}

func endsWithColumn(list []lex.Token, column lex.Token) bool {
	n := len(list)
	return n > 0 && same(list[n-1], column) && !(n > 2 && list[n-2].Is(".") && newRow(list[n-3]))
}

func beginsWithColumn(list []lex.Token, column lex.Token) bool {
	if len(list) > 2 && list[1].Is(".") {
		return !newRow(list[0]) && same(list[2], column)
	}
	return len(list) > 0 && same(list[0], column)
}

// begins reports whether tokens begin with others, and the value ends there.
func begins(list, with []lex.Token) bool {
	if len(list) < len(with) {
		return false
	}
	for i, t := range with {
		if !same(list[i], t) {
			return false
		}
	}
	return len(list) == len(with) || list[len(with)].Key != "" || list[len(with)].Is(")")
}

func same(a, b lex.Token) bool {
	if a.Ident() && b.Ident() {
		return strings.EqualFold(a.Name(), b.Name())
	}
	return a.Kind == b.Kind && a.Text == b.Text
}

func newRow(t lex.Token) bool { return strings.EqualFold(t.Name(), "excluded") }

// negates reports whether a condition has a NOT other than that of IS NOT NULL.
func negates(list []lex.Token) bool {
	for i, t := range list {
		if t.Key == "NOT" && (i == 0 || list[i-1].Key != "IS") {
			return true
		}
	}
	return false
}

// excluded reports whether a column is set to what the row has that was to be
// inserted.
func excluded(a assignment) bool {
	return len(a.value) == 3 && newRow(a.value[0]) && a.value[1].Is(".") && same(a.value[2], a.column)
}

// numbered recognises a placeholder that may stand in a statement twice.
func numbered(t lex.Token) bool { return t.Kind == lex.Param && t.Text[0] == '$' }

// set is the assignment of a column, if there is one.
func (s *Statement) set(column string) (assignment, bool) {
	var found []assignment
	for _, a := range s.sets {
		if strings.EqualFold(a.column.Name(), column) {
			found = append(found, a)
		}
	}
	if len(found) != 1 {
		return assignment{}, false
	}
	return found[0], true
}

func (s *Statement) mentions(column string) bool {
	for _, t := range s.where {
		if t.Ident() && strings.EqualFold(t.Name(), column) {
			return true
		}
	}
	return false
}

// span is some tokens as they are written.
func (s *Statement) span(list []lex.Token) string {
	return s.text[list[0].Pos:list[len(list)-1].End()]
}

// add puts a condition behind the statement: on a line of its own where the clause
// before stands on one.
func (s *Statement) add(condition string) Edit {
	at, sep := s.last.End(), " "
	if line := strings.LastIndexByte(s.text[:s.clause.Pos], '\n'); line >= 0 {
		if indent := s.text[line:s.clause.Pos]; strings.TrimSpace(indent) == "" {
			sep = indent
		}
	}
	return Edit{at, at, sep + condition}
}
