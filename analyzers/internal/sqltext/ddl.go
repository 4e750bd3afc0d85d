package sqltext

import "github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"

// definitions reads the statements that define things, and those that touch no rows.
func (p *parser) definitions(f *frame, key string) {
	if p.cur.prefixes++; p.cur.prefixes > 8 {
		p.skipStatement()
		return
	}
	switch key {
	case "CREATE":
		p.create(f)
	case "ALTER":
		p.alter(f)
	case "DROP":
		p.drop()
	case "TRUNCATE":
		p.truncate(f)
	case "COPY":
		p.copy(f)
	case "LOCK":
		p.lockTable()
	case "EXPLAIN", "DESCRIBE", "DESC":
		p.explain(f)
	case "PREPARE", "DECLARE":
		p.prepare(f)
	case "REFRESH":
		p.cur.verb = Alter
		p.I++
		p.AcceptAll("MATERIALIZED", "VIEW", "CONCURRENTLY")
		p.written(Alter)
		p.skipStatement()
	case "RENAME":
		p.rename()
	case "LOAD":
		p.load()
	case "SHOW":
		p.show()
	case "COMMENT":
		p.comment()
	case "GRANT", "REVOKE", "ANALYZE":
		p.cur.verb = Other
		p.skipStatement()
	default:
		p.others(f, key)
	}
}

// others reads the rest: blocks, settings, calls and fragments.
func (p *parser) others(f *frame, key string) {
	switch key {
	case "DO":
		p.block()
		f.dml = nil
		p.body(f)
	case "SET", "USE":
		if key == "USE" || !isVariable(p.At(1)) {
			p.cur.verb = Other
			p.skipStatement()
			return
		}
		p.cur.verb, f.dml = Other, nil
		p.body(f)
	case "BEGIN", "START", "CALL", "EXEC", "EXECUTE", "DECLARE", "IF", "END", "ELSE":
		p.cur.verb, f.dml = Other, nil
		p.I++
		p.body(f)
	default:
		p.body(f)
	}
}

// create reads CREATE. What is created is written, and so is the table that an index or a trigger is created on.
func (p *parser) create(f *frame) {
	p.cur.verb = Create
	p.I++
	if p.Accept("OR") {
		p.I++
	}
	f.dml, f.args = nil, true
	temporary := false
	for p.Peek().Kind == lex.Word {
		switch {
		case p.Accept("TEMP", "TEMPORARY"):
			temporary = true
			continue
		case p.Accept("TABLE"), p.Accept("VIEW"):
			p.ifExists()
			if table := p.written(Create); temporary {
				p.temporary(table)
			}
			p.body(f)
			return
		case p.Accept("INDEX"), p.Accept("TRIGGER"), p.Accept("POLICY"), p.Accept("RULE"):
			p.createOn(f)
			return
		case p.Accept("PUBLICATION"), p.Word(0, "schema"), p.Accept("STATISTICS"), p.Word(0, "server"),
			p.Word(0, "database"), p.Word(0, "extension"), p.Word(0, "user"), p.Word(0, "role"), p.Accept("TYPE"):
			p.skipStatement()
			return
		case p.Accept("FUNCTION"), p.Accept("PROCEDURE"), p.Accept("SEQUENCE"):
			p.body(f) // a body in quotes is a string; one without is read
			return
		}
		p.I++
	}
	p.body(f)
}

// createOn reads what is created on a table. The words before ON are a name and, for a trigger, the events.
func (p *parser) createOn(f *frame) {
	for p.Key(0) != "ON" {
		if p.Closed() {
			return
		}
		p.I++
	}
	p.I++
	if p.Accept("SELECT", "UPDATE", "INSERT", "DELETE") { // the event of a rule
		p.Accept("TO")
	}
	p.Accept("ONLY")
	p.written(Create)
	if f.clause = elsewhere; p.Peek().Is("(") {
		p.SkipParens()
	}
	p.body(f)
}

// ifExists moves past IF [NOT] EXISTS and CONCURRENTLY.
func (p *parser) ifExists() {
	p.AcceptAll("CONCURRENTLY")
	if p.Accept("IF") {
		p.AcceptAll("NOT", "EXISTS")
	}
}

// alter reads ALTER. Its new names, of columns and tables, are no tables yet.
func (p *parser) alter(f *frame) {
	p.cur.verb = Alter
	p.I++
	p.AcceptAll("FOREIGN", "MATERIALIZED", "IGNORE")
	if !p.Accept("TABLE", "VIEW") {
		p.skipStatement()
		return
	}
	p.ifExists()
	p.Accept("ONLY")
	p.written(Alter)
	f.dml, f.args = nil, true
	p.body(f)
}

// drop reads DROP. MySQL drops an index, and PostgreSQL a trigger, ON a table.
func (p *parser) drop() {
	p.cur.verb = Drop
	p.I++
	p.AcceptAll("TEMPORARY", "MATERIALIZED", "FOREIGN")
	switch {
	case p.Accept("TABLE", "VIEW"):
		p.ifExists()
		p.list(func() { p.written(Drop) })
	case p.Accept("INDEX", "TRIGGER", "POLICY", "RULE"):
		p.ifExists()
		p.name()
		if p.Accept("ON") {
			p.written(Drop)
		}
	}
	p.skipStatement()
}

// truncate reads TRUNCATE.
func (p *parser) truncate(f *frame) {
	if p.At(1).Is("(") {
		p.body(f) // the function
		return
	}
	p.cur.verb = Truncate
	p.I++
	p.Accept("TABLE")
	p.list(func() { p.written(Truncate) })
	p.skipStatement()
}

// copy reads PostgreSQL's COPY.
func (p *parser) copy(f *frame) {
	p.cur.verb = Copy
	p.I++
	if p.Peek().Is("(") {
		f.dml = nil
		p.paren(f)
		p.skipStatement()
		return
	}
	index := p.written(Copy)
	p.SkipParens()
	if index >= 0 && p.Key(0) == "TO" {
		p.cur.refs[index].Write, p.cur.refs[index].Verb = false, Select
	}
	p.skipStatement()
}

// lockTable reads LOCK TABLE, and MySQL's LOCK TABLES a READ, b AS c WRITE. A lock alone writes nothing.
func (p *parser) lockTable() {
	p.cur.verb, p.cur.locks = Lock, true
	p.I++
	if !p.Accept("TABLE") && p.Word(0, "tables") {
		p.I++
	}
	p.list(func() {
		schema, name, parts := p.name()
		if parts > 0 {
			p.refer(Access{Schema: schema, Name: name, Verb: Lock}, p.suffix)
		}
		p.AcceptAll("READ", "LOCAL", "LOW_PRIORITY", "WRITE")
	})
	p.skipStatement()
}

// explain reads EXPLAIN, whose statement is taken as if it were run: ANALYZE does run it. DESCRIBE names a table.
func (p *parser) explain(f *frame) {
	p.cur.verb = Other
	p.I++
	p.AcceptAll("ANALYZE", "VERBOSE")
	p.SkipParens()
	switch {
	case p.Word(0, "query") && p.Word(1, "plan"):
		p.I += 2
	case p.Word(0, "format") && p.At(1).Is("="):
		p.I += 3
	}
	if p.Key(0) == "" && !p.Peek().Is("(") {
		p.read()
		p.skipStatement()
		return
	}
	if p.Key(0) == "WITH" && p.isCTE() {
		f.scope = p.ctes(f.scope)
	}
	p.dispatch(f)
}

// prepare reads PREPARE x AS … and DECLARE x CURSOR FOR …
func (p *parser) prepare(f *frame) {
	p.cur.verb = Other
	p.I++
	for n := 0; n < 12 && !p.Closed(); n++ {
		if p.Key(0) == "AS" || p.Key(0) == "FOR" && p.Key(1) != "UPDATE" {
			p.I++
			if p.Key(0) == "WITH" && p.isCTE() {
				f.scope = p.ctes(f.scope)
			}
			p.dispatch(f)
			return
		}
		if p.Peek().Is("(") {
			p.SkipParens()
			continue
		}
		p.I++
	}
	f.dml = nil
	p.body(f)
}

// rename reads MySQL's RENAME TABLE a TO b, c TO d.
func (p *parser) rename() {
	p.cur.verb = Alter
	p.I++
	if p.Accept("TABLE") {
		p.list(func() {
			p.written(Alter)
			if p.Accept("TO") {
				p.name()
			}
		})
	}
	p.skipStatement()
}

// load reads MySQL's LOAD DATA INFILE 'x' INTO TABLE t.
func (p *parser) load() {
	p.cur.verb = Copy
	for !p.Closed() {
		if p.Accept("INTO") {
			p.Accept("TABLE")
			p.written(Copy)
			break
		}
		p.I++
	}
	p.skipStatement()
}

// show reads SHOW, which names a table in few of its forms: SHOW TABLES FROM names a database.
func (p *parser) show() {
	p.cur.verb = Other
	p.I++
	p.AcceptAll("FULL")
	switch {
	case p.Accept("COLUMN", "FIELDS", "INDEX", "INDEXES", "KEYS") || p.Word(0, "columns"):
		if p.Word(0, "columns") {
			p.I++
		}
		if p.Accept("FROM", "IN") {
			p.read()
		}
	case p.Accept("CREATE"):
		if p.Accept("TABLE", "VIEW") {
			p.read()
		}
	}
	p.skipStatement()
}

// comment reads COMMENT ON TABLE, which changes the table's definition.
func (p *parser) comment() {
	p.cur.verb = Alter
	p.I++
	if p.Accept("ON") && p.Accept("TABLE", "VIEW") {
		p.written(Alter)
	}
	p.skipStatement()
}

// block reads PostgreSQL's DO $$ … $$, which runs at once. The body of CREATE FUNCTION does not, and is left alone:
// who calls the function runs it.
func (p *parser) block() {
	p.cur.verb = Other
	for n := 1; n < 4; n++ {
		body, pos, ok := p.At(n).Body()
		if !ok || p.texts > 1 {
			continue
		}
		for _, s := range parse(body, p.texts+1) {
			s.Pos += pos
			for i := range s.Places {
				s.Places[i] += pos
			}
			p.out = append(p.out, s)
		}
	}
	p.I++
}

// definition reads what names another table in the definition of a table.
func (p *parser) definition(f *frame) {
	key, before := p.Key(0), p.At(-1)
	p.I++
	if p.cur.verb != Create && p.cur.verb != Alter {
		return
	}
	switch key {
	case "REFERENCES":
		p.read()
	case "LIKE":
		// CREATE TABLE a (LIKE b), CREATE TABLE a LIKE b; in a CHECK, LIKE follows a column.
		if before.Is("(") && p.depth == 1 || before.Is(",") || p.I-1-p.cur.from < 9 && p.depth == 0 {
			p.read()
		}
	case "INHERITS":
		if p.AcceptOp("(") {
			p.list(p.read)
			p.AcceptOp(")")
		}
	case "PARTITION":
		if p.Accept("OF") {
			p.read()
		}
	}
}
