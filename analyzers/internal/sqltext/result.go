package sqltext

import (
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// ref is one mention of a table.
type ref struct {
	Access
	alias string
	pos   int  // of its name
	depth int  // of parentheses
	dead  bool // it turned out to be an alias
}

// exposed is the name by which the rest of the statement knows the table.
func (r *ref) exposed() string {
	if r.alias != "" {
		return r.alias
	}
	return r.Name
}

// builder collects what one statement does.
type builder struct {
	verb        Verb
	refs        []ref
	set         []string
	assigned    []Assignment
	conditions  []Comparison
	locks       bool
	temporary   string // table that it creates
	prefixes    int    // EXPLAIN, PREPARE and the like before the statement proper
	from        int    // index of its first token
	pos         int
	target      int // index of the main written table, or -1
	targetDepth int
}

// begin starts a statement at the next token.
func (p *parser) begin(verb Verb) {
	p.cur = &builder{verb: verb, from: p.I, pos: max(p.Peek().Pos, 0), target: -1}
}

// verbOf sets the verb of the statement, unless the one given is that of a CTE.
func (b *builder) verbOf(verb Verb, depth int) {
	if depth == 0 {
		b.verb = verb
	}
}

// upsert notes that an INSERT overwrites.
func (b *builder) upsert(depth int) {
	if depth == 0 && (b.verb == Insert || b.verb == Fragment) {
		b.verb = Upsert
	}
}

// main chooses the table that the statement is about: that of its outermost level.
func (b *builder) main(d *dml, depth int) {
	if len(d.targets) > 0 && (b.target < 0 || depth < b.targetDepth) {
		b.target, b.targetDepth = d.targets[0], depth
	}
}

// column notes a column that is given a value.
func (b *builder) column(name string) {
	if len(b.set) > 200 {
		return // searched one by one: no table that matters has so many
	}
	for _, s := range b.set {
		if s == name {
			return
		}
	}
	b.set = append(b.set, name)
}

// temporary notes that a table is temporary: nobody owns it.
func (p *parser) temporary(table int) {
	if table < 0 || p.cur.refs[table].Schema != "" {
		return
	}
	p.cur.temporary = p.cur.refs[table].Name
	if p.temps == nil {
		p.temps = map[string]bool{}
	}
	p.temps[strings.ToLower(p.cur.temporary)] = true
}

// empty reports whether nothing was found.
func (b *builder) empty() bool {
	return len(b.refs) == 0 && len(b.set) == 0 && len(b.conditions) == 0
}

// accessKey is what makes two accesses the same.
type accessKey struct {
	schema, name string
	write        bool
}

// finish adds the statement to the result.
func (p *parser) finish() {
	b := p.cur
	s := Statement{Verb: b.verb, SetColumns: b.set, Assigned: b.assigned, Conditions: b.conditions, Locks: b.locks, Temporary: b.temporary, Pos: b.pos}
	seen := make(map[accessKey]int, len(b.refs))
	target := -1
	for i, r := range b.refs {
		if r.dead || r.Schema == "" && p.temps[strings.ToLower(r.Name)] {
			continue
		}
		key := accessKey{r.Schema, r.Name, r.Write}
		at, double := seen[key]
		if !double {
			at = len(s.Accesses)
			seen[key] = at
			s.Accesses = append(s.Accesses, r.Access)
			s.Places = append(s.Places, r.pos)
		}
		if i == b.target || b.target < 0 && target < 0 && r.Write {
			target = at
		}
	}
	if target >= 0 {
		s.Target = &s.Accesses[target]
	}
	s.InsertOnly = insertOnly(s.Accesses)
	p.out = append(p.out, s)
}

// insertOnly reports whether all that is written is new rows.
func insertOnly(list []Access) bool {
	inserts := false
	for _, a := range list {
		if a.Write && a.Verb != Insert {
			return false
		}
		inserts = inserts || a.Write
	}
	return inserts
}

// statement reads one statement or fragment.
func (p *parser) statement() {
	p.begin(Fragment)
	f := &frame{top: true, clause: inWhere, dml: &dml{verb: Fragment, record: true}}
	if p.Key(0) == "WITH" && p.isCTE() {
		f.scope = p.ctes(nil)
	}
	p.dispatch(f)
	if another := p.I < len(p.Toks) && !p.Peek().Is(";"); another && p.cur.empty() && !p.cur.locks {
		return // what stood before the statement that begins here is no statement: BEGIN, ELSE
	}
	p.finish()
}

// dispatch reads a statement by its first word.
func (p *parser) dispatch(f *frame) {
	switch key := p.Key(0); key {
	case "SELECT", "VALUES", "TABLE":
		p.cur.verb = Select
		f.dml = nil
		p.query(f)
	case "INSERT", "UPDATE", "DELETE", "MERGE":
		p.query(f)
	case "REPLACE", "UPSERT":
		if p.At(1).Is("(") {
			p.body(f) // the function
			return
		}
		p.query(f)
	case "":
		if p.At(0).Is("(") && p.opensQuery() {
			p.cur.verb = Select
			f.dml = nil
		}
		if !p.plainStatement() {
			p.body(f)
		}
	default:
		p.definitions(f, key)
	}
}

// opensQuery reports whether a query begins after the parentheses that open here.
func (p *parser) opensQuery() bool {
	n := 0
	for p.At(n).Is("(") && n < maxDepth {
		n++
	}
	return p.subquery(n)
}

// plainStatement moves past statements without tables that begin with no keyword.
func (p *parser) plainStatement() bool {
	t := p.Peek()
	if t.Kind != lex.Word || p.At(1).Kind == lex.Op && !p.At(1).Is(";") {
		return false
	}
	switch {
	case p.Word(0, "commit"), p.Word(0, "rollback"), p.Word(0, "savepoint"), p.Word(0, "release"),
		p.Word(0, "vacuum"), p.Word(0, "reindex"), p.Word(0, "pragma"), p.Word(0, "listen"), p.Word(0, "notify"),
		p.Word(0, "unlisten"), p.Word(0, "discard"), p.Word(0, "reset"), p.Word(0, "checkpoint"),
		p.Word(0, "unlock"), p.Word(0, "flush"), p.Word(0, "optimize"), p.Word(0, "kill"), p.Word(0, "import"),
		p.Word(0, "security"), p.Word(0, "deallocate"), p.Word(0, "close"):
		p.cur.verb = Other
		p.skipStatement()
		return true
	}
	return false
}
