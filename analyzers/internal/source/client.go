package source

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Timeout gives the http.Client that is made at a step a timeout, and the file the
// import that it takes. It is nil where the client is not written down there, or
// what the name time means is not certain.
func (c *Code) Timeout(made summary.Step) []analysis.TextEdit {
	s := c.step(made)
	if s == nil {
		return nil
	}
	lit := s.client()
	if lit == nil {
		return nil
	}
	name, edits := s.importTime()
	if name == "" {
		return nil
	}
	return append(edits, s.addField(lit, "Timeout: 10 * "+name+".Second"))
}

// client is the literal of an http.Client around a place, without a timeout.
func (s *spot) client() *ast.CompositeLit {
	for _, n := range s.path {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			continue
		}
		n, ok := types.Unalias(s.pass.TypesInfo.TypeOf(lit)).(*types.Named)
		if !ok || n.Obj().Pkg() == nil || n.Obj().Pkg().Path() != "net/http" || n.Obj().Name() != "Client" || lit.Lbrace != s.pos && lit.Pos() != s.pos {
			return nil
		}
		for _, e := range lit.Elts {
			kv, ok := e.(*ast.KeyValueExpr)
			if !ok {
				return nil
			}
			if key, ok := kv.Key.(*ast.Ident); !ok || key.Name == "Timeout" {
				return nil
			}
		}
		return lit
	}
	return nil
}

// addField puts a field before the others of a literal.
func (s *spot) addField(lit *ast.CompositeLit, field string) analysis.TextEdit {
	at := lit.Lbrace + 1
	if len(lit.Elts) > 0 {
		if between := s.text(at, lit.Elts[0].Pos()); strings.Contains(between, "\n") {
			indent := between[strings.LastIndexByte(between, '\n'):]
			return analysis.TextEdit{Pos: at, End: at, NewText: []byte(indent + field + ",")}
		}
		field += ", "
	}
	return analysis.TextEdit{Pos: at, End: at, NewText: []byte(field)}
}

// importTime is the name of package time at a place, and the edits that import
// it where the file does not; "" if the name means something else.
func (s *spot) importTime() (name string, edits []analysis.TextEdit) {
	for _, spec := range s.file.Imports {
		if path, _ := strconv.Unquote(spec.Path.Value); path != "time" {
			continue
		}
		pkg := s.pass.TypesInfo.PkgNameOf(spec)
		if pkg == nil || pkg.Name() == "_" || pkg.Name() == "." || !s.usable(pkg.Name(), pkg) {
			return "", nil
		}
		return pkg.Name(), nil
	}
	scope := s.pass.Pkg.Scope().Innermost(s.pos)
	if scope == nil {
		return "", nil
	}
	if _, obj := scope.LookupParent("time", token.NoPos); obj != nil || s.pass.Pkg.Scope().Lookup("time") != nil {
		return "", nil
	}
	if edit, ok := s.addImport("time"); ok {
		return "time", []analysis.TextEdit{edit}
	}
	return "", nil
}

// addImport imports a package of the standard library, among those that the file
// imports already, in their order.
func (s *spot) addImport(path string) (analysis.TextEdit, bool) {
	for _, d := range s.file.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.IMPORT || len(decl.Specs) == 0 {
			continue
		}
		first := decl.Specs[0].(*ast.ImportSpec)
		if first.Path.Value == `"C"` {
			continue
		}
		quoted := strconv.Quote(path)
		if !decl.Lparen.IsValid() {
			return analysis.TextEdit{Pos: decl.End(), End: decl.End(), NewText: []byte("\nimport " + quoted)}, true
		}
		last := s.before(decl, path)
		if last == nil {
			return analysis.TextEdit{Pos: first.Pos(), End: first.Pos(), NewText: []byte(quoted + "\n\t")}, true
		}
		end := last.Path.End()
		if last.Comment != nil {
			end = last.Comment.End()
		}
		return analysis.TextEdit{Pos: end, End: end, NewText: []byte("\n\t" + quoted)}, true
	}
	return analysis.TextEdit{}, false
}

// before is the last import of the first group that comes before a path of the
// standard library; nil if none does.
func (s *spot) before(decl *ast.GenDecl, path string) *ast.ImportSpec {
	var last *ast.ImportSpec
	line := 0
	for _, sp := range decl.Specs {
		spec := sp.(*ast.ImportSpec)
		at := s.pass.Fset.Position(spec.Pos()).Line
		value, _ := strconv.Unquote(spec.Path.Value)
		first, _, _ := strings.Cut(value, "/")
		if line > 0 && at > line+1 || value > path || strings.Contains(first, ".") {
			break
		}
		last, line = spec, at
	}
	return last
}
