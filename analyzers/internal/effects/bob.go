package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// bobName is the name of a table or view of bob's, where it is made.
func bobName(c *ssa.Call, callee *types.Func) ssa.Value {
	switch callee.Name() {
	case "NewTable", "NewTablex", "NewView", "NewViewx":
		if len(c.Call.Args) > 1 && isStore(c.Type()) && strings.Contains(callee.Pkg().Path(), "/bob/dialect/") {
			return c.Call.Args[1]
		}
	}
	return nil
}

// bobCall handles the methods of bob's tables, as its generated models have
// them.
func (r *recorder) bobCall(e event) {
	c := e.call
	if c.shift() == 0 || !isStore(c.args[0].Type()) {
		return
	}
	verb := map[string]sqltext.Verb{"Query": sqltext.Select, "Insert": sqltext.Insert, "Update": sqltext.Update, "Delete": sqltext.Delete}[c.callee.Name()]
	if verb == "" {
		return
	}
	s := statement{verb: verb, table: identifiers(r.p.texts(r.g, c.args[0])), opaque: true}
	if verb == sqltext.Insert && len(r.lastLink(c).rest(0)) > 1 { // mods beside the values
		s.upsert([][]text{{hole()}})
	}
	r.statement(e, &s)
}
