package goschema

import (
	"go/ast"
	"slices"
)

// Helper is a function that creates the tables of the models that it is given.
type Helper struct {
	Dir, Name string
	arg       int // from which on its arguments are models
	library   string
}

// TakeHelpers returns the helpers that were found since it was asked last.
func (r *Reader) TakeHelpers() []Helper {
	list := r.helpers
	r.helpers = nil
	return list
}

// helps notes the function around as a helper, if what is created is a parameter of its.
func (v *visitor) helps(arg ast.Expr, library string) bool {
	id, ok := arg.(*ast.Ident)
	if !ok || len(v.funcs) == 0 {
		return false
	}
	d, ok := v.funcs[0].(*ast.FuncDecl)
	if !ok || d.Recv != nil {
		return false
	}
	name := id.Name
	if value := assigned(d, name); value != nil { // for _, m := range models
		if list, ok := value.(*ast.Ident); ok {
			name = list.Name
		}
	}
	i := 0
	for _, field := range d.Type.Params.List {
		for _, param := range field.Names {
			if param.Name == name {
				h := Helper{v.file.pkg.dir, d.Name.Name, i, library}
				if !slices.Contains(v.r.helpers, h) {
					v.r.helpers = append(v.r.helpers, h)
				}
				return true
			}
			i++
		}
	}
	return false
}

// CreatedBy returns what a file creates by calls of a helper.
func (r *Reader) CreatedBy(h Helper, file string) []Statement {
	f := r.file(file)
	if f == nil {
		return nil
	}
	var out []Statement
	for _, decl := range f.syntax.Decls {
		v := &visitor{r: r, file: f}
		d, isFunc := decl.(*ast.FuncDecl)
		if isFunc {
			v.funcs = []ast.Node{d}
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			if c, ok := n.(*ast.CallExpr); ok && v.calls(c, h) {
				from := len(out)
				for _, m := range v.modelsOf(c.Args[h.arg:]) {
					v.create(c, r.create(m, h.library, ""), &out)
				}
				for i := range out[from:] {
					if isFunc && d.Recv == nil {
						out[from+i].Func = d.Name.Name
					}
				}
			}
			return true
		})
	}
	return out
}

// calls reports whether a call is one of a helper, with models.
func (v *visitor) calls(c *ast.CallExpr, h Helper) bool {
	if len(c.Args) <= h.arg {
		return false
	}
	switch fun := ast.Unparen(c.Fun).(type) {
	case *ast.Ident:
		return fun.Name == h.Name && v.file.pkg.dir == h.Dir
	case *ast.SelectorExpr:
		id, ok := fun.X.(*ast.Ident)
		if !ok || fun.Sel.Name != h.Name {
			return false
		}
		p := v.r.imported(v.file, id.Name)
		return p != nil && p.dir == h.Dir
	}
	return false
}
