package effects

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// boilerMethod adds what the code that sqlboiler generates does by setting a
// query's kind: userQuery.DeleteAll, of the query that Users makes.
func (r *recorder) boilerMethod() {
	p, obj := r.p, r.g.obj
	if obj == nil || obj.Name() != "DeleteAll" && obj.Name() != "UpdateAll" || !strings.HasSuffix(recvName(obj), "Query") || !p.isBoiler() {
		return
	}
	verb := sqltext.Delete
	if obj.Name() == "UpdateAll" {
		verb = sqltext.Update
	}
	for _, g := range p.groups {
		if g.obj == nil || g.obj.Signature().Recv() != nil || !g.obj.Signature().Variadic() || !returnsType(g.obj, obj.Signature().Recv().Type()) {
			continue
		}
		for _, a := range g.summary.DB {
			if a.Write {
				continue
			}
			step := p.step(obj.Pos(), fmt.Sprintf("writes %s, the table of %s", a.Table, g.obj.Name()))
			r.keepAccess(summary.Access{Schema: a.Schema, Table: a.Table, Home: a.Home, Write: true, Verb: string(verb), Conf: 100, Steps: []summary.Step{step}})
		}
	}
}

// isBoiler reports whether sqlboiler generated the package.
func (p *program) isBoiler() bool {
	return slices.ContainsFunc(p.pass.Pkg.Imports(), func(i *types.Package) bool {
		return strings.Contains(i.Path(), "/sqlboiler/") && strings.HasSuffix(i.Path(), "/queries")
	})
}

func returnsType(f *types.Func, t types.Type) bool {
	res := f.Signature().Results()
	return res.Len() == 1 && types.Identical(res.At(0).Type(), t)
}
