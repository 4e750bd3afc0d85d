package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A table's name may come in parts, and as a value of a library's own: pgx takes
// a list of the parts, bob an expression. Both are worth the text, with a dot
// between the parts.

// isIdentifier reports whether a type is pgx's list of a name's parts.
func isIdentifier(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Name() == "Identifier" && n.Obj().Pkg() != nil && catalog.Canonical(pkgPath(n.Obj().Pkg())) == "github.com/jackc/pgx"
}

// isParts reports whether a type is a list of strings.
func isParts(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	return ok && isString(s.Elem())
}

// dotted is the name whose parts are in another package's list.
func dotted(list []summary.Entry) []text {
	parts := make([]string, len(list))
	for i, entry := range list {
		parts[i] = entry.Value
	}
	return constTexts(strings.Join(parts, "."))
}

// nameOf evaluates the calls by which libraries write a table's name.
func nameOf(c *ssa.Call, obj *types.Func, next func(ssa.Value) []text) ([]text, bool) {
	args := c.Call.Args
	switch path := catalog.Canonical(pkgPath(obj.Pkg())); {
	case path == "github.com/jackc/pgx" && obj.Name() == "Sanitize", path == "strings" && obj.Name() == "Split":
		return next(args[0]), true
	case strings.HasPrefix(path, "github.com/stephenafamo/bob/dialect/"):
		switch obj.Name() {
		case "Quote":
			return joinAll(elements(args[0]), ".", next), true
		case "Raw", "Name", "NameAs":
			return next(args[0]), true
		}
	case path == "github.com/gocraft/dbr" && obj.Name() == "As":
		return next(args[0]), true
	}
	return nil, false
}

// copies describes the call of a method that copies rows into a table, behind an
// interface of the project's: generated code takes its connection so. Nil for
// other calls.
func copies(c *call) *catalog.Entry {
	if !c.invoke {
		return nil
	}
	params := c.callee.Signature().Params()
	for i := range params.Len() {
		if isIdentifier(params.At(i).Type()) {
			return &catalog.Entry{Role: catalog.Table, Arg: i, Write: true}
		}
	}
	return nil
}
