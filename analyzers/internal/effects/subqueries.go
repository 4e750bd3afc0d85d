package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// maxNesting bounds how deep queries within queries are read. One that is made
// of itself, in a loop, has no end.
const maxNesting = 3

// subqueries are the queries among a link's arguments, which are built like the
// whole and never run by themselves: Union(q), FromSelect(q, "x"),
// Where(goqu.C("id").In(q)). They see the names that are given.
func (l link) subqueries(ctes []string) [][]text {
	if l.frame == nil {
		return nil // a part of the chain that is not known
	}
	p := l.frame.e.p
	if p.nesting >= maxNesting {
		return nil
	}
	outer := p.ctes
	p.nesting, p.ctes = p.nesting+1, ctes
	defer func() { p.nesting, p.ctes = p.nesting-1, outer }()
	var out [][]text
	for _, v := range l.values(0) {
		out = append(out, l.queriesIn(v, 0)...)
	}
	for _, query := range l.expressions(takesColumns(l.name)) {
		out = append(out, joined(withPrefix(ctes), query))
	}
	return out
}

// isQuery reports whether a builder builds a query, rather than a condition.
func isQuery(t types.Type) bool {
	if !isBuilder(t) {
		return false
	}
	name := named(t).Obj().Name()
	return strings.HasSuffix(name, "Dataset") || strings.HasSuffix(name, "Builder")
}

// queriesIn are the queries of which a value is made.
func (l link) queriesIn(v ssa.Value, depth int) [][]text {
	if v == nil || depth > 3 {
		return nil
	}
	v = typed(v)
	if isQuery(v.Type()) {
		texts := l.frame.e.toSQL(v, 0)
		if slices.ContainsFunc(texts, func(t text) bool { return slices.Equal(t, hole()) }) {
			return nil // of no table that is known
		}
		return [][]text{texts}
	}
	if m, ok := l.frame.e.g.content(v).(*ssa.MakeMap); ok { // goqu.Record{"n": q}
		var out [][]text
		for _, ref := range *m.Referrers() {
			if u, ok := ref.(*ssa.MapUpdate); ok {
				out = append(out, l.queriesIn(u.Value, depth+1)...)
			}
		}
		return out
	}
	c, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	callee, args := calleeOf(c)
	if callee == nil || callee.Pkg() == nil || l.frame.e.p.firstPartyPath(pkgPath(callee.Pkg())) {
		return nil
	}
	if callee.Signature().Recv() != nil && isString(c.Type()) && len(args) > 0 {
		args = args[1:] // ub.Assign("name", q): the builder is the one that is being read
	}
	var out [][]text
	for _, a := range args {
		list := items(a)
		if list == nil {
			list = []ssa.Value{a}
		}
		for _, inner := range list {
			out = append(out, l.queriesIn(inner, depth+1)...)
		}
	}
	return out
}
