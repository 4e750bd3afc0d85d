package effects

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/config/catalog"
)

func isUpperResult(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Name() == "Result" && n.Obj().Pkg() != nil && catalog.Canonical(pkgPath(n.Obj().Pkg())) == "github.com/upper/db"
}

// upperCall handles the methods of upper/db's collections. What is found may be
// changed or removed.
func (r *recorder) upperCall(e event) {
	c := e.call
	if c.shift() == 0 || !isStore(c.args[0].Type()) {
		return
	}
	s := statement{table: quoted(r.p.texts(r.g, c.args[0]))}
	switch c.callee.Name() {
	case "Insert", "InsertReturning":
		s.verb = sqltext.Insert
		s.column = columnTexts(columnsOf("db", modelOf(c.arg(0))))
	case "UpdateReturning":
		s.verb = sqltext.Update
		s.set = assign(columnsOf("db", modelOf(c.arg(0))))
	case "Truncate":
		s.verb = sqltext.Truncate
	case "Find":
		s.verb = sqltext.Select
		v, _ := c.instr.(*ssa.Call)
		ends := func(name string) func(string) bool { return func(s string) bool { return s == name } }
		switch {
		case v == nil:
		case r.goesOn(v, isUpperResult, ends("Update")):
			s.verb, s.opaque = sqltext.Update, true
		case r.goesOn(v, isUpperResult, ends("Delete")):
			s.verb, s.opaque = sqltext.Delete, true
		}
	case "Count", "Exists":
		s.verb = sqltext.Select
	default:
		return
	}
	r.statement(e, &s)
}
