package sqltext

import (
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// scope is a chain of the CTEs that can be named at some place, the innermost first.
type scope struct {
	name   string
	first  int // the tables that its body names are refs[first:last]
	last   int
	depth  int // how many others can be seen from here
	parent *scope
}

// maxCTEs bounds how many CTEs are kept in mind at one place.
const maxCTEs = 500

// find returns the CTE of that name, or nil. Case does not matter: the dialects disagree, and nobody names a CTE and a
// table so that only case tells them apart.
func (s *scope) find(name string) *scope {
	for ; s != nil; s = s.parent {
		if strings.EqualFold(s.name, name) {
			return s
		}
	}
	return nil
}

// isCTE reports whether the WITH that comes next begins a list of CTEs, and is none of WITH ORDINALITY, WITH TIES,
// WITH (NOLOCK), WITH DATA.
func (p *parser) isCTE() bool {
	n := 1
	if p.Key(n) == "RECURSIVE" && p.Key(n+1) != "AS" {
		n++
	}
	if !p.At(n).Ident() {
		return false
	}
	n++
	if p.At(n).Is("(") {
		for n++; p.At(n).Ident() || p.At(n).Is(","); n++ {
		}
		if !p.At(n).Is(")") {
			return false
		}
		n++
	}
	if p.Key(n) != "AS" {
		return false
	}
	return p.At(n+1).Is("(") || p.Key(n+1) == "MATERIALIZED" || p.Key(n+1) == "NOT"
}

// ctes reads a list of CTEs and returns the scope in which what follows stands.
//
// A CTE is seen by those after it. It is seen by itself only if it is recursive, so that in
// 'WITH users AS (SELECT … FROM users) …' the inner users is the table. SQL Server has no RECURSIVE, so there each is.
func (p *parser) ctes(outer *scope) *scope {
	p.I++ // WITH
	recursive := p.Key(0) == "RECURSIVE" && p.Key(1) != "AS"
	if recursive {
		p.I++
	}
	for p.Peek().Ident() {
		if outer != nil && outer.depth >= maxCTEs {
			break // what is left is searched for tables as if it had no names
		}
		cte := &scope{name: p.Peek().Name(), first: len(p.cur.refs), parent: outer}
		if outer != nil {
			cte.depth = outer.depth + 1
		}
		p.I++
		p.SkipParens()
		p.AcceptAll("AS", "NOT", "MATERIALIZED")
		if !p.Peek().Is("(") {
			break
		}
		visible := outer
		if recursive || p.tsql {
			visible = cte
		}
		p.inner(func() { p.query(&frame{scope: visible}) })
		cte.last = len(p.cur.refs)
		outer = cte
		p.searchCycle()
		if !p.AcceptOp(",") {
			break
		}
	}
	return outer
}

// searchCycle moves past PostgreSQL's SEARCH … SET … and CYCLE … SET … USING …
func (p *parser) searchCycle() {
	if !p.Word(0, "search") && !p.Word(0, "cycle") {
		return
	}
	for !p.Closed() && !p.startsQuery() && p.Key(0) != "INSERT" {
		if p.Peek().Is(",") && p.At(1).Ident() && (p.Key(2) == "AS" || p.At(2).Is("(")) {
			return
		}
		p.I++
	}
}

// query reads a statement that can stand in parentheses too: a query, or one that changes rows, in a CTE.
func (p *parser) query(f *frame) {
	if p.Key(0) == "WITH" && p.isCTE() {
		f.scope = p.ctes(f.scope)
	}
	switch p.Key(0) {
	case "INSERT", "REPLACE", "UPSERT":
		p.insert(f)
	case "UPDATE":
		p.update(f)
	case "DELETE":
		p.delete(f)
	case "MERGE":
		p.merge(f)
	case "TABLE":
		if p.At(1).Ident() {
			p.I++
			p.table(f)
		}
		p.body(f)
	default:
		p.body(f)
	}
}

// isVariable reports whether the token is SQL Server's @variable, which may hold a table of its own.
func isVariable(t lex.Token) bool { return t.Kind == lex.Param && t.Text[0] == '@' }
