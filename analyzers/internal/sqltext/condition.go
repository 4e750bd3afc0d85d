package sqltext

import (
	"regexp"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// maxOperand bounds the tokens that are looked at on each side of a comparison.
const maxOperand = 40

// comparison is the operator in its one spelling, or "" if it compares no order and no equality.
func comparison(op string) string {
	switch op {
	case "<", "<=", ">", ">=", "=", "<>":
		return op
	case "!=":
		return "<>"
	case "==":
		return "="
	}
	return ""
}

// Flipped is a comparison's operator with its sides exchanged.
func Flipped(op string) string {
	switch op {
	case "<":
		return ">"
	case "<=":
		return ">="
	case ">":
		return "<"
	case ">=":
		return "<="
	}
	return op
}

// Negated is the operator that holds where the given one does not; what is no
// comparison of order or equality stays as it is.
func Negated(op string) string {
	switch op {
	case "<":
		return ">="
	case "<=":
		return ">"
	case ">":
		return "<="
	case ">=":
		return "<"
	case "=":
		return "<>"
	case "<>":
		return "="
	case "IN":
		return "NOT IN"
	case "NOT IN":
		return "IN"
	}
	return op
}

// operand is one side of a comparison.
type operand struct {
	text   string
	column string // the column that it is, or that it wraps
	rank   int    // how likely it is to be the stored column
}

// compare notes the comparison at the present operator if it decides about a row that is written.
func (p *parser) compare(f *frame) {
	if op := comparison(p.Peek().Text); op != "" && f.dml != nil {
		p.compared(f, op, p.operandBefore(f.dml), p.operandAfter(p.I+1, f.dml))
	}
}

// compared notes a comparison, where it decides about a row that is written.
func (p *parser) compared(f *frame, op string, left, right operand) {
	guards := ""
	switch {
	case f.clause == inWhere && f.dml.record:
	case (f.clause == inSet || f.clause == inAssigned) && f.assign != "":
		guards = f.assign
	default:
		return
	}
	if right.rank > left.rank {
		left, right, op = right, left, Flipped(op)
	}
	if left.rank == 0 || right.text == "" {
		return
	}
	if guards == "" {
		op, right.text = amongstAny(op, right.text)
	}
	if f.negated {
		op = Negated(op)
	}
	p.cur.conditions = append(p.cur.conditions, Comparison{left.column, op, right.text, guards})
}

// amongstAny is a comparison as IN would have it, where it is = ANY (…) or <> ALL (…).
func amongstAny(op, other string) (in, list string) {
	m := quantified.FindStringSubmatch(other)
	switch {
	case m == nil:
		return op, other
	case op == "=" && strings.EqualFold(m[1], "ANY"):
		in = "IN"
	case op == "<>" && strings.EqualFold(m[1], "ALL"):
		in = "NOT IN"
	default:
		return op, other
	}
	if elements := arrayOf.FindStringSubmatch(m[2]); elements != nil {
		return in, "(" + elements[1] + ")"
	}
	return in, m[2]
}

var (
	quantified = regexp.MustCompile(`(?i)^(ANY|ALL)(\(.*\))$`)
	// arrayOf takes the elements out of an array that is written in the statement.
	arrayOf = regexp.MustCompile(`(?i)^\(ARRAY\[(.+?)\](?:::\w+(?:\[\])?)?\)$`)
)

// told notes IS [NOT] DISTINCT FROM, which compares like <> and =, NULL as well. It stands
// at DISTINCT.
func (p *parser) told(f *frame) {
	if f.dml == nil || p.Key(1) != "FROM" {
		return
	}
	op, at, from := "<>", p.I, p.I-1
	if p.Key(-1) == "NOT" {
		op, from = "=", p.I-2
	}
	if from < 0 || p.Toks[from].Key != "IS" {
		return
	}
	right := p.operandAfter(at+2, f.dml)
	p.I = from
	left := p.operandBefore(f.dml)
	p.I = at
	p.compared(f, op, left, right)
}

// amongst notes that a column of the row that is written has to be, or not to be, one of a list.
func (p *parser) amongst(f *frame) {
	if f.clause != inWhere || f.dml == nil || !f.dml.record {
		return
	}
	op, in := "IN", p.I
	if p.Key(-1) == "NOT" {
		op = "NOT IN"
		p.I--
	}
	left, right := p.operandBefore(f.dml), p.operandAfter(in+1, f.dml)
	p.I = in
	if left.rank == 0 || right.text == "" || right.text == Subquery {
		return
	}
	if f.negated {
		op = Negated(op)
	}
	p.cur.conditions = append(p.cur.conditions, Comparison{left.column, op, right.text, ""})
}

// operandBefore reads the side that ends before the present token.
func (p *parser) operandBefore(d *dml) operand {
	start := p.I
	for n, depth := 0, 0; n < maxOperand && start > 0; n++ {
		t := p.Toks[start-1]
		switch {
		case t.Is(")"):
			depth++
		case t.Is("(") && depth == 0:
			return p.operand(start, p.I, d)
		case t.Is("("):
			depth--
		case depth > 0:
		case t.Key == "VALUES" && p.Toks[start].Is("("): // MySQL's VALUES(column)
		case t.Key != "" && !wraps(t.Key) && !p.dotted(start-1):
			return p.operand(start, p.I, d)
		case t.Is(",") || t.Is(";") || t.Is("=") || t.Is(":="):
			return p.operand(start, p.I, d)
		}
		start--
	}
	return p.operand(start, p.I, d)
}

// dotted reports whether the token is a name because of a dot before it, whatever word it is, or because it is
// compared.
func (p *parser) dotted(i int) bool {
	return i > 0 && p.Toks[i-1].Is(".") || i == p.I-1
}

// operandAfter reads the side that starts at a token: one value, with its casts.
func (p *parser) operandAfter(start int, d *dml) operand {
	end, depth := start, 0
	for end < len(p.Toks) && end-start < maxOperand {
		t := p.Toks[end]
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case depth > 0:
		case t.Is(".") || t.Is("::") || end == start && (t.Is("-") || t.Is("+")):
		case end > start && !joins(p.Toks[end-1]):
			return p.operand(start, end, d)
		}
		if depth < 0 {
			return p.operand(start, end, d)
		}
		end++
	}
	return p.operand(start, end, d)
}

// joins reports whether the token after this one belongs to the same value.
func joins(t lex.Token) bool {
	return t.Is(".") || t.Is("::") || t.Is("-") || t.Is("+") || t.Text == "$" // whose number is not known
}

// operand makes an operand of the tokens.
func (p *parser) operand(start, end int, d *dml) operand {
	if start+1 < end && p.queries(start) || start+2 < end && anyOrAll(p.Toks[start].Text) && p.queries(start+1) {
		return operand{text: Subquery}
	}
	var b strings.Builder
	for _, t := range p.Toks[start:end] {
		if b.Len() < 200 {
			b.WriteString(t.Text)
		}
	}
	o := operand{text: b.String()}
	for start < end && p.Toks[start].Is("(") {
		start++
	}
	if start < end && p.Toks[start].Key == "NOT" {
		start++
	}
	p.rank(&o, start, end, d)
	return o
}

func anyOrAll(word string) bool {
	return strings.EqualFold(word, "ANY") || strings.EqualFold(word, "ALL")
}

// queries reports whether a subquery in parentheses begins at a token.
func (p *parser) queries(i int) bool {
	return p.Toks[i].Is("(") && (p.Toks[i+1].Key == "SELECT" || p.Toks[i+1].Key == "WITH")
}

// wraps reports whether a function of this name returns its argument in all but special cases.
func wraps(name string) bool {
	switch strings.ToUpper(name) {
	case "COALESCE", "IFNULL", "ISNULL", "GREATEST", "DATE_TRUNC", "CAST", "NULLIF":
		return true
	}
	return false
}

// rank decides how likely the value is the stored column: a column of the table that is written, a column without
// qualifier, another table's column; never a parameter, a constant, a function, nor the row that was to be inserted.
func (p *parser) rank(o *operand, start, end int, d *dml) {
	for start+1 < end && p.Toks[start+1].Is("(") && wraps(p.Toks[start].Text) {
		start += 2
		for start < end && (p.Toks[start].Kind == lex.String || p.Toks[start].Is(",")) {
			start++
		}
	}
	if start >= end || !p.Toks[start].Ident() || p.Toks[start].Kind == lex.Blank {
		return
	}
	qual, column, n := "", p.Toks[start].Name(), start+1
	for n+1 < end && p.Toks[n].Is(".") && p.Toks[n+1].Ident() {
		qual, column = column, p.Toks[n+1].Name()
		n += 2
	}
	if n < end && p.Toks[n].Is("(") || constant(column) && qual == "" {
		return
	}
	o.column = column
	switch {
	case strings.EqualFold(qual, "excluded") || strings.EqualFold(qual, "new"):
		o.column = ""
	case qual == "":
		o.rank = 2
	case p.isTarget(qual, d):
		o.rank = 3
	default:
		o.rank = 1
	}
}

// isTarget reports whether the qualifier names a table that the statement writes.
func (p *parser) isTarget(qual string, d *dml) bool {
	for _, i := range d.targets {
		r := &p.cur.refs[i]
		if strings.EqualFold(qual, r.exposed()) || strings.EqualFold(qual, r.Name) {
			return true
		}
	}
	return false
}

// constant reports whether the word is a value and no column.
func constant(word string) bool {
	switch strings.ToLower(word) {
	case "true", "false", "null", "current_timestamp", "current_date", "current_time", "localtimestamp", "localtime",
		"default", "interval":
		return true
	}
	return false
}

// greatest notes SET col = GREATEST(col, other), and SQLite's MAX(col, other). It stands before the function's name.
func (p *parser) greatest(f *frame) {
	if f.clause != inSet || f.assign == "" || !p.At(1).Is("(") || f.dml == nil {
		return
	}
	first := p.operandAfter(p.I+2, f.dml)
	comma := p.I + 2
	for depth := 0; comma < len(p.Toks) && comma < p.I+maxOperand; comma++ {
		t := p.Toks[comma]
		if t.Is("(") {
			depth++
		} else if t.Is(")") {
			depth--
		}
		if depth < 0 {
			return
		}
		if depth == 0 && t.Is(",") {
			break
		}
	}
	second := p.operandAfter(comma+1, f.dml)
	if strings.EqualFold(second.column, f.assign) && second.rank > first.rank {
		first, second = second, first
	}
	if strings.EqualFold(first.column, f.assign) && first.rank > 0 && second.text != "" {
		c := Comparison{first.column, "GREATEST", second.text, f.assign}
		p.cur.conditions = append(p.cur.conditions, c)
	}
}
