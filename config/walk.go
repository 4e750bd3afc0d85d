package config

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A tree is what a walk below the config has found. Directories are slash paths
// relative to the config, "." for its own.
type tree struct {
	goDirs  []string          // with Go files, sorted
	configs []string          // further configs, sorted
	modules map[string]string // module path by directory of its go.mod
}

func walkTree(root string) (*tree, error) {
	t := &tree{modules: map[string]string{}}
	goDirs := map[string]bool{}
	// A walk does not go into a link, not even one that it starts at.
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return t, err
	}
	err = filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			if name != root && skipDir(e.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		t.file(root, filepath.ToSlash(rel), goDirs)
		return nil
	})
	t.goDirs = slices.Sorted(maps.Keys(goDirs))
	return t, err
}

func (t *tree) file(root, rel string, goDirs map[string]bool) {
	dir, name := path.Dir(rel), path.Base(rel)
	switch {
	case strings.HasSuffix(name, ".go"):
		goDirs[dir] = true
	case name == FileName && dir != ".":
		t.configs = append(t.configs, rel)
	case name == "go.mod":
		if data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(rel))); err == nil {
			t.modules[dir], _ = readModFile(data)
		}
	}
}

// importPath returns the import path of a directory, by the module that it is
// in, and that module's directory: "" where no module at or below the config
// has it.
func (t *tree) importPath(dir string) (importPath, moduleDir string) {
	for at := dir; ; at = path.Dir(at) {
		if module, ok := t.modules[at]; ok {
			rest := strings.TrimPrefix(strings.TrimPrefix(dir, at), "/")
			if at == "." {
				rest = strings.TrimPrefix(dir, ".")
			}
			return path.Join(module, rest), at
		}
		if at == "." {
			return "", ""
		}
	}
}

// packagePath returns a directory's import path; the module around the config
// has what none below it has.
func (c *Config) packagePath(t *tree, dir string) string {
	if importPath, _ := t.importPath(dir); importPath != "" {
		return importPath
	}
	for _, m := range c.layout.Load().modules {
		if rel, ok := below(m.abs, filepath.Join(c.root, filepath.FromSlash(dir))); ok && m.around {
			return path.Join(m.path, rel)
		}
	}
	return ""
}

// ModulesBelow returns the absolute directories of all modules at the config's
// directory and below that hold Go files, sorted.
func (c *Config) ModulesBelow() ([]string, error) {
	t, err := c.walk()
	if err != nil {
		return nil, err
	}
	dirs := map[string]bool{}
	for _, dir := range t.goDirs {
		if importPath, module := t.importPath(dir); importPath != "" {
			dirs[filepath.Join(c.root, filepath.FromSlash(module))] = true
		}
	}
	return slices.Sorted(maps.Keys(dirs)), nil
}

// ModuleDirs returns the absolute directories of the modules that hold a
// package which the config names, sorted. For a config inside of a module it is
// the config's own directory that stands for this module.
func (c *Config) ModuleDirs() ([]string, error) {
	t, err := c.walk()
	if err != nil {
		return nil, err
	}
	dirs := map[string]bool{}
	for _, dir := range t.goDirs {
		if !belongs(c.packages, dir, c.packagePath(t, dir)).known {
			continue
		}
		_, module := t.importPath(dir)
		dirs[filepath.Join(c.root, filepath.FromSlash(module))] = true
	}
	return slices.Sorted(maps.Keys(dirs)), nil
}
