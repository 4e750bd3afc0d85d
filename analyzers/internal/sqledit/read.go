package sqledit

import (
	"strconv"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// A reader reads one statement.
type reader struct {
	lex.Cursor
	s *Statement
}

// Read reads a text that is one statement. It is false for all that is not quite
// simple: other statements, several rows, other tables, a part that is not known,
// and what gives back the rows that it has written, since a refusal gives none.
func Read(text string) (*Statement, bool) {
	toks := lex.Scan(text)
	for len(toks) > 0 && toks[len(toks)-1].Is(";") {
		toks = toks[:len(toks)-1]
	}
	for _, t := range toks {
		if t.Kind == lex.Blank || t.Hole || t.Is(";") || t.Key == "RETURNING" || t.Key == "OUTPUT" || t.Key == "SELECT" {
			return nil, false
		}
	}
	if len(toks) == 0 {
		return nil, false
	}
	r := &reader{Cursor: lex.Cursor{Toks: toks}, s: &Statement{text: text, last: toks[len(toks)-1]}}
	ok := false
	switch r.Key(0) {
	case "INSERT":
		ok = r.insert()
	case "UPDATE":
		ok = r.update()
	}
	if !ok || r.I != len(toks) {
		return nil, false
	}
	return r.s, true
}

// insert reads INSERT INTO t (…) VALUES (…), and ON CONFLICT … DO UPDATE SET … WHERE
// … after it.
func (r *reader) insert() bool {
	r.I++
	if !r.Accept("INTO") || !r.table() {
		return false
	}
	if r.Accept("AS") {
		r.s.table = r.Peek().Text
		r.I++
	}
	columns, ok := r.list()
	if !ok || !r.Accept("VALUES") {
		return false
	}
	values, ok := r.list()
	if !ok || len(values) != len(columns) {
		return false
	}
	var inserted []assignment
	for i, c := range columns {
		if len(c) != 1 {
			return false
		}
		inserted = append(inserted, assignment{c[0], values[i]})
	}
	r.s.clause = r.Peek()
	if r.Peek().Kind == lex.EOF {
		return r.values(inserted)
	}
	if !r.Accept("ON") || !r.Accept("CONFLICT") {
		return false
	}
	return r.conflict() && r.values(inserted)
}

// conflict reads what is done about a row that is there.
func (r *reader) conflict() bool {
	for r.Key(0) != "DO" { // the key, or the index, that it is about
		if r.Peek().Kind == lex.EOF {
			return false
		}
		r.I++
	}
	r.I++
	if r.Accept("NOTHING") {
		return true
	}
	r.s.Upsert = true
	return r.Accept("UPDATE") && r.change()
}

// update reads UPDATE t SET … WHERE ….
func (r *reader) update() bool {
	r.I++
	return r.table() && r.change() && r.s.where != nil && r.values(r.s.sets)
}

// change reads SET and the condition after it.
func (r *reader) change() bool {
	if !r.Accept("SET") || !r.assignments() {
		return false
	}
	if r.Peek().Kind == lex.EOF {
		return true
	}
	where := r.Peek()
	if !r.Accept("WHERE") {
		return false
	}
	if !r.s.Upsert {
		r.s.clause = where
	}
	return r.condition()
}

// condition reads the rest, which has to be conditions that all have to hold, so
// that another one can be added.
func (r *reader) condition() bool {
	start, depth := r.I, 0
	for ; r.I < len(r.Toks); r.I++ {
		switch t := r.Peek(); {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case depth > 0:
		case t.Key == "OR" && !r.s.Upsert, t.Key == "ORDER", t.Key == "LIMIT", t.Key == "FROM", t.Key == "ON":
			return false
		case t.Key == "AND":
			r.s.clause = r.onOwnLine(t)
		}
	}
	r.s.where = r.Toks[start:]
	return depth == 0 && len(r.s.where) > 0
}

// onOwnLine is the token, if a line begins with it, and the clause before if not.
func (r *reader) onOwnLine(t lex.Token) lex.Token {
	line := strings.LastIndexByte(r.s.text[:t.Pos], '\n')
	if line >= 0 && strings.TrimSpace(r.s.text[line:t.Pos]) == "" {
		return t
	}
	return r.s.clause
}

// table reads the name of the table that is written.
func (r *reader) table() bool {
	if !r.Peek().Ident() {
		return false
	}
	for r.At(1).Is(".") && r.At(2).Ident() {
		r.I += 2
	}
	r.s.table = r.Peek().Text
	r.I++
	return true
}

// list reads what stands in parentheses, between commas.
func (r *reader) list() ([][]lex.Token, bool) {
	if !r.AcceptOp("(") {
		return nil, false
	}
	var all [][]lex.Token
	for {
		item := r.value()
		if len(item) == 0 {
			return nil, false
		}
		all = append(all, item)
		switch {
		case r.AcceptOp(")"):
			return all, true
		case !r.AcceptOp(","):
			return nil, false
		}
	}
}

// value reads up to a comma, a closing parenthesis or WHERE of this level.
func (r *reader) value() []lex.Token {
	start, depth := r.I, 0
	for ; r.I < len(r.Toks); r.I++ {
		t := r.Peek()
		switch {
		case t.Is("("):
			depth++
		case t.Is(")") && depth == 0, t.Is(",") && depth == 0, t.Key == "WHERE" && depth == 0, t.Key == "FROM" && depth == 0:
			return r.Toks[start:r.I]
		case t.Is(")"):
			depth--
		}
	}
	return r.Toks[start:r.I]
}

// assignments reads column = value, ….
func (r *reader) assignments() bool {
	for {
		column := r.Peek()
		if !column.Ident() {
			return false
		}
		r.I++
		if !r.AcceptOp("=") {
			return false
		}
		value := r.value()
		if len(value) == 0 {
			return false
		}
		r.s.sets = append(r.s.sets, assignment{column, value})
		if !r.AcceptOp(",") {
			return true
		}
	}
}

// values finds the arguments that columns are given. Placeholders are all
// numbered or all in order: others are not known.
func (r *reader) values(list []assignment) bool {
	order := map[int]int{} // token's place → argument
	signs := 0
	for _, t := range r.Toks {
		if t.Kind != lex.Param {
			continue
		}
		n, err := strconv.Atoi(strings.TrimPrefix(t.Text, "$"))
		switch {
		case t.Text == "?" && signs == r.s.Args:
			signs++
			order[t.Pos], r.s.Args = signs-1, signs
		case t.Text[0] == '$' && err == nil && n > 0 && signs == 0:
			order[t.Pos], r.s.Args = n-1, max(n, r.s.Args)
		default:
			return false
		}
	}
	for _, a := range list {
		if arg, ok := order[a.value[0].Pos]; ok && (len(a.value) == 1 || a.value[1].Is("::")) {
			r.s.Values = append(r.s.Values, Value{a.column.Name(), arg})
		}
	}
	return true
}
