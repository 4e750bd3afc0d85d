package check

import (
	"os"
	"path/filepath"
	"strings"
)

// Paths turns the names of files in findings, which are relative to the
// config's directory, into those that a user sees, and back.
type Paths struct {
	wd   string // the working directory
	base string // what files in findings are relative to
}

// Base is the directory that files in findings are relative to: the config's.
func (p Paths) Base() string { return p.base }

// Shown returns a finding's file relative to the working directory. A file of a
// dependency has the name module@version/file, which stays as it is.
func (p Paths) Shown(file string) string { return p.From(p.wd)(file) }

// From returns the function that does so for another directory than the working
// one.
func (p Paths) From(dir string) func(file string) string {
	return func(file string) string {
		abs := filepath.FromSlash(file)
		if !filepath.IsAbs(abs) {
			abs = filepath.Join(p.base, abs)
			if !exists(abs) {
				return file
			}
		}
		if rel, err := filepath.Rel(dir, abs); err == nil {
			return filepath.ToSlash(rel)
		}
		return file
	}
}

// recorded returns the name of an error's file as it stands in the report:
// relative to the config's directory if it is below that.
func (p Paths) recorded(file string) string {
	if file == "" {
		return ""
	}
	abs := file
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(p.wd, abs)
	}
	if rel, err := filepath.Rel(p.base, abs); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(abs)
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// within reports whether dir is root or below it.
func within(root, dir string) bool {
	rel, err := filepath.Rel(root, dir)
	return err == nil && filepath.IsLocal(rel)
}

// A filter is the set of packages in which findings are shown.
type filter struct {
	base string
	dirs map[string]bool // absolute directories
}

// matches reports whether a finding in a file is shown. A file that is no Go
// file belongs to the nearest directory above it with a package named.
func (f *filter) matches(file string) bool {
	if f == nil {
		return true
	}
	dir := filepath.Dir(filepath.Join(f.base, filepath.FromSlash(file)))
	if strings.HasSuffix(file, ".go") {
		return f.dirs[dir]
	}
	for within(f.base, dir) {
		if f.dirs[dir] {
			return true
		}
		dir = filepath.Dir(dir)
	}
	return false
}
