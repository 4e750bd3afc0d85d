package config

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// discover finds the modules of a config without walking: those of the go.mod
// and go.work files at and above its directory, those in which its patterns
// lie, and what these replace by a local directory.
func discover(root string, bases map[string]bool) []module {
	f := finder{root: root, seen: map[string]bool{}}
	f.above(root, "")
	for _, base := range slices.Sorted(maps.Keys(bases)) {
		f.base(base, bases[base])
	}
	// Replacements stand behind the modules that are there by themselves.
	return append(f.modules, f.replaced...)
}

// A finder collects modules.
type finder struct {
	root              string
	seen              map[string]bool // directories that were looked into
	modules, replaced []module
}

// base looks for the modules of one pattern. A pattern with a wildcard that is
// in no module by itself has them one directory further down.
func (f *finder) base(rel string, wild bool) {
	dir := filepath.Join(f.root, filepath.FromSlash(rel))
	if f.above(dir, f.root) || !wild {
		return
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.IsDir() && !skipDir(e.Name()) {
			f.look(filepath.Join(dir, e.Name()))
		}
	}
}

// above looks into a directory and those above it, up to stop or the first
// go.mod; where there is no stop, go.work is looked for all the way up. It
// reports whether it found a go.mod.
func (f *finder) above(dir, stop string) bool {
	found := false
	for {
		if !found {
			found = f.look(dir)
		}
		if stop == "" && f.work(dir) {
			return found
		}
		parent := filepath.Dir(dir)
		if dir == stop || parent == dir || found && stop != "" {
			return found
		}
		dir = parent
	}
}

// look reads the go.mod of a directory and reports whether there is one.
func (f *finder) look(dir string) bool {
	if has, ok := f.seen[dir]; ok {
		return has
	}
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	f.seen[dir] = err == nil
	if err != nil {
		return false
	}
	path, replaces := readModFile(data)
	f.modules = append(f.modules, module{path: path, abs: dir})
	f.replace(dir, replaces)
	return true
}

// work reads the go.work of a directory and reports whether there is one.
func (f *finder) work(dir string) bool {
	data, err := os.ReadFile(filepath.Join(dir, "go.work"))
	if err != nil {
		return false
	}
	if w, err := modfile.ParseWork("go.work", data, nil); err == nil {
		for _, use := range w.Use {
			f.look(absolute(dir, use.Path))
		}
		f.replace(dir, w.Replace)
	}
	return true
}

func (f *finder) replace(dir string, replaces []*modfile.Replace) {
	for _, r := range replaces {
		if modfile.IsDirectoryPath(r.New.Path) && r.New.Version == "" {
			f.replaced = append(f.replaced, module{path: r.Old.Path, abs: absolute(dir, r.New.Path)})
		}
	}
}

// readModFile returns the path and the replace directives of a go.mod. A file
// that this x/mod cannot read, as one of a later Go, still has a module line.
func readModFile(data []byte) (string, []*modfile.Replace) {
	file, err := modfile.Parse("go.mod", data, func(_, version string) (string, error) { return version, nil })
	if err != nil || file.Module == nil {
		return modfile.ModulePath(data), nil
	}
	return file.Module.Mod.Path, file.Replace
}

func absolute(dir, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

// skipDir reports whether a directory is none of the project's: the go command
// and the walks of this package look past it.
func skipDir(name string) bool {
	switch name {
	case "vendor", "node_modules", "testdata":
		return true
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}
