package sqltext

import (
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// maxLooks bounds the text that Looks reads. The beginning of a statement is enough to know it.
const maxLooks = 2000

// Looks reports whether a text is SQL with near certainty, wherever it stands. It must begin like a statement and go on
// like one. English does that too: 'select an option from the list' is grammatical SQL. So where the keywords are not
// in capitals, something that prose does not have must be there as well: an operator, a placeholder, a star.
//
// Fragments never look like SQL: use [Parse] where SQL is known to be expected.
func Looks(text string) bool {
	if len(text) > maxLooks {
		text = text[:maxLooks]
	}
	l := looker{parser{Cursor: lex.Cursor{Toks: lex.Scan(text)}}, false}
	for l.AcceptOp("(") {
	}
	l.skipExplain()
	first := l.Peek()
	if first.Kind != lex.Word {
		return false
	}
	l.capitals = first.Text == strings.ToUpper(first.Text)
	if !l.capitals && first.Text != strings.ToLower(first.Text) && !l.signs() {
		return false // 'Select …' begins a sentence
	}
	l.I++
	switch first.Key {
	case "SELECT":
		return l.selects()
	case "WITH":
		l.I--
		return l.isCTE()
	case "INSERT", "REPLACE", "UPSERT":
		return l.inserts()
	case "UPDATE":
		return l.updates()
	case "DELETE":
		return l.deletes()
	case "MERGE":
		return l.Accept("INTO") && l.tableName() && l.hasKey("USING") && l.hasKey("ON") && l.sure()
	case "TRUNCATE":
		return l.Accept("TABLE") && l.tableName() && l.sure()
	case "COPY":
		return l.copies()
	case "LOCK":
		return l.Accept("TABLE") && l.tableName() && (l.Key(0) == "IN" || l.sure())
	}
	return l.defines(first.Key)
}

// looker reads the beginning of a text that may be SQL.
type looker struct {
	parser
	capitals bool // the first keyword is in capitals
}

// skipExplain moves past EXPLAIN, if a statement follows.
func (l *looker) skipExplain() {
	if l.Key(0) != "EXPLAIN" {
		return
	}
	l.I++
	l.AcceptAll("ANALYZE", "VERBOSE")
}

// english are words that begin or fill a sentence and are hardly ever names of columns and tables.
var english = map[string]bool{
	"a": true, "an": true, "the": true, "this": true, "that": true, "these": true, "those": true, "your": true,
	"my": true, "our": true, "its": true, "their": true, "it": true, "them": true, "one": true, "any": true,
	"some": true, "each": true, "every": true, "multiple": true, "several": true, "option": true, "which": true,
	"what": true, "at": true, "between": true, "here": true, "more": true, "other": true, "another": true,
	"failed": true, "error": true, "with": true, "and": true, "or": true, "is": true, "was": true, "are": true,
	"following": true, "below": true, "above": true, "to": true, "for": true, "if": true, "only": true,
	"cannot": true, "must": true, "has": true, "have": true, "can": true, "should": true, "not": true,
}

// prose reports whether the token is a word of English without quotes.
func prose(t lex.Token) bool {
	return t.Kind == lex.Word && english[strings.ToLower(t.Text)]
}

// tableName moves past the name of a table, and reports whether there is one that is no word of English.
func (l *looker) tableName() bool {
	if l.Key(0) == "ONLY" && l.At(1).Ident() {
		l.I++
	}
	next := l.At(1)
	article := l.Peek().Text == "a" && (next.Kind != lex.Word || next.Key != "")
	if prose(l.Peek()) && !next.Is(".") && !article {
		return false // an 'a' that no noun follows is a table's name, if a short one
	}
	_, _, parts := l.name()
	return parts > 0
}

// sure reports whether there is more to say that this is SQL than a name: capitals, a sign, or a semicolon.
func (l *looker) sure() bool { return l.capitals || l.signs() }

// signs reports whether the text holds what prose does not: operators, placeholders, quoted or dotted names.
func (l *looker) signs() bool {
	for i, t := range l.Toks {
		switch t.Kind {
		case lex.Param, lex.Number:
			if t.Text != "?" || i+1 < len(l.Toks) || i > 0 && !l.Toks[i-1].Near && !t.Near {
				return true // a question mark at the end of the text may end a question
			}
		case lex.Quoted:
			if t.Text[0] != '[' {
				return true
			}
		case lex.Op:
			switch t.Text {
			case "=", "<", ">", "<=", ">=", "<>", "!=", "*", "||", "::":
				return true
			case ";":
				return i == len(l.Toks)-1
			}
		case lex.Word:
			if strings.Contains(t.Text, "_") || i > 1 && l.Toks[i-1].Is(".") && t.Near {
				return true
			}
		}
	}
	return false
}

// hasKey reports whether the keyword comes later.
func (l *looker) hasKey(key string) bool {
	for n := 0; l.I+n < len(l.Toks); n++ {
		if l.Key(n) == key {
			return true
		}
	}
	return false
}

// selects decides about SELECT.
func (l *looker) selects() bool {
	l.AcceptAll("DISTINCT", "ALL", "TOP")
	start := l.I
	words := 0 // in a row, without anything between them
	for depth := 0; l.I < len(l.Toks); l.I++ {
		t := l.Peek()
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case depth == 0 && t.Key == "FROM" && l.Key(-1) != "DISTINCT":
			return l.I > start && l.selectsFrom(start)
		case depth == 0 && t.Kind == lex.Word && t.Key == "" && l.At(-1).Kind == lex.Word:
			words++
		case t.Key == "AS" || t.Is(","):
			words = 0
		}
		if prose(t) && depth == 0 && t.Key == "" || words > 2 {
			return false
		}
	}
	return l.withoutFrom(start)
}

// selectsFrom decides about SELECT … FROM, at the FROM.
func (l *looker) selectsFrom(start int) bool {
	list := l.Toks[start:l.I]
	from := l.Peek()
	if l.capitals && from.Text != "FROM" {
		return false
	}
	l.I++
	if l.Peek().Is("(") {
		return l.At(1).Key == "SELECT" || l.sure()
	}
	l.AcceptAll("LATERAL")
	if !l.tableName() {
		return false
	}
	if l.capitals || l.signs() {
		return l.goesOn()
	}
	return columns(list) && l.goesOn()
}

// columns reports whether what is selected is no words of a sentence: several names with commas between them, a call,
// or the one name that prose does not select.
func columns(list []lex.Token) bool {
	last := list[len(list)-1]
	if last.Is(")") || len(list) == 1 && last.Text == "id" {
		return true
	}
	for i, t := range list {
		if comma := i%2 == 1; comma != t.Is(",") || !comma && t.Kind != lex.Word {
			return false
		}
	}
	return len(list) > 2
}

// goesOn reports whether what follows a table's name may follow one: at most an alias before the next clause.
func (l *looker) goesOn() bool {
	if l.Key(0) == "AS" {
		return !prose(l.At(1))
	}
	if l.Peek().Ident() && l.Key(0) == "" {
		if prose(l.Peek()) {
			return false
		}
		l.I++
	}
	t := l.Peek()
	switch t.Kind {
	case lex.EOF, lex.Blank:
		return true
	case lex.Op:
		return t.Is(",") || t.Is(")") || t.Is(";") || t.Is("(")
	case lex.Word:
		return t.Key != "" && !prose(t) || t.Key == "WITH" || t.Key == "FOR"
	}
	return false
}

// withoutFrom decides about a SELECT without FROM: a number, a call, EXISTS.
func (l *looker) withoutFrom(start int) bool {
	toks := l.Toks[start:]
	if len(toks) == 0 {
		return false
	}
	first := toks[0]
	switch {
	case first.Kind == lex.Number || first.Kind == lex.Param && first.Text != "?":
		return len(toks) == 1 || toks[1].Kind == lex.Op || toks[1].Key == "AS" || toks[1].Key == "WHERE"
	case first.Key == "EXISTS" || first.Key == "CASE" || first.Key == "COALESCE":
		return len(toks) > 1 && (toks[1].Is("(") || first.Key == "CASE" && l.hasKey("WHEN"))
	case first.Is("@@") || first.Kind == lex.Param || first.Is("("):
		return l.capitals
	case first.Kind == lex.Word && len(toks) > 2 && (toks[1].Is("(") || toks[1].Is(".")):
		return l.capitals || strings.Contains(first.Text, "_") || toks[1].Is("(") && known(first.Text)
	}
	return false
}

// known reports whether the word is a function that is selected from nowhere.
func known(name string) bool {
	switch strings.ToLower(name) {
	case "now", "version", "count", "nextval", "setval", "sum", "max", "min", "sleep", "lastval":
		return true
	}
	return false
}

// inserts decides about INSERT and REPLACE.
func (l *looker) inserts() bool {
	l.AcceptAll("IGNORE", "LOW_PRIORITY", "DELAYED")
	if l.Accept("OR") {
		l.I++
	}
	if !l.Accept("INTO") || !l.tableName() {
		return false
	}
	if l.Accept("AS") {
		l.I++
	}
	switch t := l.Peek(); {
	case t.Kind == lex.EOF || t.Kind == lex.Blank:
		return l.capitals
	case t.Is("("):
		return l.capitals || l.hasKey("VALUES") || l.hasKey("SELECT") || l.signs()
	}
	switch l.Key(0) {
	case "VALUES":
		return l.At(1).Is("(") || l.At(1).Kind == lex.Blank || l.capitals
	case "SELECT", "WITH", "DEFAULT", "OVERRIDING", "OUTPUT", "TABLE":
		return true
	case "SET":
		return l.At(2).Is("=") || l.capitals
	}
	return false
}

// updates decides about UPDATE: what is assigned tells it from a sentence.
func (l *looker) updates() bool {
	l.AcceptAll("IGNORE", "LOW_PRIORITY")
	if l.Accept("OR") {
		l.I++
	}
	if l.Accept("TOP") {
		l.SkipParens()
	}
	if !l.tableName() {
		return false
	}
	for n := 0; l.I < len(l.Toks) && n < 60; n++ {
		if l.Accept("SET") {
			return l.assigns()
		}
		if prose(l.Peek()) && l.Key(0) == "" {
			return false
		}
		l.I++
	}
	return false
}

// assigns reports whether an assignment follows SET.
func (l *looker) assigns() bool {
	t := l.Peek()
	if t.Kind == lex.EOF || t.Kind == lex.Blank {
		return l.capitals || t.Kind == lex.Blank
	}
	if t.Is("(") {
		return true
	}
	for l.Peek().Ident() {
		l.I++
		if !l.AcceptOp(".") {
			break
		}
	}
	op := l.Peek()
	return op.Is("=") || op.Is("+=") || op.Is("-=") || op.Is(":=")
}

// deletes decides about DELETE FROM, and MySQL's DELETE a FROM a.
func (l *looker) deletes() bool {
	if !l.Accept("FROM") {
		if !l.Peek().Ident() || prose(l.Peek()) || l.Key(1) != "FROM" && !l.At(1).Is(".") {
			return false
		}
		return l.hasKey("FROM") && (l.capitals && l.At(1).Text == "FROM" || l.hasKey("JOIN") && l.signs())
	}
	if l.capitals && l.At(-1).Text != "FROM" || !l.tableName() {
		return false
	}
	return l.goesOn() && l.sure()
}

// copies decides about COPY.
func (l *looker) copies() bool {
	if l.Peek().Is("(") {
		return l.Key(1) == "SELECT"
	}
	if !l.tableName() {
		return false
	}
	l.SkipParens()
	if !l.Accept("FROM", "TO") {
		return false
	}
	if l.Accept("STDIN", "STDOUT") {
		next := l.Peek()
		return next.Kind == lex.EOF || next.Kind == lex.Op || next.Key == "WITH"
	}
	return l.capitals && l.Peek().Kind == lex.String
}

// defines decides about CREATE, ALTER and DROP.
func (l *looker) defines(verb string) bool {
	if verb != "CREATE" && verb != "ALTER" && verb != "DROP" {
		return false
	}
	if l.Accept("OR") {
		l.I++
	}
	l.AcceptAll("TEMP", "TEMPORARY", "UNIQUE", "MATERIALIZED", "UNLOGGED", "VIRTUAL")
	kind := l.Key(0)
	if !l.Accept("TABLE", "INDEX", "VIEW", "SCHEMA", "TYPE", "FUNCTION", "TRIGGER", "SEQUENCE", "DATABASE") {
		return false
	}
	l.AcceptAll("CONCURRENTLY")
	if l.Accept("IF") {
		return l.Accept("NOT", "EXISTS")
	}
	if !l.tableName() {
		return false
	}
	if l.capitals {
		return l.goesOn() || verb == "ALTER"
	}
	switch {
	case verb == "CREATE" && kind == "TABLE":
		return l.Peek().Is("(") && l.At(2).Ident() && !prose(l.At(2)) || l.Key(0) == "AS" && l.Key(1) == "SELECT"
	case verb == "CREATE" && kind == "VIEW":
		return l.Key(0) == "AS" && (l.Key(1) == "SELECT" || l.Key(1) == "WITH")
	case verb == "CREATE" && kind == "INDEX":
		return l.Key(0) == "ON" && l.hasParen()
	case verb == "ALTER" && kind == "TABLE":
		return l.Key(0) == "ADD" || l.Key(0) == "DROP" || l.Key(0) == "RENAME" || l.Key(0) == "ALTER"
	}
	return l.sure() && l.goesOn()
}

// hasParen reports whether parentheses open later.
func (l *looker) hasParen() bool {
	for _, t := range l.Toks[l.I:] {
		if t.Is("(") {
			return true
		}
	}
	return false
}
