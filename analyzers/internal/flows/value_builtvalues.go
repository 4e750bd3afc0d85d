package flows

import (
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A builder of statements is given the values of a row in the order of its columns, and the
// statement made of that is mostly run elsewhere in the function:
//
//	query, args, err := b.Insert("seen").Columns("id", "seen_at").Values(e.ID, time.Now()).
//		Suffix("ON CONFLICT (id) DO UPDATE SET seen_at = EXCLUDED.seen_at").ToSql()
//
// What EXCLUDED stands for there is among them.

// builtColumns are the columns of such a statement, as the engine writes it down.
var builtColumns = regexp.MustCompile(`(?is)\bINTO\s+\S+\s*\(([^)]*)\) VALUES \(1\) `)

// builtValues are the values that a builder was given for the one row which it inserts; nil
// where they cannot be told one by one.
func (t *tracker) builtValues(s effects.Site) []ssa.Value {
	if made, ok := lastArg(s).(*ssa.Extract); ok {
		call, ok := made.Tuple.(*ssa.Call)
		if !ok || calleeOf(call) == nil || calleeOf(call).Name() != "ToSql" {
			return nil
		}
		s = t.site(call)
	}
	var values []ssa.Value
	calls, whole := t.chainOf(s)
	for _, s := range calls {
		if s.Callee == nil || !ofSquirrel(s) {
			continue
		}
		switch s.Callee.Name() {
		case "Values":
			if values != nil {
				return nil // several rows
			}
			values = variadic(s)
		case "Prefix", "Suffix":
			if len(variadic(s)) > 0 {
				return nil // more values, before or after
			}
		case "SetMap", "Select", "PrefixExpr", "SuffixExpr":
			return nil
		}
	}
	if !whole {
		return nil
	}
	return values
}

// ofSquirrel reports whether a call is one of squirrel's.
func ofSquirrel(s effects.Site) bool {
	return s.Callee.Pkg() != nil && strings.HasSuffix(effects.PkgPath(s.Callee.Pkg()), "/squirrel")
}
