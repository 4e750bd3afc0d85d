package source

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqledit"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A Statement is an SQL statement that is a literal of this code, and the call
// that it is given to.
type Statement struct {
	*sqledit.Statement
	spot *spot
	call *ast.CallExpr
	lit  *ast.BasicLit
	name types.Object // that it goes by; nil: none
	sql  string
	args []ast.Expr // one for each placeholder
}

// Statement is the statement that the call at a step is given. It is nil where
// the text is not one literal, or not quite simple.
func (c *Code) Statement(at summary.Step) *Statement {
	s := c.step(at)
	if s == nil {
		return nil
	}
	for _, n := range slices.Backward(s.path) { // db.WithContext(ctx).Exec(…): the outermost first
		call, ok := n.(*ast.CallExpr)
		if !ok || call.Pos() != s.pos || call.Ellipsis.IsValid() {
			continue
		}
		for i, arg := range call.Args {
			if st := c.statement(arg, call.Args[i+1:]); st != nil {
				st.spot, st.call = s, call
				return st
			}
		}
	}
	return nil
}

func (c *Code) statement(text ast.Expr, args []ast.Expr) *Statement {
	lit, name := c.literal(text)
	if lit == nil {
		return nil
	}
	sql, ok := plain(lit)
	if !ok {
		return nil
	}
	read, ok := sqledit.Read(sql)
	if !ok || read.Args != len(args) {
		return nil // options among the arguments, or names for them
	}
	for _, a := range args {
		if n, ok := types.Unalias(c.pass.TypesInfo.TypeOf(a)).(*types.Named); ok && strings.HasPrefix(n.Obj().Name(), "NamedArg") {
			return nil
		}
	}
	return &Statement{Statement: read, lit: lit, name: name, sql: sql, args: args}
}

// plain is a literal's text, if it is written as it is: without escapes.
func plain(lit *ast.BasicLit) (string, bool) {
	v := constant.MakeFromLiteral(lit.Value, lit.Kind, 0)
	if lit.Kind != token.STRING || v.Kind() != constant.String {
		return "", false
	}
	sql := constant.StringVal(v)
	return sql, lit.Value[1:len(lit.Value)-1] == sql
}

// literal is the string that an expression is, written in place or under a name.
func (c *Code) literal(e ast.Expr) (lit *ast.BasicLit, name types.Object) {
	switch e := ast.Unparen(e).(type) {
	case *ast.BasicLit:
		return e, nil
	case *ast.Ident:
		if obj := c.pass.TypesInfo.Uses[e]; obj != nil {
			return c.declared(obj), obj
		}
	}
	return nil, nil
}

// uses is how often the package names an object.
func (c *Code) uses(obj types.Object) int {
	n := 0
	for _, used := range c.pass.TypesInfo.Uses {
		if used == obj {
			n++
		}
	}
	return n
}

// declared is the string literal that a constant or a variable is declared as.
func (c *Code) declared(obj types.Object) *ast.BasicLit {
	var lit *ast.BasicLit
	found := func(names []*ast.Ident, values []ast.Expr) {
		for i, name := range names {
			if c.pass.TypesInfo.Defs[name] == obj && len(values) == len(names) {
				lit, _ = ast.Unparen(values[i]).(*ast.BasicLit)
			}
		}
	}
	for _, f := range c.pass.Files {
		if obj.Pos() < f.FileStart || obj.Pos() > f.FileEnd || ast.IsGenerated(f) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				found(n.Names, n.Values)
			case *ast.AssignStmt:
				var names []*ast.Ident
				for _, l := range n.Lhs {
					if id, ok := l.(*ast.Ident); ok {
						names = append(names, id)
					}
				}
				found(names, n.Rhs)
			}
			return lit == nil
		})
	}
	return lit
}

// A Set is a column that a statement gives a value: as the code has it, and which
// field of the message that is.
type Set struct{ Column, Value, Field string }

// Sets are the columns that the statement gives a field of the message, of the
// named type, or what may be the key of another row.
func (st *Statement) Sets(message string) []Set {
	var list []Set
	for _, v := range st.Values {
		arg := st.args[v.Arg]
		set := Set{Column: v.Column, Value: st.spot.text(arg.Pos(), arg.End())}
		if f := st.spot.field(arg); f != nil && isA(f.Var.Type(), message) {
			set.Field = f.Path
		}
		if len(set.Value) <= 60 && !strings.Contains(set.Value, "\n") {
			list = append(list, set)
		}
	}
	return list
}

// Text is the statement in one line; "" if that is too long.
func (st *Statement) Text() string {
	text := strings.Join(strings.Fields(st.sql), " ")
	if strings.Contains(st.sql, "--") || len(text) > 600 {
		return ""
	}
	return text
}

// ResultUnused reports whether nothing asks how many rows were written: a
// statement that refuses writes none.
func (st *Statement) ResultUnused() bool {
	i := slices.Index(st.spot.path, ast.Node(st.call))
	if i < 0 || i+1 == len(st.spot.path) {
		return false
	}
	switch p := st.spot.path[i+1].(type) {
	case *ast.ExprStmt:
		return true
	case *ast.SelectorExpr: // gorm's db.Exec(…).Error
		return p.Sel.Name == "Error" && isError(st.spot.pass.TypesInfo.TypeOf(p))
	case *ast.AssignStmt:
		if len(p.Rhs) != 1 || len(p.Lhs) != 2 {
			return false
		}
		return isBlank(p.Lhs[0])
	}
	return isError(st.spot.pass.TypesInfo.TypeOf(st.call))
}

// Edits are an edit of the statement's text in the code, if nothing else uses it.
func (st *Statement) Edits(edit func(*sqledit.Statement) (sqledit.Edit, bool)) []analysis.TextEdit {
	e, ok := edit(st.Statement)
	if !ok || !st.own() {
		return nil
	}
	if quote := st.lit.Value[0]; strings.ContainsRune(e.Text, rune(quote)) || quote == '"' && strings.ContainsAny(e.Text, "\\\n") {
		return nil
	}
	from := st.lit.Pos() + 1
	return []analysis.TextEdit{{Pos: from + token.Pos(e.Start), End: from + token.Pos(e.End), NewText: []byte(e.Text)}}
}

// own reports whether nothing else uses the text: it is written in place, or under
// a name that is used once and that other packages do not see.
func (st *Statement) own() bool {
	if st.name == nil {
		return true
	}
	hidden := !st.name.Exported() || st.name.Parent() != st.spot.pass.Pkg.Scope()
	return hidden && st.spot.uses(st.name) == 1
}

// Query is Go code that reads one row by the handle that the statement is given to:
// %s stands for the table, and then for the key. It is "" where that is not one of
// database/sql or pgx.
func (st *Statement) Query() string {
	sel, ok := st.call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "ExecContext" && sel.Sel.Name != "Exec" {
		return ""
	}
	tuple, ok := st.spot.pass.TypesInfo.TypeOf(st.call).(*types.Tuple)
	if !ok || tuple.Len() != 2 {
		return ""
	}
	mark, ctx := "$1", ""
	if strings.Contains(st.sql, "?") {
		mark = "?"
	}
	if len(st.call.Args) > len(st.args)+1 {
		ctx = st.spot.text(st.call.Args[0].Pos(), st.call.Args[0].End()) + ", "
	}
	text := st.spot.text(sel.X.Pos(), sel.X.End()) + "." + strings.Replace(sel.Sel.Name, "Exec", "QueryRow", 1) + "(" + ctx
	if strings.ContainsAny(text, "%\n") || len(text) > 80 {
		return ""
	}
	return text + `"SELECT 1 FROM %s WHERE id = ` + mark + `", %s).Scan(new(int))`
}
