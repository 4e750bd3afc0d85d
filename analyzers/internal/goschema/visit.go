package goschema

import (
	"go/ast"
	"slices"
	"strings"
)

// A visitor goes through one file.
type visitor struct {
	r     *Reader
	file  *file
	down  map[string]bool // functions that undo a migration
	funcs []ast.Node
	out   []Statement
}

func (v *visitor) scope() scope { return scope{v.r, v.file, slices.Clone(v.funcs)} }

func (v *visitor) decl(decl ast.Decl) {
	if d, ok := decl.(*ast.FuncDecl); ok && (undoes(d.Name.Name) || v.down[d.Name.Name]) {
		return
	}
	from := len(v.out)
	ast.Walk(v, decl)
	if d, ok := decl.(*ast.FuncDecl); ok && d.Recv == nil {
		for i := range v.out[from:] {
			v.out[from+i].Func = d.Name.Name
		}
	}
}

// Visit is called for each node. It leaves out what undoes a migration.
func (v *visitor) Visit(n ast.Node) ast.Visitor {
	switch n := n.(type) {
	case *ast.FuncDecl, *ast.FuncLit:
		inner := &visitor{r: v.r, file: v.file, down: v.down, funcs: append(slices.Clone(v.funcs), n)}
		ast.Inspect(bodyOf(n), func(m ast.Node) bool { return inner.node(m, &v.out) })
		return nil
	default:
		if n == nil || !v.node(n, &v.out) {
			return nil
		}
	}
	return v
}

func bodyOf(fn ast.Node) ast.Node {
	switch fn := fn.(type) {
	case *ast.FuncLit:
		return fn.Body
	case *ast.FuncDecl:
		if fn.Body != nil {
			return fn.Body
		}
	}
	return &ast.BlockStmt{}
}

// node notes what one node does, and reports whether to look into it.
func (v *visitor) node(n ast.Node, out *[]Statement) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		inner := &visitor{r: v.r, file: v.file, down: v.down, funcs: append(slices.Clone(v.funcs), n)}
		ast.Inspect(n.Body, func(m ast.Node) bool { return inner.node(m, out) })
		return false
	case *ast.KeyValueExpr:
		if id, ok := n.Key.(*ast.Ident); ok && undoes(id.Name) {
			return false
		}
	case *ast.CallExpr:
		return v.call(n, out)
	case *ast.BasicLit, *ast.BinaryExpr:
		return !v.sql(n.(ast.Expr), out)
	}
	return true
}

// sql notes a text that changes the schema.
func (v *visitor) sql(x ast.Expr, out *[]Statement) bool {
	text, ok := v.scope().text(x, 0)
	if !ok || !changesSchema(text) {
		return false
	}
	*out = append(*out, Statement{Dir: v.file.pkg.dir, File: v.file.name, Line: v.file.line(x), SQL: text})
	return true
}

// call notes what a call does to the schema. Of a registered migration only the way up counts.
func (v *visitor) call(c *ast.CallExpr, out *[]Statement) bool {
	name := calleeName(c)
	if name == "Sprintf" && v.sql(c, out) {
		return false
	}
	if registers(name) && len(c.Args) > 1 {
		for _, a := range c.Args[:len(c.Args)-1] {
			ast.Inspect(a, func(m ast.Node) bool { return v.node(m, out) })
		}
		return false
	}
	v.schemaCall(c, name, out)
	return true
}

// registers reports whether a function takes a migration's way up and, at its end, its way down: goose's, bun's and
// go-pg's.
func registers(name string) bool {
	switch name {
	case "AddMigration", "AddMigrationContext", "AddMigrationNoTx", "AddMigrationNoTxContext", "AddNamedMigration",
		"AddNamedMigrationContext", "AddNamedMigrationNoTx", "AddNamedMigrationNoTxContext", "NewGoMigration",
		"MustRegister", "Register", "MustRegisterTx", "RegisterTx":
		return true
	}
	return false
}

// downFuncs are the functions that a file registers as the way down.
func downFuncs(f *ast.File) map[string]bool {
	down := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok && registers(calleeName(c)) && len(c.Args) > 1 {
			if id, ok := c.Args[len(c.Args)-1].(*ast.Ident); ok {
				down[id.Name] = true
			}
		}
		return true
	})
	return down
}

// undoes reports whether a name says that what it names undoes a migration.
func undoes(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "down") || strings.HasSuffix(name, "down") || strings.Contains(name, "rollback")
}

// calleeName is the last part of the name of what is called.
func calleeName(c *ast.CallExpr) string {
	switch fun := ast.Unparen(c.Fun).(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	case *ast.IndexExpr:
		return calleeName(&ast.CallExpr{Fun: fun.X})
	}
	return ""
}

// receiverCall is the call before a call in a chain, nil where there is none.
func receiverCall(c *ast.CallExpr) *ast.CallExpr {
	if sel, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr); ok {
		before, _ := ast.Unparen(sel.X).(*ast.CallExpr)
		return before
	}
	return nil
}

// chained is the call of a name in the chain before a call, nil where there is none.
func chained(c *ast.CallExpr, name string) *ast.CallExpr {
	for c = receiverCall(c); c != nil; c = receiverCall(c) {
		if calleeName(c) == name {
			return c
		}
	}
	return nil
}
