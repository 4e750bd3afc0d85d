// Package sqlfiles finds where a service's schema reaches into another's: by a
// view that reads the other's tables, by a foreign key to them, or by any other
// statement of a migration that uses them.
//
// No package of Go code contains these, so that no compilation unit can report
// them. The command alone does, which sees the whole tree.
package sqlfiles

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/migrations"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

// A Dir is what a directory of migrations holds.
type Dir struct {
	Package  string // the import path of the directory, or its name where it is in no module
	Reaches  []Reach
	Ignores  []report.Ignore
	Problems []report.Error // pieces that could not be read
}

// A Reach is a view, a foreign key or a statement that leads to another
// service's table.
type Reach struct {
	Service string           // whose the view is, or the table that has the key
	Owner   config.Ownership // of the table that it leads to
	View    bool             // a view; otherwise a foreign key or a statement
	Name    string           // of the view, or of the table that has the key; "" for a statement
	Target  string           // the table that it leads to, as the file writes it
	Columns []string         // of the foreign key
	Write   bool             // the statement changes the table
	Text    string           // of the statement, in short
	Created report.Step      // where the view or the table is created; the note is left to the rule
	At      report.Step      // where the other table is named; likewise
}

// Read reads all migrations that the config names.
func Read(cfg *config.Config) ([]Dir, error) {
	var dirs []Dir
	for _, m := range cfg.MigrationDirs() {
		set, err := migrations.Read(m.Dir)
		if err != nil {
			return nil, err
		}
		r := newReader(cfg, m)
		for _, t := range set.Tables {
			r.table(t)
		}
		for _, t := range set.Touches {
			r.touch(t)
		}
		for _, p := range set.Problems {
			r.out.Problems = append(r.out.Problems, report.Error{File: r.file(p.File), Line: p.Line, Message: p.Message})
		}
		if r.out.Ignores, err = ignores(m.Dir, r.file); err != nil {
			return nil, err
		}
		dirs = append(dirs, r.out)
	}
	return dirs, nil
}

// A reader reads one directory.
type reader struct {
	cfg     *config.Config
	service string // that the directory belongs to; "" for a central one
	rel     string // the directory, relative to the config's
	out     Dir
}

func newReader(cfg *config.Config, m config.MigrationDir) *reader {
	rel, err := filepath.Rel(cfg.Root(), m.Dir)
	if err != nil {
		rel = m.Dir
	}
	r := &reader{cfg: cfg, service: m.Service, rel: filepath.ToSlash(rel)}
	if r.out.Package = cfg.ImportPath(r.rel); r.out.Package == "" {
		r.out.Package = r.rel
	}
	return r
}

// file names a file of the directory as findings do.
func (r *reader) file(name string) string { return path.Join(r.rel, name) }

// table notes the reaches of one table or view.
func (r *reader) table(t migrations.Table) {
	// The directory need not say whose a table is: a central one belongs to
	// nobody, and the config may give any table to another service.
	holder := r.cfg.Owner(r.service, config.Table{Schema: t.Schema, Name: t.Name}).Service
	if holder == "" {
		return
	}
	reach := Reach{Service: holder, View: t.View, Name: t.Name}
	reach.Created = report.Step{File: r.file(t.File), Line: t.Line}
	for _, n := range t.Names {
		reach.At = report.Step{File: r.file(t.File), Line: n.Line, Column: n.Column}
		r.reach(reach, config.Table{Schema: n.Schema, Name: n.Name.Name})
	}
	for _, key := range t.References {
		reach.Columns = key.Columns
		reach.At = report.Step{File: r.file(key.File), Line: key.Line, Column: key.Column}
		r.reach(reach, config.Table{Schema: key.Schema, Name: key.Table})
	}
}

// touch notes a statement of a service's own migrations. Central migrations are
// run by nobody in particular.
func (r *reader) touch(t migrations.Touch) {
	if r.service == "" {
		return
	}
	reach := Reach{Service: r.service, Write: t.Write, Text: t.Statement}
	reach.At = report.Step{File: r.file(t.File), Line: t.Line, Column: t.Column}
	r.reach(reach, config.Table{Schema: t.Schema, Name: t.Name.Name})
}

// reach notes a reach if it leads to another service.
func (r *reader) reach(reach Reach, target config.Table) {
	reach.Owner = r.cfg.Owner(reach.Service, target)
	if reach.Owner.Service == "" || reach.Owner.Own {
		return
	}
	reach.Target = strings.TrimPrefix(target.String(), ".")
	r.out.Reaches = append(r.out.Reaches, reach)
}
