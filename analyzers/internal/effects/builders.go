package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// squirrel is the path of the query builder whose chains are read back into
// SQL: only what names tables, the rest does not matter.
const squirrel = "github.com/Masterminds/squirrel"

// runsBuilder reports whether a call runs the query that a builder has built.
func runsBuilder(c *call) bool {
	if c.shift() == 0 || !isBuilder(c.args[0].Type()) {
		return false
	}
	switch strings.TrimSuffix(c.callee.Name(), "Context") {
	case "Exec", "Query", "QueryRow", "Scan":
		return true
	}
	return false
}

// toSQL evaluates the SQL that a builder's chain amounts to.
func (e *evaluator) toSQL(v ssa.Value, depth int) []text {
	*e.fuel--
	if depth > maxTextDepth || *e.fuel < 0 || e.active[v] {
		return []text{hole()}
	}
	e.active[v] = true
	defer delete(e.active, v)
	next := func(v ssa.Value) []text { return e.toSQL(v, depth+1) }
	switch v := v.(type) {
	case *ssa.Phi:
		return union(v.Edges, next)
	case *ssa.UnOp:
		if global, ok := v.X.(*ssa.Global); ok && isBuilder(global.Type()) {
			return []text{nil} // StatementBuilder with a placeholder format
		}
		if stored := e.g.stores()[e.g.cell(v.X)]; len(stored) > 0 {
			return union(stored, next)
		}
	case *ssa.Call:
		return e.chain(v, next)
	}
	return []text{hole()}
}

func isBuilder(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Pkg() != nil && catalog.Canonical(pkgPath(n.Obj().Pkg())) == squirrel
}

// chain evaluates one call of a builder's chain.
func (e *evaluator) chain(c *ssa.Call, next func(ssa.Value) []text) []text {
	obj := staticFunc(&c.Call)
	if obj == nil {
		return []text{hole()}
	}
	if catalog.Canonical(pkgPath(obj.Pkg())) != squirrel {
		return passedOn(c, next)
	}
	before, args := []text{nil}, c.Call.Args
	if obj.Signature().Recv() != nil {
		before, args = next(args[0]), args[1:]
	}
	return concat(before, e.clause(obj.Name(), args))
}

// passedOn: a helper that takes a builder and gives one back adds conditions.
func passedOn(c *ssa.Call, next func(ssa.Value) []text) []text {
	if isBuilder(c.Type()) {
		for _, a := range c.Call.Args {
			if isBuilder(a.Type()) {
				return next(a)
			}
		}
	}
	return []text{hole()}
}

// clause is what one call adds to the statement, as far as it names a table.
func (e *evaluator) clause(name string, args []ssa.Value) []text {
	word, ok := map[string]string{
		"Select": " SELECT 1", "From": " FROM ", "Into": " ", "Insert": " INSERT INTO ", "Replace": " REPLACE INTO ",
		"Update": " UPDATE ", "Table": " ", "Delete": " DELETE FROM ", "Join": " JOIN ", "LeftJoin": " LEFT JOIN ",
		"RightJoin": " RIGHT JOIN ", "InnerJoin": " INNER JOIN ", "CrossJoin": " CROSS JOIN ", "JoinClause": " ",
		"Suffix": " ", "Prefix": " ",
	}[name]
	switch {
	case !ok || len(args) == 0:
		return []text{nil}
	case name == "Select":
		return []text{constText(word)}
	}
	v := stringOf(args[0])
	if v == nil {
		return []text{constText(word + string(sqltext.Hole))}
	}
	out := concat([]text{constText(word)}, e.eval(v, maxTextDepth/2))
	if strings.HasPrefix(word, " UPDATE") {
		out = concat(out, []text{constText(" SET x = 1")})
	}
	if strings.Contains(word, "INTO") {
		out = concat(out, []text{constText(" (x) VALUES (1)")})
	}
	return out
}
