package goschema

import "go/ast"

// Callers returns the functions of a package, without methods, that mention a function of it by name. certain: something
// mentions it that runs, as far as can be told: main, init, a variable, a method.
func (r *Reader) Callers(dir, name string) (functions []string, certain bool) {
	p := r.pkg(dir)
	if p == nil {
		return nil, true
	}
	for _, f := range p.files {
		for _, decl := range f.syntax.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if ok && d.Recv == nil && d.Name.Name == name || !mentions(decl, name) {
				continue
			}
			if !ok || d.Recv != nil || d.Name.Name == "init" || d.Name.Name == "main" {
				return nil, true
			}
			functions = append(functions, d.Name.Name)
		}
	}
	return functions, false
}

func mentions(n ast.Node, name string) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == name {
			found = true
		}
		return !found
	})
	return found
}
