package sqltext

import "github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"

// body reads up to the end of the statement or of the parentheses that it stands in.
func (p *parser) body(f *frame) {
	for {
		if p.Closed() {
			if f.top && p.Peek().Is(")") {
				p.I++ // a fragment that begins inside of parentheses
				continue
			}
			return
		}
		switch t := p.Peek(); {
		case t.Is("("):
			p.paren(f)
		case t.Is(","):
			p.I++
			p.comma(f)
		case f.clause == inSet && f.column && t.Ident() && (t.Key == "" || p.asName()):
			p.column(f)
		case t.Key != "" && !p.asName():
			if f.top && p.startsAnother() {
				return
			}
			p.keyword(f)
		case t.Kind == lex.Op:
			p.compare(f)
			p.I++
		default:
			p.I++
		}
	}
}

// asName reports whether the keyword that comes next is a name here, as in 'k.offset' and 'offset < $1'.
func (p *parser) asName() bool {
	if p.At(-1).Is(".") {
		return true
	}
	next := p.At(1)
	return next.Kind == lex.Op && (comparison(next.Text) != "" || next.Text == ":=")
}

// comma does what a comma means in the present clause.
func (p *parser) comma(f *frame) {
	switch f.clause {
	case inFrom:
		p.table(f)
	case inSet:
		f.column, f.assign = true, ""
	}
}

// startsAnother reports whether a statement begins here although no semicolon ended the one before, as is done in
// procedural code: IF … THEN UPDATE x SET …; ELSE INSERT INTO …
func (p *parser) startsAnother() bool {
	switch p.Key(-1) {
	case "FOR", "OF", "OR", "ON", "AFTER", "BEFORE", "DO", "KEY", "NO", "GRANT":
		return false
	}
	if p.At(-1).Is(",") || p.At(-1).Kind == lex.EOF || p.I <= p.cur.from {
		return false
	}
	switch p.Key(0) {
	case "INSERT":
		return p.Key(1) == "INTO" && p.At(2).Ident()
	case "DELETE":
		return p.Key(1) == "FROM" && p.At(2).Ident()
	case "UPDATE":
		return p.setAfterName()
	}
	return false
}

// setAfterName reports whether UPDATE is followed by a name and SET, and so is the beginning of a statement.
func (p *parser) setAfterName() bool {
	if !p.At(1).Ident() || p.Key(1) == "SET" {
		return false
	}
	for n := 2; n <= 6; n++ {
		switch t := p.At(n); {
		case t.Key == "SET":
			return true
		case !t.Is(".") && !t.Ident():
			return false
		}
	}
	return false
}

// keyword reads what follows a keyword, as far as it matters.
func (p *parser) keyword(f *frame) {
	switch key := p.Key(0); key {
	case "SELECT":
		p.I++
		if f.args {
			f.args, f.dml = false, nil
		} else if f.dml != nil {
			f.dml.record = false // INSERT … SELECT … WHERE is about the rows of another table
		}
		f.clause = inSelect
	case "FROM":
		p.I++
		if !f.args {
			f.clause = inFrom
			p.table(f)
		}
	case "JOIN", "STRAIGHT_JOIN", "APPLY":
		p.I++
		p.join(f, key)
	case "IN":
		p.amongst(f)
		p.I++
	case "DISTINCT":
		p.told(f)
		p.distinct()
	case "UNION", "EXCEPT", "INTERSECT", "MINUS":
		p.setOperation(f)
	case "FOR", "LOCK":
		p.locking(f)
	case "WITH":
		if p.isCTE() {
			f.scope = p.ctes(f.scope)
			return
		}
		p.I++
	case "REFERENCES", "LIKE", "INHERITS", "PARTITION":
		p.definition(f)
	case "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "FETCH", "WINDOW", "RETURNING", "QUALIFY", "VALUES", "THEN":
		p.I++
		assigning := f.clause == inSet || f.clause == inAssigned
		if !assigning || key != "THEN" && key != "VALUES" { // CASE … THEN and VALUES(column) stand in a value
			f.clause = elsewhere
		}
	default:
		p.writing(f, key)
	}
}

// writing reads what follows a keyword of the statements that write.
func (p *parser) writing(f *frame, key string) {
	switch key {
	case "WHERE":
		p.I++
		f.clause = inWhere
		if f.dml != nil {
			f.assign = ""
		}
	case "WHEN":
		p.I++
		if f.dml != nil && f.dml.verb == Merge && p.mergeWhen() {
			f.clause, f.assign = inWhere, ""
		}
	case "SET":
		p.set(f)
	case "USING":
		p.using(f)
	case "INTO":
		p.into(f)
	case "OUTPUT":
		p.I++
		if f.dml != nil {
			f.clause = inOutput
		}
	case "ON":
		p.on(f)
	case "DO":
		p.do(f)
	case "INSERT":
		p.I++
		if f.dml != nil && f.dml.verb == Merge && p.Peek().Is("(") {
			p.columnList()
		}
	case "TABLE": // INSERT INTO a TABLE b, CREATE TABLE a AS TABLE b
		p.I++
		if p.Key(-2) == "AS" || f.dml != nil && len(f.dml.targets) > 0 && p.Peek().Ident() {
			p.table(f)
		}
	case "GREATEST", "MAX":
		p.greatest(f)
		p.I++
	default:
		p.I++
	}
}

// join reads what is joined. In arguments there are no joins, but a fragment may start in parentheses.
func (p *parser) join(f *frame, key string) {
	if key == "APPLY" && p.Key(-2) != "CROSS" && p.Key(-2) != "OUTER" {
		return
	}
	if f.clause == inSet || f.clause == inAssigned {
		return
	}
	f.clause = inFrom
	p.table(f)
}

// distinct moves past IS [NOT] DISTINCT FROM, whose FROM names no table.
func (p *parser) distinct() {
	before := p.Key(-1)
	p.I++
	if before == "IS" || before == "NOT" {
		p.Accept("FROM")
	}
}

// setOperation reads UNION, EXCEPT and INTERSECT.
func (p *parser) setOperation(f *frame) {
	p.I++
	p.AcceptAll("ALL", "DISTINCT")
	f.clause = elsewhere
	if p.Key(0) == "TABLE" && p.At(1).Ident() {
		p.I++
		p.table(f)
	}
}

// locking reads FOR UPDATE [OF …], FOR [KEY] SHARE, FOR NO KEY UPDATE and LOCK IN SHARE MODE. What follows OF are
// aliases.
func (p *parser) locking(f *frame) {
	lock := p.Accept("LOCK")
	if lock {
		lock = p.Accept("IN") && p.Accept("SHARE")
	} else {
		p.I++ // FOR
		p.AcceptAll("NO", "KEY")
		lock = p.Accept("UPDATE", "SHARE")
	}
	if !lock || f.args {
		return
	}
	p.cur.locks = true
	f.clause = elsewhere
	if p.Accept("OF") {
		for p.Peek().Ident() && p.Key(0) != "SKIP" && p.Key(0) != "NOWAIT" {
			p.I++
			if !p.AcceptOp(".") && !p.AcceptOp(",") {
				break
			}
		}
	}
}

// using reads USING: the tables that DELETE and MERGE read, or the columns of a join.
func (p *parser) using(f *frame) {
	p.I++
	if d := f.dml; d != nil && !d.listed && (d.verb == Delete || d.verb == Merge) {
		d.listed = true
		f.clause = inFrom
		p.table(f)
		return
	}
	if p.Peek().Is("(") && !p.subquery(1) {
		p.SkipParens()
	}
}

// subquery reports whether a query begins n places on.
func (p *parser) subquery(n int) bool {
	key := p.Key(n)
	return key == "SELECT" || key == "WITH" || key == "VALUES" && p.At(n+1).Is("(")
}

// into reads the INTO of SELECT and of OUTPUT, each of which names a table that is written. INTO @variable and
// INTO OUTFILE do not.
func (p *parser) into(f *frame) {
	p.I++
	switch f.clause {
	case inSelect:
		if p.Accept("OUTFILE", "DUMPFILE", "STRICT") || p.texts > 0 {
			return // in a block, INTO names a variable
		}
		p.AcceptAll("TEMP", "TEMPORARY", "UNLOGGED", "TABLE", "LOCAL", "GLOBAL")
		p.written(Create)
		f.clause = elsewhere
	case inOutput:
		p.written(Insert)
		p.SkipParens()
		f.clause = elsewhere
	}
}
