package effects

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// The generic side of gorm: gorm.G[User](db).Where(…).First(ctx). The type argument
// is the model, the chain goes through interfaces, and a context comes before
// what the methods of *gorm.DB take.

// isGormGeneric reports whether a type is one of the interfaces that gorm.G's
// chain goes through.
func isGormGeneric(t types.Type) bool {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil || catalog.Canonical(pkgPath(n.Obj().Pkg())) != "gorm.io/gorm" || n.TypeArgs().Len() != 1 {
		return false
	}
	switch n.Obj().Name() {
	case "Interface", "CreateInterface", "ChainInterface", "ExecInterface", "SetCreateOrUpdateInterface", "SetUpdateOnlyInterface":
		return true
	}
	return false
}

// gormGenericCall handles the calls that end a chain of gorm.G's.
func (r *recorder) gormGenericCall(e event) {
	c := e.call
	verb, ends := gormVerb(c.callee.Name())
	if !ends || !c.invoke || !isGormGeneric(c.args[0].Type()) {
		return
	}
	model := instanceArgs(c.args[0].Type())[0]
	last := r.lastLink(c)
	last.args = withoutContext(last.args)
	for _, chain := range r.p.chains(r.g, c.args[0], isGormGeneric, false) {
		q := gormQuery{p: r.p, statement: statement{verb: verb}}
		q.model, q.table = modelType(model), r.p.modelTexts(r.g, namingGorm, model)
		for _, l := range chain {
			q.genericLink(l)
		}
		q.end(last)
		r.statement(e, &q.statement)
	}
}

// genericLink reads a link of a generic chain: what it takes otherwise than
// *gorm.DB does, and all else as there.
func (q *gormQuery) genericLink(l link) {
	switch l.name {
	case "G":
		for _, c := range l.rest(1) {
			q.clause(l, c)
		}
	case "Set":
		q.opaque = true // assignments, whose columns are not read
	case "Joins":
		if name := joinTarget(l); name != nil {
			l.args = []ssa.Value{name}
			q.link(l)
		}
	default:
		q.link(l)
	}
}

// joinTarget is the association that a generic Joins names, or nil:
// clause.Has("Company"), clause.LeftJoin.Association("Company").
func joinTarget(l link) ssa.Value {
	_, v := l.made(l.arg(0))
	c, ok := v.(*ssa.Call)
	if !ok || staticFunc(&c.Call) == nil {
		return nil
	}
	switch fullName(staticFunc(&c.Call)) {
	case "gorm.io/gorm/clause.Has", "gorm.io/gorm/clause.JoinType.Association", "gorm.io/gorm/clause.JoinType.AssociationFrom":
		return c.Call.Args[slices.IndexFunc(c.Call.Args, func(a ssa.Value) bool { return types.Identical(a.Type(), types.Typ[types.String]) })]
	}
	return nil
}

// withoutContext are arguments without the context that goes before them.
func withoutContext(args []ssa.Value) []ssa.Value {
	if len(args) > 0 && isNamed(args[0].Type(), "context", "Context") {
		return args[1:]
	}
	return args
}
