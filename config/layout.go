package config

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// A module is a Go module whose directory is known.
type module struct {
	path   string
	abs    string
	rel    string // slash path relative to the config; "" where it is outside
	inside bool   // at or below the config's directory
	around bool   // the config's directory is in it
}

// A layout maps import paths to directories. It never changes once made; its
// cache is of what follows from it.
type layout struct {
	root       string
	modules    []module // longest path first
	belongings sync.Map // import path -> belonging
}

// newLayout takes modules in the order of their standing: of two directories
// for one path the first counts.
func newLayout(root string, found []module) *layout {
	l := &layout{root: root}
	seen := map[string]bool{}
	for _, m := range found {
		if seen[m.path] || m.path == "" {
			continue
		}
		seen[m.path] = true
		l.modules = append(l.modules, place(root, m))
	}
	slices.SortFunc(l.modules, func(a, b module) int {
		return cmp.Or(cmp.Compare(len(b.path), len(a.path)), cmp.Compare(a.path, b.path))
	})
	return l
}

// place tells where a module lies in relation to the config.
func place(root string, m module) module {
	if rel, ok := below(root, m.abs); ok && !isForeignDir(rel) {
		m.rel, m.inside = rel, true
	}
	_, m.around = below(m.abs, root)
	return m
}

// isForeignDir reports whether a directory below the config holds other
// people's code: a vendor directory, or a module cache kept in the project.
func isForeignDir(rel string) bool {
	for segment := range strings.SplitSeq(rel, "/") {
		if segment == "vendor" || segment == "node_modules" || strings.Contains(segment, "@") {
			return true
		}
	}
	return false
}

// below returns dir relative to root, with slashes, if it is root or below it.
// Drivers may name directories with symbolic links resolved, or not.
func below(root, dir string) (string, bool) {
	if rel, err := filepath.Rel(root, dir); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel), true
	}
	realRoot, err1 := filepath.EvalSymlinks(root)
	realDir, err2 := filepath.EvalSymlinks(dir)
	if err1 != nil || err2 != nil {
		return "", false
	}
	if rel, err := filepath.Rel(realRoot, realDir); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel), true
	}
	return "", false
}

// module returns the module with the longest path that a package can be in.
func (l *layout) module(importPath string) *module {
	for i, m := range l.modules {
		if rest, ok := strings.CutPrefix(importPath, m.path); ok && (rest == "" || rest[0] == '/') {
			return &l.modules[i]
		}
	}
	return nil
}

// dir returns the directory of a package relative to the config, or "".
func (l *layout) dir(importPath string) (string, bool) {
	m := l.module(importPath)
	if m == nil {
		return "", false
	}
	rest := strings.TrimPrefix(importPath[len(m.path):], "/")
	if m.inside {
		return path.Join(m.rel, rest), true
	}
	if !m.around {
		return "", false
	}
	// The config lies within the module: its packages may, too.
	rel, err := filepath.Rel(l.root, filepath.Join(m.abs, filepath.FromSlash(rest)))
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// Dir returns the directory of a package relative to the config, with forward
// slashes, "." for the config's own. It is not ok for packages elsewhere and
// for those of modules that are not known.
func (c *Config) Dir(importPath string) (relDir string, ok bool) {
	return c.layout.Load().dir(importPath)
}

// ImportPath returns the import path of a directory, which Dir maps back to it;
// "" where it is in no known module. Nobody checks that it holds a package.
func (c *Config) ImportPath(relDir string) string {
	dir := filepath.Join(c.root, filepath.FromSlash(relDir))
	innermost, found := module{}, ""
	for _, m := range c.layout.Load().modules {
		if rel, ok := below(m.abs, dir); ok && len(m.abs) > len(innermost.abs) {
			innermost, found = m, path.Join(m.path, rel)
		}
	}
	return found
}

// AddModule tells the config where a module is: a driver knows that of the
// package under analysis. It overrides what the config found out by itself.
func (c *Config) AddModule(path, absDir string) {
	if path == "" || absDir == "" {
		return
	}
	c.adding.Lock()
	defer c.adding.Unlock()
	present := c.layout.Load()
	absDir = filepath.Clean(absDir)
	if slices.ContainsFunc(present.modules, func(m module) bool { return m.path == path && m.abs == absDir }) {
		return // most units tell what is known
	}
	c.layout.Store(newLayout(c.root, append([]module{{path: path, abs: absDir}}, present.modules...)))
}
