package sqltext

import "github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"

// maxDepth bounds how deep parentheses are followed. What is deeper is passed over.
const maxDepth = 150

// parser reads the tokens of one text.
type parser struct {
	lex.Cursor
	depth int // of parentheses
	texts int // of texts within texts
	named int // offset of the name read last
	tsql  bool
	temps map[string]bool // temporary tables, in lower case
	cur   *builder
	out   []Statement
}

// clause is the part of a statement that the reader is in, as far as it matters.
type clause uint8

const (
	elsewhere  clause = iota
	inSelect          // between SELECT and FROM, where INTO names a new table
	inFrom            // where a comma is followed by a table
	inSet             // where a comma is followed by a column that is assigned
	inAssigned        // in parentheses, inside of an assigned value
	inWhere           // where comparisons decide about the row
	inOutput          // SQL Server's OUTPUT, whose INTO names a table that is written
)

// frame is the state of one level of parentheses.
type frame struct {
	scope   *scope
	clause  clause
	top     bool // not in parentheses: another statement may begin without a semicolon before it
	args    bool // arguments of a function or a plain expression, where FROM means something else
	negated bool // inside of NOT (…)
	column  bool // in inSet: the next name is a column that is assigned
	assign  string
	dml     *dml // the statement whose SET and WHERE stand at this level
}

// dml is the state of one INSERT, UPDATE, DELETE or MERGE.
type dml struct {
	verb    Verb
	first   int   // index of its first table
	set     int   // index after the last table before SET
	depth   int   // of parentheses where it stands
	targets []int // tables that it is said to write, before aliases are resolved
	cte     *scope
	quals   []string // qualifiers of the columns that it assigns
	record  bool     // its WHERE decides about the row that is written
	listed  bool     // USING has been seen, what comes next is USING (columns)
}

// findDialect looks for signs of SQL Server, where a CTE sees itself without RECURSIVE.
func (p *parser) findDialect() {
	for _, t := range p.Toks {
		if t.Kind == lex.Quoted && t.Text[0] == '[' || t.Kind == lex.Param && t.Text[0] == '@' {
			p.tsql = true
			return
		}
	}
}

// skipStatement moves to the end of the statement.
func (p *parser) skipStatement() {
	for p.I < len(p.Toks) && !p.Peek().Is(";") {
		p.I++
	}
}

// inner runs read on what is in the parentheses that open here, and moves past them.
func (p *parser) inner(read func()) {
	if p.depth >= maxDepth {
		p.SkipParens()
		return
	}
	p.I++
	p.depth++
	read()
	p.depth--
	p.AcceptOp(")")
}

// paren reads parentheses inside of a frame: a subquery, arguments, or an expression.
func (p *parser) paren(f *frame) {
	before := p.At(-1)
	p.inner(func() {
		assigned := f.clause == inSet || f.clause == inAssigned
		if p.startsQuery() && (p.Key(0) != "VALUES" || !assigned) { // MySQL's VALUES(column) is a function
			p.query(&frame{scope: f.scope})
			return
		}
		sub := *f
		sub.top = false
		sub.args = p.Peek().Kind != lex.Blank || before.Kind == lex.Word && before.Key == ""
		sub.negated = f.negated != (before.Key == "NOT")
		switch f.clause {
		case inWhere, inAssigned:
		case inSet:
			sub.clause = inAssigned
			if f.column {
				p.columnRow(f)
			}
		default:
			sub.clause = elsewhere
		}
		p.body(&sub)
	})
}

// startsQuery reports whether what comes next is a statement of its own.
func (p *parser) startsQuery() bool {
	switch p.Key(0) {
	case "SELECT", "WITH":
		return true
	case "VALUES":
		return p.At(1).Is("(") || p.Key(1) == "ROW"
	case "INSERT":
		return p.Key(1) == "INTO" || p.Key(1) == "OR" || p.Key(1) == "IGNORE"
	case "DELETE":
		return p.Key(1) == "FROM"
	case "MERGE":
		return p.Key(1) == "INTO"
	case "UPDATE", "TABLE":
		return p.At(1).Ident() || p.Key(1) == "ONLY"
	}
	return false
}
