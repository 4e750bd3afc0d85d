// Package goschema reads from Go code which tables it creates: the models that are handed to AutoMigrate, CreateTable
// and the like, ent's schemas, and SQL text that creates, renames or drops tables, as migrations written in Go hold it.
// What it finds it writes down as SQL, which [migrations] applies like any other.
//
// It reads syntax alone. Types would need every package below to be loaded, and whose a table is must be known in each
// unit that is analyzed, and before its dependencies have been: go vet starts the tool once for each package. So only
// what can be told from the text counts: a model that is named where it is handed over, or in a list that is written
// down, and a name of a table that is a constant. The rest is told as not understood.
package goschema

import (
	"bytes"
	"cmp"
	"go/ast"
	"os"
	"path/filepath"
	"slices"
)

// Statement is what a place in Go code does to the schema, as SQL.
type Statement struct {
	// Dir is whose table it is: the directory of the package that declares the model, else the one of the code.
	Dir  string
	File string // relative to the root, with slashes
	Line int
	SQL  string
	// Func is the function that does it, "" where it is a method or none.
	Func string
}

// Problem is a place that creates a table which is not known.
type Problem struct {
	File    string
	Line    int
	Message string
}

// Reader reads Go files below a directory.
type Reader struct {
	// Naming tells how gorm names the tables of a directory's models; nil: as it
	// does by default.
	Naming   func(dir string) Naming
	root     string
	dirOf    func(importPath string) (string, bool)
	packages map[string]*pkg
	problems []Problem
	helpers  []Helper
}

// NewReader returns a reader of the files below root. dirOf tells in which directory a package is, relative to root.
func NewReader(root string, dirOf func(importPath string) (string, bool)) *Reader {
	return &Reader{root: root, dirOf: dirOf, packages: map[string]*pkg{}}
}

// signs are what no file lacks that creates a table.
var signs = [][]byte{
	[]byte("AutoMigrate("), []byte("CreateTable"), []byte(".Sync2("), []byte(".Sync("), []byte("ResetModel("), []byte("ent.Schema"),
	[]byte("CREATE "), []byte("create "), []byte("Create "),
}

// MayCreate reports whether a Go file may create a table, by its bytes alone: most need not be parsed.
func MayCreate(source []byte) bool {
	return slices.ContainsFunc(signs, func(sign []byte) bool { return bytes.Contains(source, sign) }) &&
		!bytes.Contains(source, []byte("\t\"testing\"\n"))
}

// Created returns what a file's code does to the schema, in the order of the code.
func (r *Reader) Created(file string) []Statement {
	f := r.file(file)
	if f == nil {
		return nil
	}
	v := &visitor{r: r, file: f, down: downFuncs(f.syntax)}
	for _, decl := range f.syntax.Decls {
		v.decl(decl)
	}
	out := append(v.out, r.entSchemas(f)...)
	slices.SortStableFunc(out, func(a, b Statement) int { return cmp.Compare(a.Line, b.Line) })
	return out
}

// Models returns the tables of all models that a file declares, whoever creates them: it is for places which the config
// names as those of a service's models.
func (r *Reader) Models(file string) []Statement {
	f := r.file(file)
	if f == nil {
		return nil
	}
	var out []Statement
	for _, decl := range f.syntax.Decls {
		for _, spec := range typeSpecs(decl) {
			m := &model{pkg: f.pkg, file: f, spec: spec}
			if library := m.library(); library != "" && !f.pkg.embedded(spec.Name.Name) {
				out = append(out, r.create(m, library, "")...)
			}
		}
	}
	return out
}

// TakeProblems returns the places that were not understood since it was asked last.
func (r *Reader) TakeProblems() []Problem {
	list := r.problems
	r.problems = nil
	return list
}

func (r *Reader) problem(f *file, at ast.Node, message string) {
	r.problems = append(r.problems, Problem{f.name, f.line(at), message})
}

func (r *Reader) read(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(r.root, filepath.FromSlash(name)))
}
