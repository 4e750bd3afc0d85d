package effects

import (
	"go/types"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A unit of work is often begun behind an interface, which is declared where it is
// used: Start(ctx) (*uow.Unit, error). What it gives back is a struct all the same,
// and only the package of that can put a transaction into it. So the methods there of
// the same name and with the same results tell whether one is open.

// begunBehindConf: somebody may make such a unit in other ways.
const begunBehindConf = 95

// begunBehind is how an interface's method begins a transaction, or nil.
func (p *program) begunBehind(f *types.Func) *summary.Begins {
	for r := range f.Signature().Results().Variables() {
		n := named(r.Type())
		if n == nil || n.Obj().Pkg() == nil || n.TypeArgs().Len() > 0 || !p.firstPartyPath(pkgPath(n.Obj().Pkg())) || !p.keepsTx(n) {
			continue
		}
		if b := p.begunIn(n.Obj().Pkg(), f); b != nil {
			return b
		}
	}
	return nil
}

// keepsTx reports whether a struct has a field, which others cannot set, for a
// transaction.
func (p *program) keepsTx(n *types.Named) bool {
	s, ok := n.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range s.Fields() {
		if !f.Exported() && p.txKindOf(f.Type()) != notTx {
			return true
		}
	}
	return false
}

// begunIn is how the methods of a package that an interface's method may stand for
// begin a transaction; nil if there are none, or one of them does not.
func (p *program) begunIn(pkg *types.Package, f *types.Func) *summary.Begins {
	var found *summary.Begins
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() || types.IsInterface(tn.Type()) {
			continue
		}
		obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(tn.Type()), true, pkg, f.Name())
		m, ok := obj.(*types.Func)
		if !ok || !types.Identical(m.Signature().Results(), f.Signature().Results()) {
			continue
		}
		sum := p.summaryOf(m.Origin())
		if sum == nil || sum.Begins == nil || len(sum.Begins.Results) == 0 {
			return nil
		}
		if found == nil {
			found = sum.Begins
		}
	}
	return found
}
