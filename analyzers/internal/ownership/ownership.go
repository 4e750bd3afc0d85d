// Package ownership finds which tables each service creates: by the migrations that the config names, and, for a service
// of which the config says nothing, by what its packages hold.
//
// # What is looked through when
//
// A service that declares neither migrations nor tables nor models has them found: SQL files and Go code below its
// packages that create tables, and code of no service that creates tables for its models. What is found so gives way to
// all that the config says.
//
// The answer must be there in every unit of go vet, which starts the tool once for each package and knows no more than
// that package's imports; and an answer that was kept from a run before could be stale. So each unit that asks whose a
// table is looks for itself. That costs a walk of the tree: on a repository of 310 Go files in 190 directories 3 ms for
// the walk and 10 ms to read the files, of which six in a hundred need to be parsed; on one of 1374 files 8 ms, 43 ms and
// 65 ms. Two things keep this off the starts of the tool. Nothing is looked for before the first question, which the
// standard library, dependencies and most packages never ask; and where the config says what each service owns there
// is nothing to look for. The digest by which results are kept holds what was found and not the files, so that editing
// code that creates no table keeps all results.
package ownership

import (
	"bytes"
	"cmp"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/goschema"
	"github.com/boundarylint/boundarylint/analyzers/internal/migrations"
	"github.com/boundarylint/boundarylint/config"
)

// A Result is what was found.
type Result struct {
	Tables   []config.MigratedTable
	Problems []goschema.Problem    // places in Go code that create what is not known
	Empty    []config.MigrationDir // directories that the config names and that hold nothing of the kind
	Silent   []config.MigrationDir // those that may, of which nothing was understood
}

// Find looks through the directories that the config names, and for what it does not say.
func Find(cfg *config.Config) *Result {
	f := &finder{cfg: cfg, reader: goschema.NewReader(cfg.Root(), cfg.Dir), out: &Result{}}
	f.reader.Naming = namingIn(cfg)
	for _, dir := range cfg.MigrationDirs() {
		f.named(dir)
	}
	f.undeclared()
	f.out.Problems = slices.CompactFunc(f.out.Problems, func(a, b goschema.Problem) bool { return a == b })
	return f.out
}

type finder struct {
	cfg    *config.Config
	reader *goschema.Reader
	out    *Result
}

// named reads a directory that the config names.
func (f *finder) named(m config.MigrationDir) {
	rel, err := filepath.Rel(f.cfg.Root(), m.Dir)
	if err != nil {
		return
	}
	dir := filepath.ToSlash(rel)
	tree, err := walk(f.cfg.Root(), dir)
	if err != nil {
		return // Check tells
	}
	own, others := f.created(m.Service, tree)
	set, err := migrations.Read(m.Dir, relative(dir, own)...)
	if err != nil {
		return
	}
	f.reader.TakeHelpers() // whoever calls them is elsewhere, and the models stand here
	if len(set.Tables) == 0 && m.Service != "" {
		// The place was named, and nothing in it creates a table: it is that of the models.
		own = f.models(tree)
		set = migrations.Apply(relative(dir, own))
	}
	switch {
	case len(set.Tables)+len(others) > 0:
	case len(tree.sql)+len(tree.goFiles)+tree.templates == 0:
		f.out.Empty = append(f.out.Empty, m)
	default:
		f.out.Silent = append(f.out.Silent, m)
	}
	f.add(m.Service, dir, set, false)
	for _, service := range slices.Sorted(maps.Keys(others)) {
		f.add(service, ".", migrations.Apply(others[service]), true)
	}
	f.problems()
}

// created returns what the Go files of a named directory create: for the service, and, where the directory is a
// central one, for the services whose models it creates tables for.
func (f *finder) created(service string, t *tree) (own []migrations.Text, others map[string][]migrations.Text) {
	others = map[string][]migrations.Text{}
	for _, file := range t.goFiles {
		if !t.mayCreate(file) {
			continue
		}
		for _, s := range f.reader.Created(file) {
			text := migrations.Text{Name: s.File, SQL: s.SQL, Line: s.Line}
			switch whose := f.cfg.ServiceOfDir(s.Dir); {
			case whose == "" || whose == service:
				own = append(own, text)
			case service == "" && s.Dir != path.Dir(file):
				others[whose] = append(others[whose], text)
			case service == "":
				own = append(own, text)
			}
		}
	}
	return own, others
}

// models returns the tables of the models that a directory declares.
func (f *finder) models(t *tree) []migrations.Text {
	var texts []migrations.Text
	for _, file := range t.goFiles {
		for _, s := range f.reader.Models(file) {
			texts = append(texts, migrations.Text{Name: s.File, SQL: s.SQL, Line: s.Line})
		}
	}
	return texts
}

// undeclared looks through the whole tree for the tables of the services of which the config says nothing.
func (f *finder) undeclared() {
	services := f.cfg.Undeclared()
	if len(services) == 0 {
		return
	}
	t, err := walk(f.cfg.Root(), ".")
	if err != nil {
		return
	}
	texts := map[string][]migrations.Text{}
	add := func(service, file, sql string, line int) {
		if slices.Contains(services, service) {
			texts[service] = append(texts[service], migrations.Text{Name: file, SQL: sql, Line: line})
		}
	}
	whose := f.whose()
	for _, file := range t.sql {
		if service := whose(path.Dir(file)); slices.Contains(services, service) {
			if data := t.read(file); createsTable(data) {
				add(service, file, string(data), 1)
			}
		}
	}
	for _, file := range t.goFiles {
		service := whose(path.Dir(file))
		if service != "" && !slices.Contains(services, service) || !t.mayCreate(file) {
			continue
		}
		for _, s := range f.reader.Created(file) {
			if !f.called(t, &s, file) {
				continue
			}
			add(cmp.Or(whose(s.Dir), service), file, s.SQL, s.Line)
		}
	}
	for _, h := range f.reader.TakeHelpers() {
		for _, s := range f.helped(t, h) {
			add(cmp.Or(whose(s.Dir), whose(path.Dir(s.File))), s.File, s.SQL, s.Line)
		}
	}
	for _, service := range services {
		f.add(service, ".", migrations.Apply(texts[service]), true)
	}
	f.problems()
}

// helped returns what the tree creates by calls of a helper.
func (f *finder) helped(t *tree, h goschema.Helper) []goschema.Statement {
	var out []goschema.Statement
	for _, file := range t.goFiles {
		if !bytes.Contains(t.read(file), []byte(h.Name+"(")) {
			continue
		}
		for _, s := range f.reader.CreatedBy(h, file) {
			if f.called(t, &s, file) {
				out = append(out, s)
			}
		}
	}
	return out
}

// whose tells the service of a directory, and remembers.
func (f *finder) whose() func(dir string) string {
	known := map[string]string{}
	return func(dir string) string {
		service, ok := known[dir]
		if !ok {
			service = f.cfg.ServiceOfDir(dir)
			known[dir] = service
		}
		return service
	}
}

// add notes the tables of a set.
func (f *finder) add(service, dir string, set *migrations.Set, found bool) {
	for _, t := range set.Tables {
		f.out.Tables = append(f.out.Tables, config.MigratedTable{
			Service: service, Table: config.Table{Schema: t.Schema, Name: t.Name}, References: references(t), Columns: columns(t), Blank: blankColumns(t), Keys: t.Keys,
			File: path.Join(dir, t.File), Line: t.Line,
			Code: strings.HasSuffix(t.File, ".go"), Found: found,
		})
	}
	for _, p := range set.Problems {
		if strings.HasSuffix(p.File, ".go") {
			f.out.Problems = append(f.out.Problems, goschema.Problem{File: path.Join(dir, p.File), Line: p.Line, Message: p.Message})
		}
	}
}

func (f *finder) problems() {
	f.out.Problems = append(f.out.Problems, f.reader.TakeProblems()...)
}

// columns are the names of a table's columns.
func columns(t migrations.Table) []string {
	var names []string
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	return names
}

// blankColumns are the names of those columns of a table that have nothing in them by default.
func blankColumns(t migrations.Table) []string {
	var names []string
	for _, c := range t.Columns {
		if c.Blank {
			names = append(names, c.Name)
		}
	}
	return names
}

// references are a table's foreign keys as the config keeps them.
func references(t migrations.Table) []config.Reference {
	var list []config.Reference
	for _, r := range t.References {
		list = append(list, config.Reference{Columns: r.Columns, Table: config.Table{Schema: r.Schema, Name: r.Table}, Deferred: r.Deferred, Required: required(t, r.Columns)})
	}
	return list
}

// required reports whether none of a table's columns may be empty that are named.
func required(t migrations.Table, columns []string) bool {
	return len(columns) > 0 && !slices.ContainsFunc(columns, func(name string) bool {
		return !slices.ContainsFunc(t.Columns, func(c migrations.Column) bool { return strings.EqualFold(c.Name, name) && !c.Nullable })
	})
}

// relative names texts as the directory's files are.
func relative(dir string, texts []migrations.Text) []migrations.Text {
	out := slices.Clone(texts)
	for i := range out {
		if rel, err := filepath.Rel(filepath.FromSlash(dir), filepath.FromSlash(out[i].Name)); err == nil {
			out[i].Name = filepath.ToSlash(rel)
		}
	}
	return out
}
