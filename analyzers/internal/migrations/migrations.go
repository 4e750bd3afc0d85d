// Package migrations reads directories of SQL migrations and tells which tables are there once all are applied.
//
// It knows the files of golang-migrate, goose, dbmate, sql-migrate, atlas, flyway, tern and rambler, and plain dumps of
// a schema. Only what they do on the way up counts. What it cannot read it reports as a [Problem] and goes on: half of
// a schema is worth more than none.
package migrations

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// Table is a table, or a view, after all migrations.
type Table struct {
	Schema     string // as written, or set by search_path or USE; may be empty
	Name       string
	File       string // of its CREATE, relative to the directory, with slashes
	Line       int
	Columns    []Column // in order; of a view and of CREATE TABLE … AS none, unless they are listed
	References []Reference
	Keys       []string // the columns of which each alone tells a row: the primary key, and what is UNIQUE
	View       bool
	Reads      []Name    // of a view: the tables that it reads in the end, through other views as well; sorted
	Names      []Mention // of a view: the tables and views that it names itself, in order
}

// Mention is where a view names a table, or another view.
type Mention struct {
	Name
	Line, Column int // in the view's file; the column in bytes
}

// Name is the name of a table.
type Name struct{ Schema, Name string }

// Column is a column of a table.
type Column struct {
	Name     string
	Nullable bool
	// Blank says that rows may have nothing in it, without it being NULL: it defaults to '',
	// or to zero.
	Blank bool
}

// Reference is a foreign key.
type Reference struct {
	Columns  []string
	Schema   string
	Table    string
	File     string
	Line     int  // of the REFERENCES
	Column   int  // likewise, in bytes
	Deferred bool // INITIALLY DEFERRED. One that is only DEFERRABLE is checked at once unless code says otherwise.

	name string // of its constraint, by which it may be dropped
}

// Problem is a piece that could not be read.
type Problem struct {
	File    string
	Line    int // 0 if it is the whole file
	Message string
}

// Set is what a directory of migrations comes to.
type Set struct {
	Tables   []Table // sorted by schema and name
	Touches  []Touch // in the order of the statements
	Problems []Problem
}

// Text is SQL that does not stand in a file of its own: in Go code, say.
type Text struct {
	Name string // of the file that it stands in, which tells when it is applied
	SQL  string
	Line int // at which it begins
}

// Read reads the migrations below a directory, and texts between them. That there is no such directory is an error;
// nothing else is.
func Read(dir string, texts ...Text) (*Set, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s: not a directory", dir)
	}
	return ReadFS(os.DirFS(dir), texts...)
}

// ReadFS reads the migrations in a file system, and texts between them.
func ReadFS(fsys fs.FS, texts ...Text) (*Set, error) {
	if _, err := fs.Stat(fsys, "."); err != nil && errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	files, problems := find(fsys)
	for _, name := range files {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			problems = append(problems, Problem{File: name, Message: reason(err)})
			continue
		}
		texts = append(texts, Text{Name: name, SQL: string(data), Line: 1})
	}
	set := Apply(texts)
	set.Problems = append(problems, set.Problems...)
	return set, nil
}

// Apply applies texts in the order of their files' names, those of one file as they come. Files of the way down are left
// out.
func Apply(texts []Text) *Set {
	s := newState()
	for _, t := range inOrder(texts) {
		s.file(t.Name, upPart(t.SQL), t.Line)
	}
	return s.set()
}

// reason is the error without the path, which may be of this machine.
func reason(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Op + ": " + path.Err.Error()
	}
	return err.Error()
}

// compareTables orders tables by schema and name, tables before views.
func compareTables(a, b Table) int {
	return cmp.Or(cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Name, b.Name), cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line))
}

// set is the result.
func (s *state) set() *Set {
	s.schema = ""
	out := &Set{Touches: s.touched, Problems: s.problems}
	for _, t := range s.tables {
		table := *t
		if t.View {
			table.Reads = s.baseTables(t)
		}
		out.Tables = append(out.Tables, table)
	}
	slices.SortFunc(out.Tables, compareTables)
	return out
}
