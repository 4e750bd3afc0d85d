package source

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
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
	own  bool // nothing else uses it
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
	lit, own := c.literal(text)
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
	return &Statement{Statement: read, lit: lit, own: own, sql: sql, args: args}
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

// literal is the string that an expression is, written in place or under a name,
// and whether nothing else uses it: no other name, and no other package.
func (c *Code) literal(e ast.Expr) (lit *ast.BasicLit, own bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.BasicLit:
		return e, true
	case *ast.Ident:
		if obj := c.pass.TypesInfo.Uses[e]; obj != nil {
			hidden := !obj.Exported() || obj.Parent() != c.pass.Pkg.Scope()
			return c.declared(obj), hidden && c.uses(obj) == 1
		}
	}
	return nil, false
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

// Given are the columns that the statement gives a field of a variable of the
// named type.
func (st *Statement) Given(typeName string) map[string]*Field {
	given := map[string]*Field{}
	for _, v := range st.Values {
		if f := st.spot.field(st.args[v.Arg]); f != nil && isA(f.Var.Type(), typeName) {
			given[v.Column] = f
		}
	}
	return given
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
func (st *Statement) Edits(e sqledit.Edit) []analysis.TextEdit {
	if !st.own {
		return nil
	}
	if quote := st.lit.Value[0]; strings.ContainsRune(e.Text, rune(quote)) || quote == '"' && strings.ContainsAny(e.Text, "\\\n") {
		return nil
	}
	from := st.lit.Pos() + 1
	return []analysis.TextEdit{{Pos: from + token.Pos(e.Start), End: from + token.Pos(e.End), NewText: []byte(e.Text)}}
}

// With is the statement's text with an edit made, in one line; of a long one, the
// end.
func (st *Statement) With(e sqledit.Edit) string {
	const most = 160
	words := strings.Fields(e.Apply(st.sql))
	n, size := len(words), 0
	for ; n > 0 && size+len(words[n-1]) < most; n-- {
		size += len(words[n-1]) + 1
	}
	if n == 0 {
		return strings.Join(words, " ")
	}
	return words[0] + " … " + strings.Join(words[n:], " ")
}

// Lookup is Go code that reads whether a table has a row of the key that a written
// column refers to, by the same handle: it gives an error if there is none. It is
// "" where the write is not one by database/sql or pgx.
func (c *Code) Lookup(write summary.Step, column, table string) string {
	st := c.Statement(write)
	if st == nil {
		return ""
	}
	sel, ok := st.call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "ExecContext" && sel.Sel.Name != "Exec" {
		return ""
	}
	mark := "$1"
	if strings.Contains(st.sql, "?") {
		mark = "?"
	}
	for _, v := range st.Values {
		if !strings.EqualFold(v.Column, column) {
			continue
		}
		args := []string{strconv.Quote("SELECT 1 FROM " + table + " WHERE id = " + mark), st.spot.text(st.args[v.Arg].Pos(), st.args[v.Arg].End())}
		if len(st.call.Args) > len(st.args)+1 {
			args = append([]string{st.spot.text(st.call.Args[0].Pos(), st.call.Args[0].End())}, args...)
		}
		query := strings.Replace(sel.Sel.Name, "Exec", "QueryRow", 1)
		return st.spot.text(sel.X.Pos(), sel.X.End()) + "." + query + "(" + strings.Join(args, ", ") + ").Scan(new(int))"
	}
	return ""
}
