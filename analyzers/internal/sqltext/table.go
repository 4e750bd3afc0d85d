package sqltext

import (
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// noTable are the words that name no table where a table is expected, without quotes: the clause is empty there, or
// this is no clause.
func noTable(key string) bool {
	switch key {
	case "SELECT", "FROM", "WHERE", "JOIN", "ON", "USING", "SET", "VALUES", "GROUP", "ORDER", "HAVING", "LIMIT", "AS",
		"UNION", "EXCEPT", "INTERSECT", "AND", "OR", "NOT", "WHEN", "THEN", "CASE", "INNER", "LEFT", "RIGHT", "FULL",
		"CROSS", "NATURAL", "OUTER", "INTO", "IN", "IS", "RETURNING", "STDIN", "STDOUT":
		return true
	}
	return false
}

// noAlias are the words that may follow a table and are no alias of it.
func noAlias(key string) bool {
	switch key {
	case "OFFSET", "FETCH", "FOR", "WINDOW", "WITH", "TABLESAMPLE", "USE", "FORCE", "IGNORE", "PARTITION", "INDEXED",
		"DO", "LOCK", "OUTPUT", "OPTION", "PIVOT", "UNPIVOT", "APPLY", "END", "ELSE", "TO", "BEGIN", "CASCADE",
		"RESTRICT", "RESTART", "CONTINUE", "DELETE", "INSERT", "UPDATE", "MERGE", "QUALIFY", "CONNECT", "OVERRIDING",
		"MINUS", "STRAIGHT_JOIN", "LATERAL", "DEFAULT", "DROP", "ADD", "ALTER", "RENAME", "READ", "WRITE", "SKIP",
		"NOWAIT", "DECLARE", "IF", "EXEC", "EXECUTE", "TABLE", "RANGE", "REFERENCES", "FINAL", "SETTINGS":
		return true
	}
	return noTable(key)
}

// name reads a name of one or several parts and keeps the last two. parts is 0 if there is none.
func (p *parser) name() (schema, name string, parts int) {
	t := p.Peek()
	if !t.Ident() && t.Kind != lex.Param || noTable(t.Key) {
		return "", "", 0
	}
	name, parts = t.Name(), 1
	p.named = t.Pos
	p.I++
	for p.Peek().Is(".") {
		empty := p.At(1).Is(".") // db..users
		n := 1
		if empty {
			n = 2
		}
		if next := p.At(n); !next.Ident() && next.Kind != lex.Param {
			break
		}
		p.I += n
		schema, name = name, p.Peek().Name()
		if empty {
			schema = ""
		}
		p.I++
		parts++
	}
	return schema, name, parts
}

// table reads one element of a FROM list and what belongs to it. It returns the index of the table among the
// statement's, or -1 if it is none: a subquery, a function, a CTE, a variable.
func (p *parser) table(f *frame) int {
	p.AcceptAll("ONLY", "LATERAL")
	if p.Key(0) == "TABLE" && p.At(1).Is("(") {
		p.I++ // TABLE(function(…))
	}
	if p.Peek().Is("(") {
		return p.parenTable(f)
	}
	if p.Key(0) == "ROWS" && p.Key(1) == "FROM" {
		p.I += 2
		p.arguments(f)
		p.suffix()
		return -1
	}
	if isVariable(p.Peek()) {
		p.I++
		p.suffix()
		return -1
	}
	schema, name, parts := p.name()
	if parts == 0 {
		return -1
	}
	if p.Peek().Is("(") && !p.hint(1) {
		p.arguments(f)
		p.suffix()
		return -1
	}
	if f.scope != nil && parts == 1 {
		if cte := f.scope.find(name); cte != nil {
			if f.dml != nil && f.dml.cte == nil {
				f.dml.cte = cte
			}
			p.suffix()
			return -1
		}
	}
	return p.refer(Access{Schema: schema, Name: name, Verb: Select}, p.suffix)
}

// refer notes the table whose name was read last, and reads its alias.
func (p *parser) refer(a Access, alias func() string) int {
	index := len(p.cur.refs)
	p.cur.refs = append(p.cur.refs, ref{Access: a, pos: p.named, depth: p.depth})
	if x := alias(); x != "" {
		p.cur.refs[index].alias = x
	}
	return index
}

// written reads a name and notes it as a table that is written. It returns its index, or -1.
func (p *parser) written(verb Verb) int {
	if isVariable(p.Peek()) {
		p.I++
		return -1
	}
	schema, name, parts := p.name()
	if parts == 0 {
		return -1
	}
	return p.refer(Access{Schema: schema, Name: name, Write: true, Verb: verb}, func() string { return "" })
}

// read reads a name and notes it as a table that is read.
func (p *parser) read() {
	if schema, name, parts := p.name(); parts > 0 {
		p.refer(Access{Schema: schema, Name: name, Verb: Select}, func() string { return "" })
	}
}

// list reads a list of names with read.
func (p *parser) list(one func()) {
	for {
		p.Accept("ONLY")
		one()
		p.AcceptOp("*")
		if !p.AcceptOp(",") {
			return
		}
	}
}

// parenTable reads a subquery or joined tables in parentheses, and the alias.
func (p *parser) parenTable(f *frame) int {
	index := -1
	count := len(p.cur.refs)
	p.inner(func() {
		if p.startsQuery() {
			p.query(&frame{scope: f.scope})
			return
		}
		sub := &frame{scope: f.scope, clause: inFrom}
		index = p.table(sub)
		p.body(sub)
	})
	alias := p.suffix()
	if index < 0 || len(p.cur.refs) != count+1 {
		return -1 // several tables, or none
	}
	if alias != "" {
		p.cur.refs[index].alias = alias
	}
	return index
}

// arguments reads the arguments of a function.
func (p *parser) arguments(f *frame) {
	if !p.Peek().Is("(") {
		return
	}
	p.inner(func() { p.body(&frame{scope: f.scope, args: !p.startsQuery()}) })
}

// hint reports whether SQL Server's hints stand n places on: users (NOLOCK).
func (p *parser) hint(n int) bool {
	t := p.At(n)
	if t.Kind != lex.Word {
		return false
	}
	switch strings.ToLower(t.Text) {
	case "nolock", "holdlock", "updlock", "rowlock", "readpast", "tablock", "tablockx", "xlock", "paglock",
		"readuncommitted", "readcommitted", "repeatableread", "serializable", "nowait", "forceseek":
		return true
	}
	return false
}

// suffix reads what may stand after a table: its alias, hints, a sample. It returns the alias.
func (p *parser) suffix() string {
	alias := ""
	for {
		switch t := p.Peek(); {
		case t.Is("(") && (alias != "" || p.hint(1)):
			p.SkipParens() // the columns of the alias, or hints
			if p.Closed() {
				return alias
			}
		case t.Is("*"):
			p.I++
		case t.Key == "AS":
			p.I++
			if a := p.alias(); a != "" {
				alias = a
			}
		case t.Key == "WITH" && p.At(1).Is("("):
			p.I++
			p.SkipParens()
		case t.Key == "WITH" && p.Key(1) == "ORDINALITY":
			p.I += 2
		case t.Key == "TABLESAMPLE":
			p.I += 2
			p.SkipParens()
			if p.Word(0, "repeatable") {
				p.I++
				p.SkipParens()
			}
		case t.Key == "USE" || t.Key == "FORCE" || t.Key == "IGNORE":
			p.indexHint()
		case t.Key == "PARTITION" && p.At(1).Is("("):
			p.I++
			p.SkipParens()
		case t.Key == "INDEXED" && p.Key(1) == "BY":
			p.I += 3
		case t.Key == "NOT" && p.Key(1) == "INDEXED", t.Key == "FINAL":
			p.I += 2 - len(t.Key)/5 // FINAL is one word
		case alias == "" && t.Ident() && !noAlias(t.Key):
			p.I++
			alias = t.Name()
		default:
			return alias
		}
	}
}

// alias reads what follows AS: a name, a list of columns, or CockroachDB's OF SYSTEM TIME.
func (p *parser) alias() string {
	t := p.Peek()
	switch {
	case t.Key == "OF":
		p.I++
		for p.Word(0, "system") || p.Word(0, "time") {
			p.I++
		}
		return ""
	case t.Is("("):
		p.SkipParens()
		return ""
	case t.Ident() || t.Kind == lex.String:
		p.I++
		return t.Name()
	}
	return ""
}

// indexHint moves past MySQL's USE INDEX FOR JOIN (a, b).
func (p *parser) indexHint() {
	p.I++
	if !p.Accept("INDEX", "KEY") {
		return
	}
	if p.Accept("FOR") {
		p.AcceptAll("JOIN", "ORDER", "GROUP", "BY")
	}
	p.SkipParens()
}
