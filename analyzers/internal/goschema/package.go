package goschema

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// A pkg is the files of a directory that are no tests, as syntax.
type pkg struct {
	dir   string
	files []*file
}

// A file is a parsed one.
type file struct {
	pkg    *pkg
	name   string // relative to the root, with slashes
	fset   *token.FileSet
	syntax *ast.File
}

func (f *file) line(n ast.Node) int { return f.fset.Position(n.Pos()).Line }

// pkg returns the package of a directory, nil where there is none.
func (r *Reader) pkg(dir string) *pkg {
	if p, ok := r.packages[dir]; ok {
		return p
	}
	r.packages[dir] = nil
	entries, err := os.ReadDir(filepath.Join(r.root, filepath.FromSlash(dir)))
	if err != nil {
		return nil
	}
	p := &pkg{dir: dir}
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		data, err := r.read(path.Join(dir, name))
		if err != nil {
			continue
		}
		// What does not parse the compiler tells; its beginning counts.
		syntax, _ := parser.ParseFile(fset, name, data, parser.SkipObjectResolution)
		if syntax != nil {
			p.files = append(p.files, &file{p, path.Join(dir, name), fset, syntax})
		}
	}
	r.packages[dir] = p
	return p
}

// file returns a file of the tree, nil where it cannot be read.
func (r *Reader) file(name string) *file {
	p := r.pkg(path.Dir(name))
	if p == nil {
		return nil
	}
	for _, f := range p.files {
		if f.name == name {
			return f
		}
	}
	return nil
}

// imported returns the package that a name means in a file, nil where it is not one below the root.
func (r *Reader) imported(f *file, name string) *pkg {
	for _, spec := range f.syntax.Imports {
		importPath, err := strconv.Unquote(spec.Path.Value)
		if err != nil || spec.Name != nil && spec.Name.Name != name {
			continue
		}
		if spec.Name == nil && !mayBeNamed(importPath, name) {
			continue
		}
		dir, ok := r.dirOf(importPath)
		if !ok {
			continue
		}
		if p := r.pkg(dir); p != nil && (spec.Name != nil || p.name() == name) {
			return p
		}
	}
	return nil
}

// mayBeNamed reports whether a package may bear a name by its import path: it
// need not be the path's last segment, but then only its name tells.
func mayBeNamed(importPath, name string) bool {
	return strings.Contains(strings.ReplaceAll(importPath, "-", ""), strings.TrimSuffix(name, "s")) || name != path.Base(importPath)
}

func (p *pkg) name() string {
	if len(p.files) == 0 {
		return ""
	}
	return p.files[0].syntax.Name.Name
}

// imports reports whether a file imports a package whose path begins so.
func (f *file) imports(prefixes ...string) bool {
	for _, spec := range f.syntax.Imports {
		for _, prefix := range prefixes {
			if strings.HasPrefix(strings.Trim(spec.Path.Value, "`\""), prefix) {
				return true
			}
		}
	}
	return false
}

func typeSpecs(decl ast.Decl) []*ast.TypeSpec {
	g, ok := decl.(*ast.GenDecl)
	if !ok || g.Tok != token.TYPE {
		return nil
	}
	var specs []*ast.TypeSpec
	for _, s := range g.Specs {
		if spec, ok := s.(*ast.TypeSpec); ok {
			specs = append(specs, spec)
		}
	}
	return specs
}

// typeSpec returns the declaration of a type, and its file.
func (p *pkg) typeSpec(name string) (*file, *ast.TypeSpec) {
	for _, f := range p.files {
		for _, decl := range f.syntax.Decls {
			for _, spec := range typeSpecs(decl) {
				if spec.Name.Name == name {
					return f, spec
				}
			}
		}
	}
	return nil, nil
}

// value returns what a constant or variable is declared with, and its file.
func (p *pkg) value(name string) (*file, ast.Expr) {
	for _, f := range p.files {
		for _, decl := range f.syntax.Decls {
			if g, ok := decl.(*ast.GenDecl); ok {
				if x := declared(g, name); x != nil {
					return f, x
				}
			}
		}
	}
	return nil, nil
}

// declared returns what a declaration gives a name.
func declared(g *ast.GenDecl, name string) ast.Expr {
	for _, s := range g.Specs {
		spec, ok := s.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for i, id := range spec.Names {
			if id.Name != name {
				continue
			}
			if i < len(spec.Values) {
				return spec.Values[i]
			}
			return spec.Type // var user User
		}
	}
	return nil
}

// function returns a function, or the method of a type.
func (p *pkg) function(recv, name string) (*file, *ast.FuncDecl) {
	for _, f := range p.files {
		for _, decl := range f.syntax.Decls {
			if d, ok := decl.(*ast.FuncDecl); ok && d.Name.Name == name && receiver(d) == recv {
				return f, d
			}
		}
	}
	return nil, nil
}

// receiver is the name of the type that a method belongs to, "" for a function.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	return typeName(d.Recv.List[0].Type)
}

// typeName is the name of a type of the package, without pointers and arguments.
func typeName(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return typeName(x.X)
	case *ast.ParenExpr:
		return typeName(x.X)
	case *ast.IndexExpr:
		return typeName(x.X)
	case *ast.IndexListExpr:
		return typeName(x.X)
	case *ast.Ident:
		return x.Name
	}
	return ""
}

// embedded reports whether a type is part of others, and so no table.
func (p *pkg) embedded(name string) bool {
	for _, f := range p.files {
		for _, decl := range f.syntax.Decls {
			for _, spec := range typeSpecs(decl) {
				s, ok := spec.Type.(*ast.StructType)
				if !ok {
					continue
				}
				for _, field := range s.Fields.List {
					inner := len(field.Names) == 0 || strings.Contains(tagOf(field, "gorm"), "embedded") ||
						strings.HasPrefix(tagOf(field, "bun"), "embed:") || tagOf(field, "xorm") == "extends"
					if inner && typeName(field.Type) == name {
						return true
					}
				}
			}
		}
	}
	return false
}
