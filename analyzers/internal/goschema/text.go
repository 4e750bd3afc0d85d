package goschema

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

var hole = string(sqltext.Hole)

// A scope is where an expression stands.
type scope struct {
	r     *Reader
	file  *file
	funcs []ast.Node // the functions around it, the innermost last
}

// text returns the text of an expression; what is not known of it is a hole. ok is false where nothing is.
func (s scope) text(x ast.Expr, depth int) (text string, ok bool) {
	if depth > 8 {
		return hole, false
	}
	switch x := x.(type) {
	case *ast.BasicLit:
		if x.Kind != token.STRING {
			return hole, false
		}
		value, err := strconv.Unquote(x.Value)
		return value, err == nil
	case *ast.ParenExpr:
		return s.text(x.X, depth+1)
	case *ast.BinaryExpr:
		if x.Op != token.ADD {
			return hole, false
		}
		left, ok1 := s.text(x.X, depth+1)
		right, ok2 := s.text(x.Y, depth+1)
		return left + right, ok1 || ok2
	case *ast.Ident:
		if value, in := s.value(x); value != nil {
			return in.text(value, depth+1)
		}
	case *ast.SelectorExpr:
		if value, in := s.member(x); value != nil {
			return in.text(value, depth+1)
		}
	case *ast.CallExpr:
		return s.called(x, depth)
	}
	return hole, false
}

// called is the text that a call makes: fmt.Sprintf, or a conversion.
func (s scope) called(x *ast.CallExpr, depth int) (string, bool) {
	name := calleeName(x)
	if len(x.Args) == 0 {
		return s.returned(x, depth)
	}
	first, ok := s.text(x.Args[0], depth+1)
	switch name {
	case "Sprintf":
		var args []string
		for _, a := range x.Args[1:] {
			arg, _ := s.text(a, depth+1)
			args = append(args, arg)
		}
		return formatted(first, args), ok
	case "string", "TrimSpace":
		return first, ok
	}
	return hole, false
}

// returned is the constant that a function without parameters returns, as
// User{}.TableName() does.
func (s scope) returned(x *ast.CallExpr, depth int) (string, bool) {
	var f *file
	var d *ast.FuncDecl
	switch fun := x.Fun.(type) {
	case *ast.Ident:
		f, d = s.file.pkg.function("", fun.Name)
	case *ast.SelectorExpr:
		if m := s.model(fun.X, depth+1); m != nil {
			f, d = m.pkg.function(m.spec.Name.Name, fun.Sel.Name)
		}
	}
	if result := onlyResult(d); result != nil {
		return scope{s.r, f, []ast.Node{d}}.text(result, depth+1)
	}
	return hole, false
}

// onlyResult is what a function returns that does nothing else.
func onlyResult(d *ast.FuncDecl) ast.Expr {
	if d == nil || d.Body == nil || len(d.Body.List) != 1 {
		return nil
	}
	if ret, ok := d.Body.List[0].(*ast.ReturnStmt); ok && len(ret.Results) == 1 {
		return ret.Results[0]
	}
	return nil
}

// formatted puts arguments in the places of a format's verbs.
func formatted(format string, args []string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		switch c := format[i]; {
		case c == '%':
			b.WriteByte('%')
		case len(args) == 0:
			b.WriteString(hole)
		case c == 'q':
			b.WriteString(`"` + args[0] + `"`)
			args = args[1:]
		case c == 's' || c == 'v':
			b.WriteString(args[0])
			args = args[1:]
		default:
			b.WriteString(hole)
			args = args[1:]
		}
	}
	return b.String()
}

// value returns what a name was given, and where that stands: in the functions around, or in the package.
func (s scope) value(id *ast.Ident) (ast.Expr, scope) {
	for i := len(s.funcs) - 1; i >= 0; i-- {
		if x := assigned(s.funcs[i], id.Name); x != nil {
			return x, s
		}
		if isParam(s.funcs[i], id.Name) {
			return nil, s
		}
	}
	f, x := s.file.pkg.value(id.Name)
	return x, scope{r: s.r, file: f}
}

// member returns what the constant or variable of another package was given.
func (s scope) member(x *ast.SelectorExpr) (ast.Expr, scope) {
	id, ok := x.X.(*ast.Ident)
	if !ok {
		return nil, s
	}
	p := s.r.imported(s.file, id.Name)
	if p == nil {
		return nil, s
	}
	f, value := p.value(x.Sel.Name)
	return value, scope{r: s.r, file: f}
}

// assigned returns what a name is given in a function, nil where that is
// several things.
func assigned(fn ast.Node, name string) ast.Expr {
	var found []ast.Expr
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && id.Name == name && len(n.Rhs) == len(n.Lhs) {
					found = append(found, n.Rhs[i])
				}
			}
		case *ast.RangeStmt:
			if id, ok := n.Value.(*ast.Ident); ok && id.Name == name {
				found = append(found, n.X)
			}
		case *ast.GenDecl:
			if x := declared(n, name); x != nil {
				found = append(found, x)
			}
		}
		return true
	})
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

func isParam(fn ast.Node, name string) bool {
	var t *ast.FuncType
	switch fn := fn.(type) {
	case *ast.FuncDecl:
		t = fn.Type
	case *ast.FuncLit:
		t = fn.Type
	}
	if t == nil || t.Params == nil {
		return false
	}
	for _, field := range t.Params.List {
		for _, id := range field.Names {
			if id.Name == name {
				return true
			}
		}
	}
	return false
}

// Shapes of text that changes a schema. A name alone behind CREATE TABLE is the beginning of a log message: something
// must follow it. They are compiled at their first use, for most starts of the tool have none.
var (
	creates = lazily(`(?i)\bcreate\s+(?:[a-z]+\s+){0,3}table\s+(?:if\s+not\s+exists\s+)?[^\s(]+\s*(?:\(|as\s|like\s|partition\s|of\s|inherits)`)
	changes = lazily(`(?i)\b(?:alter|drop)\s+table\s+\S+|\brename\s+table\s+\S+\s+to\s|\bcreate\s+(?:or\s+replace\s+)?(?:materialized\s+)?view\s+\S+\s+as\s`)
	begins  = lazily(`(?i)^(?:create|alter|drop|rename|begin|start|set|use|pragma|do|insert|update|delete|comment|grant|with|if)\b`)
	comment = lazily(`(?s)^(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/)+`)
)

func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// changesSchema reports whether a text is SQL that creates, changes or drops tables or views.
func changesSchema(text string) bool {
	if len(text) < len("drop table x") || !begins().MatchString(comment().ReplaceAllString(text, "")) {
		return false
	}
	return creates().MatchString(text) || changes().MatchString(text)
}
