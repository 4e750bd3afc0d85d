package goschema

import (
	"go/ast"
	"go/token"
	"strings"
)

// The libraries that have rules by which a Go type is a table.
const (
	gorm = "gorm"
	bun  = "bun"
	pg   = "pg"
	xorm = "xorm"
)

// schemaCall notes a library's call that creates, renames or drops tables.
func (v *visitor) schemaCall(c *ast.CallExpr, name string, out *[]Statement) {
	switch name {
	case "AutoMigrate":
		v.createAll(c, gorm, c.Args, out)
	case "CreateTable", "CreateTables", "ResetModel":
		v.createTable(c, out)
	case "Sync", "Sync2":
		if v.file.imports("xorm.io/", "github.com/go-xorm/") {
			v.createAll(c, xorm, c.Args, out)
		}
	case "Model":
		if chained(c, "NewCreateTable") != nil {
			v.createAll(c, bun, c.Args, out)
		}
	case "DropTable", "DropTableIfExists":
		v.drop(c, out)
	case "RenameTable":
		v.rename(c, out)
	}
}

// createTable handles gorm's CreateTable(&User{}), go-pg's Model(&User{}).CreateTable(options), and bun's
// ResetModel(ctx, &User{}).
func (v *visitor) createTable(c *ast.CallExpr, out *[]Statement) {
	library := gorm
	switch {
	case v.file.imports("xorm.io/", "github.com/go-xorm/"):
		library = xorm
	case v.file.imports("github.com/go-pg/"):
		library = pg
	case v.file.imports("github.com/uptrace/bun"):
		library = bun
	}
	if before := chained(c, "Model"); before != nil {
		v.createAll(c, library, before.Args, out)
		return
	}
	for _, m := range v.modelsOf(c.Args) {
		v.create(c, v.r.create(m, library, v.tableBefore(c)), out)
	}
}

// tableBefore is the table that a chain names before a call: db.Table("x").AutoMigrate(&User{}).
func (v *visitor) tableBefore(c *ast.CallExpr) string {
	table := ""
	if before := chained(c, "Table"); before != nil && len(before.Args) == 1 {
		table, _ = v.scope().text(before.Args[0], 0)
	}
	return table
}

// create notes statements where they are called for, whatever place declares the model.
func (v *visitor) create(at ast.Node, statements []Statement, out *[]Statement) {
	for _, s := range statements {
		s.File, s.Line = v.file.name, v.file.line(at)
		*out = append(*out, s)
	}
}

// createAll notes the tables of all models of a list.
func (v *visitor) createAll(c *ast.CallExpr, library string, args []ast.Expr, out *[]Statement) {
	table := v.tableBefore(c)
	models := v.modelsOf(args)
	if len(models) == 0 && len(args) > 0 && !v.helps(args[0], library) {
		v.r.problem(v.file, c, "which models "+calleeName(c)+" is given is not known")
	}
	for _, m := range models {
		v.create(c, v.r.create(m, library, table), out)
	}
}

func (v *visitor) drop(c *ast.CallExpr, out *[]Statement) {
	for _, a := range c.Args {
		if name, ok := v.scope().text(a, 0); ok {
			v.change(c, "DROP TABLE "+quoted(name), out)
			continue
		}
		for _, m := range v.scope().models(a, 0) {
			if name := v.r.table(m, gorm); name != "" {
				v.change(c, "DROP TABLE "+quoted(name), out)
			}
		}
	}
}

func (v *visitor) rename(c *ast.CallExpr, out *[]Statement) {
	if len(c.Args) != 2 {
		return
	}
	var names [2]string
	for i, a := range c.Args {
		if name, ok := v.scope().text(a, 0); ok {
			names[i] = name
		} else if m := v.scope().models(a, 0); len(m) == 1 {
			names[i] = v.r.table(m[0], gorm)
		}
	}
	if names[0] != "" && names[1] != "" {
		v.change(c, "ALTER TABLE "+quoted(names[0])+" RENAME TO "+quoted(names[1]), out)
	}
}

func (v *visitor) change(at ast.Node, sql string, out *[]Statement) {
	*out = append(*out, Statement{Dir: v.file.pkg.dir, File: v.file.name, Line: v.file.line(at), SQL: sql})
}

func (v *visitor) modelsOf(args []ast.Expr) []*model {
	var all []*model
	for _, a := range args {
		all = append(all, v.scope().models(a, 0)...)
	}
	return all
}

// models are the models that an expression hands over: one, or those of a list that is written down.
func (s scope) models(x ast.Expr, depth int) []*model {
	if depth > 8 || s.file == nil {
		return nil
	}
	switch x := x.(type) {
	case *ast.CompositeLit:
		if isList(x.Type) {
			var all []*model
			for _, e := range x.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					e = kv.Value
				}
				all = append(all, s.models(e, depth+1)...)
			}
			if len(all) > 0 || len(x.Elts) > 0 {
				return all
			}
		}
	case *ast.Ident:
		if value, in := s.value(x); value != nil {
			return in.models(value, depth+1)
		}
		return nil
	case *ast.SelectorExpr:
		if value, in := s.member(x); value != nil {
			return in.models(value, depth+1)
		}
		return nil
	case *ast.CallExpr:
		if all := s.listed(x, depth); all != nil {
			return all
		}
	}
	if m := s.model(x, depth); m != nil {
		return []*model{m}
	}
	return nil
}

// listed are the models that a function without arguments returns: AllModels(), or append's.
func (s scope) listed(c *ast.CallExpr, depth int) []*model {
	var f *file
	var d *ast.FuncDecl
	switch fun := c.Fun.(type) {
	case *ast.Ident:
		if fun.Name == "append" {
			var all []*model
			for _, a := range c.Args {
				all = append(all, s.models(a, depth+1)...)
			}
			return all
		}
		f, d = s.file.pkg.function("", fun.Name)
	case *ast.SelectorExpr:
		if id, ok := fun.X.(*ast.Ident); ok {
			if p := s.r.imported(s.file, id.Name); p != nil {
				f, d = p.function("", fun.Sel.Name)
			}
		}
	}
	if d == nil || d.Body == nil || len(c.Args) > 0 {
		return nil
	}
	var all []*model
	ast.Inspect(d.Body, func(n ast.Node) bool {
		if ret, ok := n.(*ast.ReturnStmt); ok && len(ret.Results) > 0 {
			all = append(all, scope{s.r, f, []ast.Node{d}}.models(ret.Results[0], depth+1)...)
		}
		return true
	})
	return all
}

func isList(x ast.Expr) bool {
	switch x.(type) {
	case *ast.ArrayType, *ast.MapType:
		return true
	}
	return false
}

// model is the model that &User{}, User{}, new(User) or (*User)(nil) means, or a type.
func (s scope) model(x ast.Expr, depth int) *model {
	if depth > 8 || s.file == nil {
		return nil
	}
	switch x := x.(type) {
	case *ast.ParenExpr:
		return s.model(x.X, depth+1)
	case *ast.StarExpr:
		return s.model(x.X, depth+1)
	case *ast.UnaryExpr:
		if x.Op == token.AND {
			return s.model(x.X, depth+1)
		}
	case *ast.ArrayType:
		return s.model(x.Elt, depth+1)
	case *ast.CompositeLit:
		return s.model(x.Type, depth+1)
	case *ast.CallExpr:
		switch fun := ast.Unparen(x.Fun).(type) {
		case *ast.Ident:
			if fun.Name == "new" && len(x.Args) == 1 {
				return s.model(x.Args[0], depth+1)
			}
		case *ast.StarExpr:
			return s.model(fun, depth+1)
		}
	case *ast.SelectorExpr:
		return s.foreignType(x)
	case *ast.IndexExpr:
		return s.model(x.X, depth+1)
	case *ast.Ident:
		return s.ownType(x, depth)
	}
	return nil
}

// foreignType is a type of another package.
func (s scope) foreignType(x *ast.SelectorExpr) *model {
	id, ok := x.X.(*ast.Ident)
	if !ok {
		return nil
	}
	p := s.r.imported(s.file, id.Name)
	if p == nil {
		return nil
	}
	return typeOf(p.typeSpec(x.Sel.Name))
}

// ownType is a type of the functions around or of the package, or that of a variable.
func (s scope) ownType(id *ast.Ident, depth int) *model {
	for i := len(s.funcs) - 1; i >= 0; i-- {
		var found *ast.TypeSpec
		ast.Inspect(s.funcs[i], func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.Name == id.Name {
				found = spec
			}
			return found == nil
		})
		if found != nil {
			return &model{pkg: s.file.pkg, file: s.file, spec: found, funcs: s.funcs[:i+1]}
		}
	}
	if m := typeOf(s.file.pkg.typeSpec(id.Name)); m != nil {
		return m
	}
	if value, in := s.value(id); value != nil {
		return in.model(value, depth+1)
	}
	return nil
}

func typeOf(f *file, spec *ast.TypeSpec) *model {
	if spec == nil {
		return nil
	}
	if _, ok := spec.Type.(*ast.StructType); !ok {
		return nil
	}
	return &model{pkg: f.pkg, file: f, spec: spec}
}

func quoted(name string) string {
	parts := strings.Split(name, ".")
	for i, p := range parts {
		parts[i] = `"` + strings.Trim(p, "\"`") + `"`
	}
	return strings.Join(parts, ".")
}
