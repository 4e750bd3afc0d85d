package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Check walks the tree below the config and reports what points nowhere:
// package patterns without Go files, directories of migrations and packages of
// symbols that do not exist, packages that two services claim alike, and further
// configs. The error is Errors, or of the file system.
func (c *Config) Check() error {
	t, err := c.walk()
	if err != nil {
		return err
	}
	k := &checker{reporter: reporter{file: c.file}, config: c, tree: t}
	k.nested()
	for list, patterns := range c.packageLists {
		for _, p := range patterns {
			k.packages(list, p)
		}
	}
	k.migrations()
	k.symbols()
	k.rivals()
	return k.errs.sorted().Err()
}

// packageLists yields each list of package patterns and its name.
func (doc *Document) packageLists(yield func(string, []Pattern) bool) {
	for name, service := range doc.sortedServices {
		path := join("services", name)
		if !yield(path+".packages", service.Packages) || !yield(path+".api", service.API) {
			return
		}
	}
	_ = yield("shared.packages", doc.Shared.Packages) && yield("shared.messages", doc.Shared.Messages)
}

// A checker holds a config against the tree.
type checker struct {
	reporter
	config *Config
	tree   *tree
}

func (k *checker) nested() {
	for _, second := range k.tree.configs {
		k.errs = append(k.errs, &Error{
			File:    filepath.Join(k.config.root, filepath.FromSlash(second)),
			Message: "a second config below " + k.file + "; a project has one: merge them, or remove one",
		})
	}
}

func (k *checker) packages(list string, p Pattern) {
	pattern, err := parsePackagePattern(p)
	switch {
	case err != nil: // reported by Load
	case !pattern.relative:
		k.importPath(list, p, pattern)
	case !slices.ContainsFunc(k.tree.goDirs, func(dir string) bool { return pattern.Match(dir, "") }) && !k.holdsMigrations(pattern):
		k.errorf(p.Pos, list, "%q matches no directory with Go files%s", p.Text, k.suggestDir(pattern))
	}
}

// suggestDir proposes a directory for a pattern that matches none.
func (k *checker) suggestDir(p PackagePattern) string {
	base, tail := strings.TrimSuffix(p.text, "/..."), ""
	if base != p.text {
		tail = "/..."
	}
	seen := map[string]bool{}
	var known []string
	for _, dir := range k.tree.goDirs {
		for ; dir != "." && !seen[dir]; dir = filepath.ToSlash(filepath.Dir(dir)) {
			seen[dir] = true
			known = append(known, "./"+dir+tail)
		}
	}
	slices.Sort(known)
	// A path is long: a third of its letters would be a whole segment.
	return closest(base+tail, known, 2)
}

// holdsMigrations reports whether a pattern names a directory in which a service
// has its migrations: one that is written in another language owns its tables all
// the same.
func (k *checker) holdsMigrations(pattern PackagePattern) bool {
	for _, m := range k.config.MigrationDirs() {
		rel, err := filepath.Rel(k.config.root, m.Dir)
		if info, statErr := os.Stat(m.Dir); err == nil && statErr == nil && info.IsDir() && m.Service != "" && pattern.Match(filepath.ToSlash(rel), "") {
			return true
		}
	}
	return false
}

// importPath reports a directory that is written without its ./, which makes it
// an import path. Those that match nothing else are left to Unmatched.
func (k *checker) importPath(list string, p Pattern, pattern PackagePattern) {
	asDir := pattern
	asDir.relative = true
	first, _, _ := strings.Cut(p.Text, "/")
	isPath := func(dir string) bool {
		importPath := k.config.packagePath(k.tree, dir)
		return pattern.Match("", importPath)
	}
	isDir := func(dir string) bool { return asDir.Match(dir, "") }
	if strings.Contains(first, ".") || slices.ContainsFunc(k.tree.goDirs, isPath) || !slices.ContainsFunc(k.tree.goDirs, isDir) {
		return
	}
	k.errorf(p.Pos, list, "%q is an import path and matches no package; for the directory write \"./%s\"", p.Text, p.Text)
}

func (k *checker) migrations() {
	for _, m := range k.config.MigrationDirs() {
		list, dir := k.listed(m)
		switch info, err := os.Stat(m.Dir); {
		case err != nil:
			k.errorf(m.Pos, list, "%q does not exist", dir)
		case !info.IsDir():
			k.errorf(m.Pos, list, "%q is no directory; name the one that it is in", dir)
		}
	}
}

// Empty reports directories of migrations that hold none, and so say nothing.
func (c *Config) Empty(dirs []MigrationDir) Errors {
	k := &checker{reporter: reporter{file: c.file}, config: c}
	for _, m := range dirs {
		list, dir := k.listed(m)
		k.errorf(m.Pos, list, "%q holds no migrations: neither SQL files nor Go code", dir)
	}
	return k.errs.sorted()
}

// listed names the list that a directory stands in, and the directory.
func (k *checker) listed(m MigrationDir) (list, dir string) {
	list = "shared.migrations"
	if m.Service != "" {
		list = join("services", m.Service) + ".owns.migrations"
	}
	return list, k.config.MigrationPath(m)
}

// MigrationPath names a directory of migrations as the config does.
func (c *Config) MigrationPath(m MigrationDir) string {
	rel, _ := filepath.Rel(c.root, m.Dir)
	return "./" + filepath.ToSlash(rel)
}

func (k *checker) symbols() {
	for _, s := range k.config.SymbolPatterns() {
		if !s.relative || slices.ContainsFunc(k.tree.goDirs, func(dir string) bool { return s.inDir(symbolDir(dir)) }) {
			continue
		}
		k.errorf(s.Pos, s.Role.String(), "%q names no package: there is no directory with Go files for it", s.Text)
	}
}

// rivals reports packages that two services claim by equally long patterns.
func (k *checker) rivals() {
	reported := map[[2]Pattern]bool{}
	for _, dir := range k.tree.goDirs {
		found := belongs(k.config.packages, dir, k.config.packagePath(k.tree, dir)).rivals
		for _, second := range found[min(1, len(found)):] {
			first := found[0]
			pair := [2]Pattern{first.place, second.place}
			if first.service == second.service || first.pattern.text == second.pattern.text || reported[pair] {
				continue
			}
			reported[pair] = true
			k.errorf(second.place.Pos, ownerName(second.service)+".packages", "%q and %q of %s fit ./%s alike; make one of them longer",
				second.pattern.text, first.pattern.text, ownerName(first.service), dir)
		}
	}
}

// ownerName names who claims a package.
func ownerName(service string) string {
	if service == "" {
		return "shared"
	}
	return join("services", service)
}

// Unmatched reports the patterns of import paths and of symbols that match
// nothing in the packages of a run, which has to have seen all. seenSymbol says
// whether a pattern named any symbol.
func (c *Config) Unmatched(seenPackages []string, seenSymbol func(SymbolPattern) bool) Errors {
	r := reporter{file: c.file}
	for list, patterns := range c.packageLists {
		for _, p := range patterns {
			pattern, err := parsePackagePattern(p)
			if err != nil || pattern.relative {
				continue
			}
			if !slices.ContainsFunc(seenPackages, func(path string) bool { return pattern.Match("", path) }) {
				r.errorf(p.Pos, list, "%q matches no package", p.Text)
			}
		}
	}
	for _, s := range c.SymbolPatterns() {
		if !seenSymbol(s) {
			r.errorf(s.Pos, s.Role.String(), "%q matches no %s in the packages of this run", s.Text, s.kind())
		}
	}
	return r.errs.sorted()
}

func (s SymbolPattern) kind() string {
	if s.Role == RoleModel {
		return "type"
	}
	return "function or method"
}
