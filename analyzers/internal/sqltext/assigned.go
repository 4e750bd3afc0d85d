package sqltext

import (
	"regexp"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// assigned notes the value that a column is given, which begins at the present
// token. It moves past nothing: the value is read as the rest of the statement.
func (p *parser) assigned(column string, relative bool) {
	if len(p.cur.assigned) > 200 {
		return
	}
	end, depth := p.I, 0
	for end < len(p.Toks) && end-p.I < maxOperand && (depth > 0 || !p.endsValue(p.Toks[end])) {
		switch t := p.Toks[end]; {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		}
		if depth < 0 {
			break
		}
		end++
	}
	var b strings.Builder
	for _, t := range p.Toks[p.I:end] {
		b.WriteString(t.Text)
	}
	a := Assignment{Column: column, Value: b.String(), Relative: relative || p.relative(column, end)}
	p.cur.assigned = append(p.cur.assigned, a)
}

// endsValue reports whether a value outside of parentheses ends before the token.
func (p *parser) endsValue(t lex.Token) bool {
	switch t.Key {
	case "WHERE", "FROM", "RETURNING", "ORDER", "LIMIT", "ON", "SELECT", "WHEN":
		return true
	}
	return t.Is(",") || t.Is(";")
}

// emptyObject stands for a JSON document that is not there yet, where it is said to be
// JSON: COALESCE(extra, '{}'::jsonb) || $2. Without, it may as well be an empty array.
const emptyObject = "'{}'"

// object reports whether the value of a column is a JSON document, by its default or by what
// the column is called: what is put into it replaces what the same keys had. A list that
// grows is called otherwise, or has another default.
func object(column string, value []lex.Token) bool {
	empty, json, list := false, false, false
	for _, t := range value {
		switch name := strings.ToLower(t.Name()); {
		case t.Text == emptyObject:
			empty = true
		case t.Text == "'[]'" || t.Ident() && (name == "jsonb_build_array" || name == "json_build_array"):
			list = true
		case t.Ident() && (name == "json" || name == "jsonb" || name == "jsonb_build_object" || name == "json_build_object"):
			json = true
		}
	}
	return json && (empty || !list && holdsObject.MatchString(column))
}

// holdsObject recognises the names of columns that hold what is said beside the rest, by
// keys.
var holdsObject = regexp.MustCompile(`(?i)(^|_)(extra|extras|meta|metadata|attributes|attrs|properties|props|settings|config|configuration|preferences|prefs|details|info|params|options|profile|custom_fields)$`)

// relative reports whether the value up to the given token is made from the
// column's own by adding to it or taking from it.
func (p *parser) relative(column string, end int) bool {
	if object(column, p.Toks[p.I:end]) {
		return false
	}
	own, adds := false, false
	for i := p.I; i < end; i++ {
		t := p.Toks[i]
		switch {
		case t.Is("+") || t.Is("-") || t.Is("*") || t.Is("||"):
			adds = true
		case t.Ident() && strings.EqualFold(t.Name(), column):
			excluded := i >= 2 && p.Toks[i-1].Is(".") && strings.EqualFold(p.Toks[i-2].Name(), "excluded")
			own = own || !excluded
		case t.Ident() && i+1 < end && p.Toks[i+1].Is("("):
			adds = adds || appends(t.Name())
		}
	}
	return own && adds
}

// appends recognises the functions that add to what they are given: to a list, a
// document, a text.
func appends(name string) bool {
	switch name = strings.ToLower(name); name {
	case "list_append", "json_array_append", "json_insert", "jsonb_insert", "concat", "concat_ws":
		return true
	}
	return strings.HasPrefix(name, "array_")
}
