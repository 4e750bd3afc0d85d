package catalogtest

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// sources finds packages by their import path, in the modules and in the
// standard library, and type-checks them on demand.
type sources struct {
	fset        *token.FileSet
	build       build.Context
	dirs        map[string]string   // import path to folder
	byCanonical map[string][]string // the import paths of a path without major versions
	checked     map[string]*types.Package
}

// newSources knows every package of the modules that are at hand.
func newSources(t *testing.T, list []*module) *sources {
	t.Helper()
	s := &sources{
		fset: token.NewFileSet(), build: build.Default,
		dirs: map[string]string{}, byCanonical: map[string][]string{}, checked: map[string]*types.Package{},
	}
	s.build.CgoEnabled = true // its files are only read
	for _, m := range list {
		if m.dir == "" {
			continue
		}
		if err := s.addModule(m); err != nil {
			t.Fatal(err)
		}
	}
	for p := range s.dirs {
		c := catalog.Canonical(p)
		s.byCanonical[c] = append(s.byCanonical[c], p)
	}
	for _, paths := range s.byCanonical {
		slices.Sort(paths)
	}
	return s
}

// addModule notes the packages of a module.
func (s *sources) addModule(m *module) error {
	return filepath.WalkDir(m.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(m.dir, name)
		if err != nil {
			return err
		}
		if rel == "." {
			s.dirs[m.path] = name
			return nil
		}
		base := d.Name()
		if base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
			return fs.SkipDir
		}
		if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil {
			return fs.SkipDir // another module
		}
		p := path.Join(m.path, filepath.ToSlash(rel))
		if _, ok := s.dirs[p]; !ok {
			s.dirs[p] = name
		}
		return nil
	})
}

// packages are the import paths that a package of the catalogue stands for.
func (s *sources) packages(pkg string) []string {
	if !strings.Contains(pkg, "*") {
		if s.isStd(pkg) {
			return []string{pkg}
		}
		return s.byCanonical[pkg]
	}
	var list []string
	for c, paths := range s.byCanonical {
		if ok, err := path.Match(pkg, c); err == nil && ok {
			list = append(list, paths...)
		}
	}
	slices.Sort(list)
	return list
}

func (s *sources) isStd(pkg string) bool {
	first, _, _ := strings.Cut(pkg, "/")
	return !strings.Contains(first, ".") && existing(s.stdDir(pkg)) != ""
}

func (s *sources) stdDir(pkg string) string {
	return filepath.Join(s.build.GOROOT, "src", filepath.FromSlash(pkg))
}

// dir is the folder of a package, "" if its source is not at hand.
func (s *sources) dir(pkg string) string {
	if dir, ok := s.dirs[pkg]; ok {
		return dir
	}
	if s.isStd(pkg) {
		return s.stdDir(pkg)
	}
	return existing(s.stdDir("vendor/" + pkg))
}

// Import type-checks a package leniently: without function bodies, with an
// empty package for each one that is missing, and regardless of errors. What
// cannot be resolved has an invalid type.
func (s *sources) Import(pkg string) (*types.Package, error) {
	if pkg == "unsafe" {
		return types.Unsafe, nil
	}
	if p, ok := s.checked[pkg]; ok {
		return p, nil
	}
	p := types.NewPackage(pkg, path.Base(catalog.Canonical(pkg)))
	p.MarkComplete()
	s.checked[pkg] = p // for an import cycle, and where there is no source
	dir := s.dir(pkg)
	if dir == "" {
		return p, nil
	}
	files := s.parse(dir)
	if len(files) == 0 {
		return p, nil
	}
	conf := types.Config{
		Importer: s, IgnoreFuncBodies: true, FakeImportC: true, DisableUnusedImportCheck: true,
		Error: func(error) {},
	}
	if got, _ := conf.Check(pkg, s.fset, files, nil); got != nil {
		got.MarkComplete()
		p = got
	}
	s.checked[pkg] = p
	return p, nil
}

// parse reads the files of a folder that belong to this platform.
func (s *sources) parse(dir string) []*ast.File {
	found, err := s.build.ImportDir(dir, 0)
	if found == nil || err != nil && len(found.GoFiles)+len(found.CgoFiles) == 0 {
		return nil
	}
	var files []*ast.File
	for _, name := range slices.Concat(found.GoFiles, found.CgoFiles) {
		f, _ := parser.ParseFile(s.fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if f != nil {
			files = append(files, f)
		}
	}
	return files
}
