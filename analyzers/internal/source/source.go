// Package source finds in the code of the package under analysis what findings
// speak of: the call that is given a statement, the comparison that is the wrong
// way round, the client that was made without a timeout. It shows fixes in the
// terms of that place, and makes edits of those that are certain. Code of other
// packages is not at hand, nor is a fix offered in it.
package source

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Code is the code of the package under analysis; nil stands for none.
type Code struct {
	pass *analysis.Pass
	root string        // to which findings name files
	view *effects.View // may be nil
}

// Of is the code of a pass.
func Of(pass *analysis.Pass, res *effects.Result) *Code {
	if pass == nil {
		return nil
	}
	return &Code{pass, res.Root, res.View}
}

// A spot is a place in the code.
type spot struct {
	*Code
	file *ast.File
	pos  token.Pos
	path []ast.Node // the nodes around it, the innermost first
}

// at finds the place of a step. It is nil in other packages' files, and in
// generated ones, which are not for people to edit.
func (c *Code) at(file string, line, col int) *spot {
	if c == nil || line < 1 || col < 1 {
		return nil
	}
	name := filepath.Join(c.root, filepath.FromSlash(file))
	for _, f := range c.pass.Files {
		tf := c.pass.Fset.File(f.FileStart)
		if tf == nil || tf.Name() != name || ast.IsGenerated(f) || line > tf.LineCount() {
			continue
		}
		pos := tf.LineStart(line) + token.Pos(col-1)
		path, _ := astutil.PathEnclosingInterval(f, pos, pos)
		return &spot{c, f, pos, path}
	}
	return nil
}

// step finds the place of a step.
func (c *Code) step(s summary.Step) *spot { return c.at(s.File, s.Line, s.Col) }

// SameFunction reports whether a step stands in the very function that a place is
// in, rather than in one around it or in it.
func (c *Code) SameFunction(p summary.Place, s summary.Step) bool {
	a, b := c.at(p.File, p.Line, p.Col), c.step(s)
	return a != nil && b != nil && a.function() != nil && a.function() == b.function()
}

// function is the type of the innermost function around a place.
func (s *spot) function() *ast.FuncType {
	for _, n := range s.path {
		switch n := n.(type) {
		case *ast.FuncLit:
			return n.Type
		case *ast.FuncDecl:
			return n.Type
		}
	}
	return nil
}

// results are the types that the innermost function around a place returns.
func (s *spot) results() []types.Type {
	fn := s.function()
	if fn == nil || fn.Results == nil {
		return nil
	}
	var list []types.Type
	for _, f := range fn.Results.List {
		for range max(1, len(f.Names)) {
			list = append(list, s.pass.TypesInfo.TypeOf(f.Type))
		}
	}
	return list
}

// inLoop reports whether a place is in a loop of its function.
func (s *spot) inLoop() bool {
	for _, n := range s.path {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		case *ast.FuncLit, *ast.FuncDecl:
			return false
		}
	}
	return false
}

// Leave is the statement by which a message is passed over at a place: "return
// nil"; "" if the place is not in this code.
func (c *Code) Leave(p summary.Place) string {
	s := c.at(p.File, p.Line, p.Col)
	if s == nil {
		return ""
	}
	results := s.results()
	if len(results) == 0 && s.inLoop() {
		return "continue"
	}
	var zeros []string
	for _, t := range results {
		zeros = append(zeros, zero(t, s.qualifier))
	}
	return strings.TrimSpace("return " + strings.Join(zeros, ", "))
}

// zero is a type's zero value in Go.
func zero(t types.Type, q types.Qualifier) string {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsString != 0:
			return `""`
		case u.Info()&types.IsBoolean != 0:
			return "false"
		case u.Info()&types.IsNumeric != 0:
			return "0"
		}
	case *types.Struct, *types.Array:
		return types.TypeString(t, q) + "{}"
	}
	return "nil"
}

// qualifier names packages as code does.
func (s *spot) qualifier(p *types.Package) string {
	if p == s.pass.Pkg {
		return ""
	}
	return p.Name()
}

// text is a piece of the code as it is written; "" if the file cannot be read.
func (s *spot) text(from, to token.Pos) string {
	tf := s.pass.Fset.File(s.file.FileStart)
	src, err := s.pass.ReadFile(tf.Name())
	if err != nil || len(src) != tf.Size() {
		return ""
	}
	return string(src[tf.Offset(from):tf.Offset(to)])
}

// edited is a piece of the code with edits made, in one line; "" if it is too
// long for that.
func (s *spot) edited(n ast.Node, edits []analysis.TextEdit) string {
	text, shift := s.text(n.Pos(), n.End()), n.Pos()
	if text == "" {
		return ""
	}
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b analysis.TextEdit) int { return int(b.Pos - a.Pos) }) // the last first
	for _, e := range edits {
		text = text[:e.Pos-shift] + string(e.NewText) + text[e.End-shift:]
	}
	if strings.Contains(text, "\n") || len(text) > 200 {
		return ""
	}
	return text
}

// usable reports whether a name means an object at a place.
func (s *spot) usable(name string, obj types.Object) bool {
	scope := s.pass.Pkg.Scope().Innermost(s.pos)
	if scope == nil {
		return false
	}
	_, found := scope.LookupParent(name, s.pos)
	return found == obj
}

// variable is the one variable at a place of a type, which findings name; nil if
// there is none, or another.
func (s *spot) variable(typeName string) *types.Var {
	var found *types.Var
	scope := s.pass.Pkg.Scope().Innermost(s.pos)
	for ; scope != nil && scope != s.pass.Pkg.Scope(); scope = scope.Parent() {
		for _, name := range scope.Names() {
			v, ok := scope.Lookup(name).(*types.Var)
			if !ok || v.Pos() >= s.pos || !isA(v.Type(), typeName) || !s.usable(name, v) {
				continue
			}
			if found != nil {
				return nil
			}
			found = v
		}
	}
	return found
}

// Keys are the fields of the message at a place, of the named type, that may be
// keys of other rows.
func (c *Code) Keys(p summary.Place, message string) []string {
	s := c.at(p.File, p.Line, p.Col)
	if s == nil {
		return nil
	}
	v := s.variable(message)
	if v == nil {
		return nil
	}
	st, ok := effects.Named(v.Type()).Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	var keys []string
	for f := range st.Fields() {
		if lower := strings.ToLower(f.Name()); strings.HasSuffix(lower, "id") && lower != "id" && len(keys) < 8 {
			keys = append(keys, f.Name())
		}
	}
	return keys
}

// isA reports whether a type, or what it points to, is the one that findings name.
func isA(t types.Type, name string) bool {
	n := effects.Named(t)
	return n != nil && name != "" && effects.ShortTypeName(n) == name
}

// A Field is a variable's field: evt.Meta.CreatedAt.
type Field struct {
	Var  *types.Var
	Path string // Meta.CreatedAt
	Type types.Type
}

func (f *Field) String() string { return f.Var.Name() + "." + f.Path }

// field is the variable's field that an expression has, maybe in another form;
// nil if it is none.
func (c *Code) field(e ast.Expr) *Field {
	var path []string
	ty := c.pass.TypesInfo.TypeOf(e)
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.Ident:
			v, ok := c.pass.TypesInfo.Uses[x].(*types.Var)
			if !ok || len(path) == 0 {
				return nil
			}
			slices.Reverse(path)
			return &Field{v, strings.Join(path, "."), ty}
		case *ast.SelectorExpr:
			if sel := c.pass.TypesInfo.Selections[x]; sel == nil || sel.Kind() != types.FieldVal {
				return nil
			}
			path, e = append(path, x.Sel.Name), x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.CallExpr:
			sel, ok := x.Fun.(*ast.SelectorExpr)
			if !ok || len(x.Args) > 0 {
				return nil
			}
			switch name := sel.Sel.Name; {
			case asTime[name]:
			case strings.HasPrefix(name, "Get") && len(name) > 3: // generated
				path = append(path, name[3:])
			default:
				return nil
			}
			e = sel.X
		default:
			return nil
		}
	}
}

// asTime are the methods that give a time in another form.
var asTime = map[string]bool{"UTC": true, "Local": true, "AsTime": true, "Unix": true, "UnixMilli": true, "UnixMicro": true, "UnixNano": true}

// fieldType is the type of a variable's field at the end of a path, or nil.
func (c *Code) fieldType(t types.Type, path string) types.Type {
	for name := range strings.SplitSeq(path, ".") {
		obj, _, _ := types.LookupFieldOrMethod(t, true, c.pass.Pkg, name)
		f, ok := obj.(*types.Var)
		if !ok {
			return nil
		}
		t = f.Type()
	}
	return t
}

func isTime(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == "Time" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "time"
}

func isError(t types.Type) bool {
	return t != nil && types.Identical(t, types.Universe.Lookup("error").Type())
}

// Call is the call that begins at a place, without the arguments of a long one; ""
// if there is none.
func (c *Code) Call(p summary.Place) string {
	s := c.at(p.File, p.Line, p.Col)
	if s == nil {
		return ""
	}
	for _, n := range slices.Backward(s.path) {
		call, ok := n.(*ast.CallExpr)
		if !ok || call.Pos() != s.pos {
			continue
		}
		text := s.text(call.Pos(), call.End())
		if len(text) > 60 || strings.Contains(text, "\n") {
			text = s.text(call.Pos(), call.Lparen) + "(…)"
		}
		if !strings.Contains(text, "\n") {
			return text
		}
	}
	return ""
}

// Row is the variable that the call at a place is given as the row to be written,
// and the field of it that is wanted, if it has one; "" where there is none, or
// what it is given is the message, of the named type.
func (c *Code) Row(p summary.Place, message string, wanted func(field string) bool) (name, field string) {
	s := c.at(p.File, p.Line, p.Col)
	if s == nil {
		return "", ""
	}
	for _, n := range slices.Backward(s.path) {
		call, ok := n.(*ast.CallExpr)
		if !ok || call.Pos() != s.pos {
			continue
		}
		for _, arg := range call.Args {
			if name, field := s.row(arg, message, wanted); name != "" {
				return name, field
			}
		}
	}
	return "", ""
}

func (s *spot) row(arg ast.Expr, message string, wanted func(field string) bool) (name, field string) {
	if u, ok := arg.(*ast.UnaryExpr); ok && u.Op == token.AND {
		arg = u.X
	}
	id, ok := arg.(*ast.Ident)
	if !ok {
		return "", ""
	}
	t := s.pass.TypesInfo.TypeOf(id)
	n := effects.Named(t)
	if n == nil || isA(t, message) {
		return "", ""
	}
	st, ok := n.Underlying().(*types.Struct)
	if !ok || n.Obj().Pkg() == nil || s.view == nil || !s.view.FirstParty(effects.PkgPath(n.Obj().Pkg())) {
		return "", ""
	}
	for f := range st.Fields() {
		if wanted(f.Name()) {
			field = f.Name()
			break
		}
	}
	return id.Name, field
}
