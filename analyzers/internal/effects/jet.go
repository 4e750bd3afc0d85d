package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// jet generates a type for each table, and a variable of it. Statements are put
// together from those: SELECT(…).FROM(table.Users.INNER_JOIN(…)).

// isJet reports whether a package is one of jet's.
func isJet(pkg *types.Package) bool {
	return pkg != nil && strings.HasPrefix(pkgPath(pkg), "github.com/go-jet/jet/")
}

// jetVerb is what a method does to the table that it is called on, or is given.
func jetVerb(name string) sqltext.Verb {
	switch {
	case name == "FROM", name == "USING", strings.HasSuffix(name, "_JOIN"):
		return sqltext.Select
	case name == "INSERT":
		return sqltext.Insert
	case name == "UPDATE":
		return sqltext.Update
	case name == "DELETE":
		return sqltext.Delete
	}
	return ""
}

// jetCall handles the calls of a statement that name a table.
func (r *recorder) jetCall(e event) {
	c := e.call
	verb := jetVerb(c.callee.Name())
	if !isJet(c.callee.Pkg()) || verb == "" {
		return
	}
	values := (link{args: c.args}).values(0)
	for _, v := range values {
		if v == nil {
			continue
		}
		if table := r.p.jetTable(embedding(typed(v)).Type()); table != nil {
			r.statement(e, &statement{verb: verb, table: []text{table}, opaque: true})
		}
	}
}

// jetTable is the table of a generated type, or nil.
func (p *program) jetTable(t types.Type) text {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil || !embedsJet(n, 0) {
		return nil
	}
	if n.Obj().Pkg() == p.pass.Pkg {
		return p.jetTables()[n.Obj()]
	}
	fact := new(summary.Text)
	if !p.pass.ImportObjectFact(n.Obj(), fact) || len(fact.Alts) != 1 {
		return nil
	}
	return fact.Alts[0]
}

// embedsJet reports whether a type is a table's: it embeds jet's interface of
// one, maybe by way of another struct.
func embedsJet(n *types.Named, depth int) bool {
	s, ok := n.Underlying().(*types.Struct)
	if !ok || s.NumFields() == 0 || !s.Field(0).Embedded() || depth > 2 {
		return false
	}
	inner := named(s.Field(0).Type())
	return inner != nil && (isJet(inner.Obj().Pkg()) || embedsJet(inner, depth+1))
}

// jetTables are the tables of the package's generated types: the variables are
// made of their names.
func (p *program) jetTables() map[*types.TypeName]text {
	tables := map[*types.TypeName]text{}
	for _, member := range p.ssa.Members {
		global, ok := member.(*ssa.Global)
		if !ok {
			continue
		}
		c, ok := p.globals[global].(*ssa.Call)
		n := named(pointee(global.Type()))
		if !ok || n == nil || n.Obj().Pkg() != p.pass.Pkg || !embedsJet(n, 0) || len(c.Call.Args) < 2 {
			continue
		}
		schema, _ := constString(c.Call.Args[0])
		name, ok := constString(c.Call.Args[1])
		if !ok {
			continue
		}
		table := constText(quoteName(tableName(schema, name)))
		tables[n.Obj()] = table
		if inner := named(n.Underlying().(*types.Struct).Field(0).Type()); inner != nil && inner.Obj().Pkg() == p.pass.Pkg {
			tables[inner.Obj()] = table
		}
	}
	return tables
}

// exportJet leaves the tables of the package's generated types for importers.
func (p *program) exportJet() {
	for obj, table := range p.jetTables() {
		p.pass.ExportObjectFact(obj, &summary.Text{Alts: [][]summary.Part{table}})
	}
}
