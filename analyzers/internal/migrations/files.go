package migrations

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// flyway matches the names of flyway's files: V1.2__x.sql, U1__x.sql, R__x.sql, B1__x.sql.
var flyway = lazily(`^([VURB])([0-9][0-9._]*)?__.*\.sql$`)

// kind is the group in which a file is applied.
type kind int

const (
	plain      kind = iota // in the order of the paths
	versioned              // flyway's V and B, in the order of the versions, whatever directory they are in
	repeatable             // flyway's R, after all others
)

// migration is how a file is applied.
type migration struct {
	path    string
	kind    kind
	version string
}

// inOrder returns the texts to apply, in order.
func inOrder(texts []Text) []Text {
	type step struct {
		migration
		text Text
	}
	var steps []step
	for _, t := range texts {
		m, ok := classify(t.Name)
		if !strings.HasSuffix(strings.ToLower(t.Name), ".sql") {
			m, ok = migration{path: t.Name}, true // whatever it is, somebody has chosen it
		}
		if ok {
			steps = append(steps, step{m, t})
		}
	}
	slices.SortStableFunc(steps, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), natural(a.version, b.version), natural(a.path, b.path),
			strings.Compare(a.path, b.path))
	})
	out := make([]Text, len(steps))
	for i, s := range steps {
		out[i] = s.text
	}
	return out
}

// find returns the files to apply, and what could not be read.
func find(fsys fs.FS) ([]string, []Problem) {
	var files []string
	var problems []Problem
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			problems = append(problems, Problem{File: name, Message: reason(err)})
		case d.IsDir() && name != "." && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case !d.IsDir():
			if _, ok := classify(name); ok {
				files = append(files, name)
			}
		}
		return nil
	})
	if err != nil {
		problems = append(problems, Problem{File: ".", Message: reason(err)})
	}
	return files, problems
}

// classify tells how a file is applied, and whether it is. Files of the way down are not.
func classify(name string) (migration, bool) {
	base := path.Base(name)
	lower := strings.ToLower(base)
	if !strings.HasSuffix(lower, ".sql") || strings.HasPrefix(base, ".") {
		return migration{}, false
	}
	for _, down := range [...]string{".down.sql", "_down.sql", ".undo.sql", ".rollback.sql", "_rollback.sql"} {
		if strings.HasSuffix(lower, down) {
			return migration{}, false
		}
	}
	if lower == "down.sql" { // diesel and others: a directory for each migration
		return migration{}, false
	}
	m := migration{path: name}
	parts := flyway().FindStringSubmatch(base)
	switch {
	case parts == nil:
	case parts[1] == "U":
		return migration{}, false
	case parts[1] == "R":
		m.kind, m.version = repeatable, strings.TrimPrefix(base, "R__")
	default:
		m.kind, m.version = versioned, strings.ReplaceAll(parts[2], "_", ".")
	}
	return m, true
}

// natural compares two texts with runs of digits taken as numbers, so that 2 comes before 10.
func natural(a, b string) int {
	for a != "" && b != "" {
		na, nb := digits(a), digits(b)
		if na > 0 && nb > 0 {
			x, y := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 {
				return c
			}
			a, b = a[na:], b[nb:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits is the number of digits at the start of s.
func digits(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}
