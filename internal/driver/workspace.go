package driver

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/mod/modfile"
)

// A group is a set of modules that one go command can see together.
type group struct {
	dir      string   // where the go command runs
	patterns []string // the packages of the modules, as seen from there
	env      []string // additions to the environment
}

// groups brings the modules of one workspace together, so that what they share
// is analyzed once. A module that the go.work above it does not use would only
// make the go command fail; it is analyzed on its own.
func groups(modules []string) []group {
	var list []group
	byWork := make(map[string]int)
	for _, dir := range modules {
		work := workFile(dir)
		switch {
		case work == "":
			list = append(list, group{dir: dir, patterns: []string{"./..."}})
		case !uses(work, moduleRoot(dir)):
			list = append(list, group{dir: dir, patterns: []string{"./..."}, env: []string{"GOWORK=off"}})
		default:
			i, ok := byWork[work]
			if !ok {
				i = len(list)
				byWork[work] = i
				list = append(list, group{dir: filepath.Dir(work), env: []string{"GOWORK=" + work}})
			}
			list[i].patterns = append(list[i].patterns, patternBelow(list[i].dir, dir))
		}
	}
	return list
}

// patternBelow matches all packages of the module in dir, for a go command that
// runs in base.
func patternBelow(base, dir string) string {
	rel, err := filepath.Rel(base, dir)
	if err != nil {
		return dir + "/..."
	}
	rel = filepath.ToSlash(rel)
	switch {
	case rel == ".":
		return "./..."
	case rel == ".." || len(rel) > 2 && rel[:3] == "../":
		return rel + "/..."
	}
	return "./" + rel + "/..."
}

// workFile returns the go.work that governs dir, by the go command's rules, or
// the empty string.
func workFile(dir string) string {
	switch work := os.Getenv("GOWORK"); work {
	case "off":
		return ""
	case "":
	default:
		return work
	}
	for {
		file := filepath.Join(dir, "go.work")
		if info, err := os.Stat(file); err == nil && !info.IsDir() {
			return file
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// moduleRoot returns the nearest directory with a go.mod, from dir upwards. A
// request may name a directory within a module.
func moduleRoot(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return dir
		}
	}
}

// uses reports whether the workspace takes in the module in dir. Where the file
// cannot be read, the go command is left to say so.
func uses(work, dir string) bool {
	data, err := os.ReadFile(work)
	if err != nil {
		return true
	}
	file, err := modfile.ParseWork(work, data, nil)
	if err != nil {
		return true
	}
	return slices.ContainsFunc(file.Use, func(use *modfile.Use) bool {
		path := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(work), path)
		}
		return sameDir(path, dir)
	})
}

func sameDir(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	return cmp.Or(evalSymlinks(a), a) == cmp.Or(evalSymlinks(b), b)
}

func evalSymlinks(path string) string {
	resolved, err := filepath.EvalSymlinks(path)
	if err != nil {
		return ""
	}
	return resolved
}
