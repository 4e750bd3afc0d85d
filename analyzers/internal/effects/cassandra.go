package effects

import (
	"go/types"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// cqlCall handles the calls of gocql and gocqlx that take CQL text. It reports
// whether it is one.
func (r *recorder) cqlCall(e event) bool {
	c := e.call
	if c.shift() == 0 {
		return false
	}
	switch c.callee.Name() {
	case "Query", "ContextQuery", "Bind", "Prepare":
	default:
		return false
	}
	for _, a := range c.args[1:] {
		if !isString(a.Type()) {
			continue
		}
		texts := r.p.texts(r.g, a)
		for i, t := range texts {
			texts[i] = fromCQL(t)
		}
		e.text = r.p.argPos(c, a)
		r.runs(e, texts)
		return true
	}
	return false
}

// isCQLTable recognises gocqlx's handles on a table, which table.New makes of
// the table's name among other things.
func isCQLTable(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Name() == "Table" && isStore(t) && strings.Contains(pkgPath(n.Obj().Pkg()), "/gocqlx/")
}

// cqlTableCall handles the methods of such a table that write a statement.
func (r *recorder) cqlTableCall(e event) {
	c := e.call
	if c.shift() == 0 || !isCQLTable(c.args[0].Type()) {
		return
	}
	name := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(c.callee.Name(), "Context"), "Query"), "Builder")
	verb, ok := map[string]sqltext.Verb{
		"Get": sqltext.Select, "Select": sqltext.Select, "SelectAll": sqltext.Select,
		"Insert": sqltext.Upsert, "Update": sqltext.Update, "Delete": sqltext.Delete,
	}[name]
	if ok {
		r.statement(e, &statement{verb: verb, table: identifiers(r.p.texts(r.g, c.args[0])), opaque: verb != sqltext.Select})
	}
}

// fromCQL says in SQL what looks alike in CQL and is not: an INSERT there
// overwrites, unless it says IF NOT EXISTS; the IF of an UPDATE is a condition;
// and the newest timestamp wins.
func fromCQL(t text) text {
	s := strings.ToUpper(t.String())
	if t.params() || !strings.Contains(s, "INSERT") && !strings.Contains(s, "UPDATE") && !strings.Contains(s, "DELETE") {
		return t
	}
	t = slices.Clone(t)
	timestamp := false
	for i := range t {
		w := cqlWords{rest: t[i].Text, onlyNew: strings.Contains(s, "IF NOT EXISTS")}
		t[i].Text = w.rewrite()
		timestamp = timestamp || w.timestamp
	}
	if timestamp && !strings.Contains(s, "INSERT") {
		t = append(t, constText(" AND writetime < ?")...)
	}
	return t
}

// cqlWords goes over a piece of CQL word by word, keeping the blanks.
type cqlWords struct {
	rest      string
	onlyNew   bool // the statement says IF NOT EXISTS
	timestamp bool // found: the newest wins
	insert    bool // the statement inserts
}

// next takes the next word, with the blanks before it.
func (w *cqlWords) next() (blanks, word string) {
	n := len(w.rest) - len(strings.TrimLeft(w.rest, " \t\n"))
	blanks, w.rest = w.rest[:n], w.rest[n:]
	n = strings.IndexAny(w.rest, " \t\n")
	if n < 0 {
		n = len(w.rest)
	}
	word, w.rest = w.rest[:n], w.rest[n:]
	return blanks, word
}

// peek is the next word in capitals.
func (w *cqlWords) peek() string {
	ahead := *w
	_, word := ahead.next()
	return strings.ToUpper(word)
}

func (w *cqlWords) rewrite() string {
	var out strings.Builder
	for w.rest != "" {
		blanks, word := w.next()
		out.WriteString(blanks)
		switch strings.ToUpper(word) {
		case "INSERT":
			if w.insert = true; !w.onlyNew {
				word = "REPLACE"
			}
		case "USING":
			if w.insert { // which value it is can be counted there
				break
			}
			w.using()
			word = ""
		case "IF":
			if next := w.peek(); next == "NOT" || next == "EXISTS" {
				return out.String()
			}
			word = "AND"
		}
		out.WriteString(word)
	}
	return out.String()
}

// using takes the options after USING.
func (w *cqlWords) using() {
	for {
		switch w.peek() {
		case "TIMESTAMP":
			w.timestamp = true
		case "TTL":
		default:
			return
		}
		w.next()
		w.next() // its value
		if w.peek() != "AND" {
			return
		}
		w.next()
	}
}
