package ownership

import (
	"bytes"
	"go/ast"
	"path"

	"github.com/boundarylint/boundarylint/analyzers/internal/goschema"
)

// called reports whether a statement is one that runs, as far as can be told. What nothing but tests calls is test code,
// whatever file it is in: a package of queries often creates the tables that it is tested on, which are another's. What
// nobody calls at all is there for somebody.
func (f *finder) called(t *tree, s *goschema.Statement, file string) bool {
	if s.Func == "" || s.Func == "init" || s.Func == "main" {
		return true
	}
	dir := path.Dir(file)
	importPath := f.cfg.ImportPath(dir)
	if importPath == "" {
		return true
	}
	seen := map[string]bool{}
	var reached func(name string) bool
	reached = func(name string) bool {
		if seen[name] {
			return false
		}
		seen[name] = true
		if ast.IsExported(name) && t.mentioned(dir, importPath, name) {
			return true
		}
		callers, certain := f.reader.Callers(dir, name)
		if certain {
			return true
		}
		for _, caller := range callers {
			if reached(caller) {
				return true
			}
		}
		return false
	}
	if reached(s.Func) {
		return true
	}
	for name := range seen {
		if t.tested(dir, importPath, name) {
			return false
		}
	}
	return true
}

// tested reports whether a test mentions a name of a package.
func (t *tree) tested(dir, importPath, name string) bool {
	quoted := []byte(`"` + importPath + `"`)
	for _, file := range t.tests {
		if data := t.read(file); (path.Dir(file) == dir || bytes.Contains(data, quoted)) && bytes.Contains(data, []byte(name)) {
			return true
		}
	}
	return false
}

// mentioned reports whether a file of another package imports a package and mentions a name of it.
func (t *tree) mentioned(dir, importPath, name string) bool {
	quoted, member := []byte(`"`+importPath+`"`), []byte("."+name)
	for _, file := range t.goFiles {
		if path.Dir(file) == dir {
			continue
		}
		if data := t.read(file); bytes.Contains(data, quoted) && bytes.Contains(data, member) {
			return true
		}
	}
	return false
}
