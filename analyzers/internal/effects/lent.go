package effects

import "go/types"

// An api package often has no code of its own, and lends the names of what stands in
// packages that nobody else can import:
//
//	type Service = service.Service
//
// Whoever calls a method of such a type calls the owner's api.

// lends reports whether an api package of another service, which the package imports,
// lends a type.
func (p *program) lends(name string) bool {
	if p.lent == nil {
		p.lent = map[string]bool{}
		for _, imp := range p.pass.Pkg.Imports() {
			path := pkgPath(imp)
			if owner := p.cfg.ServiceOf(path); owner != "" && owner != p.service && p.cfg.IsAPI(owner, path) {
				p.addLent(imp.Scope(), owner)
			}
		}
	}
	return p.lent[name]
}

// addLent adds the owner's types to which aliases in a scope lead.
func (p *program) addLent(scope *types.Scope, owner string) {
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !tn.Exported() || !tn.IsAlias() {
			continue
		}
		if n := named(tn.Type()); n != nil && p.serviceOfType(n) == owner {
			p.lent[typeName(n)] = true
		}
	}
}

// lentMethod reports whether a call is of a method of a type that is lent.
func (p *program) lentMethod(c *call) bool {
	if c.callee == nil || c.callee.Signature().Recv() == nil {
		return false
	}
	n := named(c.callee.Signature().Recv().Type())
	return n != nil && p.lends(typeName(n))
}
