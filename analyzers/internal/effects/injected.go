package effects

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"
)

// An injector (fx, dig, wire, do) is told which type stands for which interface,
// and brings the two together by reflection or in code that it generates:
//
//	fx.Annotate(NewDesk, fx.As(new(Slots)))
//	wire.Bind(new(Slots), new(*Desk))
//	do.MustAs[*Desk, Slots](i)
//
// No value is converted in sight. What the code says is as good as a conversion.

// injected notes the pairs of types that the package tells an injector of. An
// interface that stands alone, as in do.MustInvokeAs[Slots](i), is that of
// whatever the package hands to the injector elsewhere.
func (p *program) injected() {
	var alone, made []types.Type
	for _, f := range p.files {
		var around []ast.Node
		ast.Inspect(f, func(n ast.Node) bool {
			if n == nil {
				around = around[:len(around)-1]
				return true
			}
			around = append(around, n)
			if call, ok := n.(*ast.CallExpr); ok && p.told(call) {
				made = append(made, p.makesTold(call)...)
				for _, iface := range p.interfacesArgued(call) {
					if !p.injectedAround(iface, around) {
						alone = append(alone, iface)
					}
				}
				for _, iface := range p.interfacesPointed(call) {
					p.injectedAround(iface, around) // alone, as in errors.As(err, new(I)), it is no injector's
				}
			}
			return true
		})
	}
	for _, iface := range alone {
		p.pair(iface, made)
	}
}

// told reports whether a call is one of a library, which may be an injector's.
func (p *program) told(call *ast.CallExpr) bool {
	f := typeutil.StaticCallee(p.pass.TypesInfo, call)
	return f != nil && f.Pkg() != nil && !p.firstPartyPath(pkgPath(f.Pkg()))
}

// interfacesArgued are the interfaces that a call is told as type arguments.
func (p *program) interfacesArgued(call *ast.CallExpr) []types.Type {
	return slices.DeleteFunc(p.typeArguments(call), func(t types.Type) bool { return !types.IsInterface(t) })
}

// interfacesPointed are the interfaces that a call is told by a pointer to nothing.
func (p *program) interfacesPointed(call *ast.CallExpr) []types.Type {
	var list []types.Type
	for _, arg := range call.Args {
		arg = ast.Unparen(arg)
		if _, ok := arg.(*ast.CallExpr); !ok { // new(I), (*I)(nil)
			continue
		}
		if ptr, ok := p.pass.TypesInfo.TypeOf(arg).(*types.Pointer); ok && types.IsInterface(ptr.Elem()) {
			list = append(list, ptr.Elem())
		}
	}
	return list
}

// typeArguments are the types that a call names as those of a generic function.
func (p *program) typeArguments(call *ast.CallExpr) []types.Type {
	var list []types.Type
	fun := ast.Unparen(call.Fun)
	switch x := fun.(type) {
	case *ast.IndexExpr:
		fun = x.X
	case *ast.IndexListExpr:
		fun = x.X
	default:
		return nil
	}
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		fun = sel.Sel
	}
	if id, ok := fun.(*ast.Ident); ok {
		for t := range p.pass.TypesInfo.Instances[id].TypeArgs.Types() {
			list = append(list, t)
		}
	}
	return list
}

// injectedAround pairs an interface with what is made in the innermost of the
// calls around it that makes something of the kind.
func (p *program) injectedAround(iface types.Type, around []ast.Node) bool {
	for _, n := range slices.Backward(around) {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // what that is part of is another matter
		case *ast.CallExpr:
			if p.told(n) && p.pair(iface, p.makesTold(n)) {
				return true
			}
		}
	}
	return false
}

// makesTold are the types that a call is told to make, or is given: as type
// arguments, by functions that make them, by pointers to nothing, as they are.
func (p *program) makesTold(call *ast.CallExpr) []types.Type {
	list := p.typeArguments(call)
	for _, arg := range call.Args {
		ast.Inspect(arg, func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			list = append(list, p.makes(e)...)
			_, lit := n.(*ast.FuncLit)
			return !lit
		})
	}
	return list
}

// makes are the types that an expression stands for: what the function returns
// that it is, what it points to, its own.
func (p *program) makes(e ast.Expr) []types.Type {
	switch t := types.Unalias(p.pass.TypesInfo.TypeOf(e)).(type) {
	case *types.Signature:
		var list []types.Type
		for v := range t.Results().Variables() {
			list = append(list, v.Type())
		}
		return list
	case *types.Pointer:
		return []types.Type{t, t.Elem()}
	case *types.Named:
		return []types.Type{t}
	}
	return nil
}

// pair notes that values of those types that implement an interface become
// values of it, and reports whether some do.
func (p *program) pair(iface types.Type, list []types.Type) bool {
	of, ok := iface.Underlying().(*types.Interface)
	if !ok || of.NumMethods() == 0 || !p.firstPartyInterface(iface, of) {
		return false
	}
	found := false
	for _, t := range list {
		if n := named(t); n != nil && n.TypeParams().Len() == n.TypeArgs().Len() && !types.IsInterface(t) && types.Implements(t, of) {
			p.noteConversion(t, iface, true)
			found = true
		}
	}
	return found
}
