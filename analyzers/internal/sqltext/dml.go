package sqltext

import (
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// change begins a statement that changes rows.
func (p *parser) change(f *frame, verb Verb) *dml {
	p.cur.verbOf(verb, p.depth)
	f.dml = &dml{verb: verb, first: len(p.cur.refs), set: -1, depth: p.depth}
	f.clause = elsewhere
	return f.dml
}

// insert reads INSERT, REPLACE, and CockroachDB's UPSERT.
func (p *parser) insert(f *frame) {
	verb := Insert
	if p.Key(0) != "INSERT" {
		verb = Upsert
	}
	p.I++
	d := p.change(f, verb)
	p.AcceptAll("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "IGNORE", "OVERWRITE")
	if p.Accept("OR") {
		if p.Key(0) == "REPLACE" {
			d.verb = Upsert
		}
		p.I++
	}
	p.Accept("INTO")
	p.Accept("TABLE")
	target := p.written(d.verb)
	p.target(d, target)
	if p.Accept("AS") && p.Peek().Ident() {
		p.insertAlias(target)
	}
	if p.Peek().Is("(") && !p.subquery(1) {
		p.columnList()
	}
	p.body(f)
	p.resolve(f)
}

// insertAlias reads the alias of a table that is inserted into.
func (p *parser) insertAlias(target int) {
	if target >= 0 {
		p.cur.refs[target].alias = p.Peek().Name()
	}
	p.I++
}

// maxNames bounds the lists that are searched one by one, far beyond what anybody writes.
const maxNames = 64

// target notes what the statement is said to write.
func (p *parser) target(d *dml, index int) {
	if index >= 0 && len(d.targets) < maxNames {
		d.targets = append(d.targets, index)
	}
}

// columnList reads the columns in parentheses after INSERT INTO x.
func (p *parser) columnList() {
	p.inner(func() {
		for !p.Closed() {
			if t := p.Peek(); t.Ident() {
				p.cur.column(t.Name())
			}
			if p.Peek().Is("(") {
				p.SkipParens()
				continue
			}
			p.I++
		}
	})
}

// update reads UPDATE. Its list of tables is one of tables that are read until resolve decides.
func (p *parser) update(f *frame) {
	p.I++
	d := p.change(f, Update)
	d.record = true
	p.AcceptAll("LOW_PRIORITY", "IGNORE")
	if p.Accept("OR") {
		p.I++
	}
	if p.Accept("TOP") {
		p.SkipParens()
	}
	f.clause = inFrom
	p.target(d, p.table(f))
	p.body(f)
	p.resolve(f)
}

// delete reads DELETE in its three forms: FROM table, MySQL's 'aliases FROM tables', and without FROM.
func (p *parser) delete(f *frame) {
	p.I++
	d := p.change(f, Delete)
	d.record = true
	p.AcceptAll("LOW_PRIORITY", "QUICK", "IGNORE")
	if p.Accept("TOP") {
		p.SkipParens()
	}
	p.Accept("FROM")
	for {
		p.target(d, p.table(f))
		if p.Peek().Is(".") { // a.*
			p.I++
			p.AcceptOp("*")
		}
		if !p.AcceptOp(",") {
			break
		}
	}
	d.set = len(p.cur.refs)
	p.body(f)
	p.resolve(f)
}

// merge reads MERGE INTO.
func (p *parser) merge(f *frame) {
	p.I++
	d := p.change(f, Merge)
	d.record = true
	if p.Accept("TOP") {
		p.SkipParens()
	}
	p.Accept("INTO")
	p.target(d, p.table(f))
	p.body(f)
	p.resolve(f)
}

// mergeWhen reports whether the WHEN before this place begins a branch of MERGE and is none of CASE.
func (p *parser) mergeWhen() bool {
	return p.Key(0) == "MATCHED" || p.Key(0) == "NOT" && p.Key(1) == "MATCHED"
}

// set reads the SET of the statement's own level: columns are assigned from here on.
func (p *parser) set(f *frame) {
	p.I++
	d := f.dml
	if d == nil || f.args {
		return
	}
	if d.set < 0 {
		d.set = len(p.cur.refs)
	}
	f.clause, f.column, f.assign = inSet, true, ""
}

// column reads a column that is assigned: [table.]column = …
func (p *parser) column(f *frame) {
	t := p.Peek()
	qual, name := "", t.Name()
	p.I++
	for p.Peek().Is(".") && p.At(1).Ident() {
		qual, name = name, p.At(1).Name()
		p.I += 2
	}
	switch op := p.Peek(); {
	case op.Is("=") || op.Is(":=") || op.Is("+=") || op.Is("-="):
		p.I++
	case t.Kind == lex.Blank: // SET %s
		return
	default:
		return
	}
	f.column, f.assign = false, name
	p.cur.column(name)
	p.assigned(name, !p.Toks[p.I-1].Is("=") && !p.Toks[p.I-1].Is(":="))
	if qual != "" && f.dml != nil && len(f.dml.quals) < maxNames {
		f.dml.quals = append(f.dml.quals, qual)
	}
}

// columnRow reads the columns of SET (a, b) = (…), up to the end of the parentheses.
func (p *parser) columnRow(f *frame) {
	for p.Peek().Ident() {
		p.cur.column(p.Peek().Name())
		p.I++
		if !p.AcceptOp(",") {
			break
		}
	}
	f.column = false
}

// on reads ON CONFLICT and ON DUPLICATE KEY UPDATE. Any other ON is the condition of a join, or ON UPDATE CASCADE.
func (p *parser) on(f *frame) {
	p.I++
	switch {
	case p.Accept("DUPLICATE"):
		p.AcceptAll("KEY")
		if p.Accept("UPDATE") && f.dml != nil {
			p.overwrites(f)
			f.clause, f.column, f.assign = inSet, true, ""
		}
	case p.Accept("CONFLICT"):
		f.clause = elsewhere
		p.SkipParens()
		if p.Accept("ON") && p.Accept("CONSTRAINT") {
			p.I++
		}
		if f.dml != nil && p.Accept("WHERE") {
			// The predicate of a partial index says nothing about the order of writes.
			f.dml.record = false
			f.clause = inWhere
		}
	default:
		p.Accept("UPDATE", "DELETE")
	}
}

// do reads DO UPDATE and DO NOTHING.
func (p *parser) do(f *frame) {
	p.I++
	if f.dml != nil && p.Accept("UPDATE") {
		p.overwrites(f)
		f.clause = elsewhere
	} else {
		p.Accept("NOTHING")
	}
}

// overwrites notes that an INSERT may change rows that are there already.
func (p *parser) overwrites(f *frame) {
	d := f.dml
	d.record = true
	if d.verb == Insert || d.verb == Fragment {
		for _, i := range d.targets {
			p.cur.refs[i].Verb = Upsert
		}
		d.verb = Upsert
		p.cur.upsert(p.depth)
	}
}

// resolve finds out which of the tables a statement writes.
func (p *parser) resolve(f *frame) {
	d := f.dml
	for _, i := range d.targets {
		p.write(i, d.verb)
	}
	switch d.verb {
	case Update:
		if d.set > d.first+1 && len(d.quals) > 0 {
			p.resolveJoined(d)
			break
		}
		p.resolveAlias(d)
	case Delete:
		p.resolveAlias(d)
	}
	if c := d.cte; c != nil && len(d.targets) == 0 && c.first < c.last && (d.verb == Update || d.verb == Delete) {
		p.write(c.first, d.verb) // SQL Server writes through a CTE
	}
	p.cur.main(d, p.depth)
}

// write marks a table as written.
func (p *parser) write(i int, verb Verb) {
	p.cur.refs[i].Write, p.cur.refs[i].Verb = true, verb
}

// resolveJoined handles MySQL's UPDATE of joined tables: written are those whose columns are assigned.
func (p *parser) resolveJoined(d *dml) {
	var targets []int
	for i := d.first; i < d.set; i++ {
		r := &p.cur.refs[i]
		if r.depth == d.depth && containsFold(d.quals, r.exposed()) {
			targets = append(targets, i)
		}
	}
	if len(targets) == 0 {
		return
	}
	for _, i := range d.targets {
		p.cur.refs[i].Write, p.cur.refs[i].Verb = false, Select
	}
	for _, i := range targets {
		p.write(i, d.verb)
	}
	d.targets = targets
}

// resolveAlias handles UPDATE o SET … FROM orders o, and DELETE o FROM orders o: what was named as the target is an
// alias, or one more name, of a table in the list that follows.
func (p *parser) resolveAlias(d *dml) {
	if d.set < 0 {
		return
	}
	for n, target := range d.targets {
		t := &p.cur.refs[target]
		for i := d.set; i < len(p.cur.refs); i++ {
			r := &p.cur.refs[i]
			named := strings.EqualFold(r.exposed(), t.Name) && (t.Schema == "" || strings.EqualFold(r.Schema, t.Schema))
			if r.depth == d.depth && !r.Write && t.alias == "" && t.Name != Unknown && named {
				t.dead = true
				p.write(i, d.verb)
				d.targets[n] = i
				break
			}
		}
	}
}

// containsFold reports whether the list contains the name, whatever its case.
func containsFold(list []string, name string) bool {
	for _, s := range list {
		if strings.EqualFold(s, name) {
			return true
		}
	}
	return false
}
