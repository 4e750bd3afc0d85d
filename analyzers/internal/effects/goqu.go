package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// goqu names a table by an expression, which packages keep in variables as they do
// names: var levels = goqu.S("inventory").Table("stock_levels"). It is worth the
// name, with a dot behind a schema that has no table yet.

// goquName evaluates the calls by which goqu writes a name. false: it is none.
func goquName(c *ssa.Call, next func(ssa.Value) []text) ([]text, bool) {
	callee, args := calleeOf(c)
	if callee == nil || callee.Pkg() == nil || len(args) == 0 || !isGoquName(c.Type()) {
		return nil, false
	}
	if path := catalog.Canonical(pkgPath(callee.Pkg())); path != goqu && path != goqu+"/exp" {
		return nil, false
	}
	switch callee.Name() {
	case "T", "I", "As":
		return next(args[0]), true
	case "S":
		return joined(next(args[0]), constTexts(".")), true
	case "Schema":
		if len(args) > 1 {
			return joined(next(args[1]), constTexts("."), next(args[0])), true
		}
	case "Table":
		if len(args) > 1 {
			return joined(schemas(next(args[0])), next(args[1])), true
		}
	}
	return nil, false
}

// schemas are the names that end in a dot; of others, which are tables already, the
// name that comes takes the place.
func schemas(names []text) []text {
	out := make([]text, 0, len(names))
	for _, t := range names {
		if s := t.String(); t.closed() && !strings.HasSuffix(s, ".") {
			t = text{}
		}
		out = append(out, t)
	}
	return out
}

// isGoquName reports whether a type may be a name of goqu's.
func isGoquName(t types.Type) bool {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil || catalog.Canonical(pkgPath(n.Obj().Pkg())) != goqu+"/exp" {
		return false
	}
	switch n.Obj().Name() {
	case "IdentifierExpression", "AliasedExpression", "Expression":
		return true
	}
	return false
}
