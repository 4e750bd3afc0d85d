package effects

import (
	"go/types"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Several repositories may share what ent generated as a module of its own. A
// dependency is looked at without regard to tables, so whoever calls its builders
// tells by their names what they do.

// entOutside adds to what is known of a function the table that it touches, if it is a
// method of a builder that ent generated in another module.
func (p *program) entOutside(f *types.Func, known *summary.Func) *summary.Func {
	recv := f.Signature().Recv()
	if recv == nil || p.firstPartyPath(pkgPath(f.Pkg())) || !isEntBuilder(recv.Type()) || !importsEnt(f.Pkg()) {
		return known
	}
	entity, kind := entKind(recvName(f))
	verb := entVerb(kind, f.Name())
	if verb == "" {
		return known
	}
	var s summary.Func
	if known != nil {
		s = *known
	}
	table, write := p.entTableOutside(f.Pkg(), entity), verb != sqltext.Select
	// Where the method stands, its types do not tell alike under every driver: the call does.
	s.DB = []summary.Access{{Table: table, Write: write, Verb: string(verb), Conf: 100}}
	return &s
}

// entTableOutside is the table of an entity of another module: as its package says,
// if this one imports it, or as ent would call it. What the builders' package
// imports is not asked: under go vet its types tell but part of that.
func (p *program) entTableOutside(builders *types.Package, entity string) string {
	of := pkgPath(builders) + "/" + strings.ToLower(entity)
	for _, imp := range p.pass.Pkg.Imports() {
		if pkgPath(imp) != of {
			continue
		}
		if table := entTable(imp); table != "" {
			return table
		}
	}
	return dbname.Table(entity)
}

// entSteps are the steps of an access that a call of ent's makes.
func (p *program) entSteps(c *call, a summary.Access) []summary.Step {
	if len(a.Steps) == 0 {
		return []summary.Step{p.step(p.callPos(c.instr), accessVerb(a.Write)+" "+a.Table+" by "+displayName(c.callee))}
	}
	return summary.Prepend(p.step(p.callPos(c.instr), "calls "+displayName(c.callee)), a.Steps)
}

func importsEnt(pkg *types.Package) bool {
	return slices.ContainsFunc(pkg.Imports(), func(i *types.Package) bool { return strings.HasPrefix(i.Path(), "entgo.io/ent") })
}
