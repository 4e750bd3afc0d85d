package config

import (
	"errors"
	"fmt"
	"path"
	"strings"
)

// A fileGlob names files relative to the config, as doublestar does: *, ?,
// [a-z] within a segment, {a,b}, and ** for any number of segments.
type fileGlob struct {
	alternatives [][]string       // segments of each way to read its braces
	packages     []PackagePattern // ./tools/... and ./tools name whole packages
}

// maxAlternatives bounds what braces may multiply to.
const maxAlternatives = 256

func parseFileGlob(text string) (fileGlob, error) {
	var g fileGlob
	if strings.HasPrefix(text, "/") || text == ".." || strings.HasPrefix(text, "../") {
		return g, fmt.Errorf("%q lies outside the directory of this file; write a path relative to it", text)
	}
	if text == "." || strings.HasPrefix(text, "./") || strings.Contains(text, "...") {
		p, err := ParsePackagePattern(text)
		if err == nil {
			g.packages = append(g.packages, p)
		} else if strings.Contains(text, "...") {
			return g, err
		}
		text = strings.TrimPrefix(text, "./")
	}
	all, err := expandBraces(text, nil)
	if err != nil {
		return g, fmt.Errorf("%q: %w", text, err)
	}
	for _, one := range all {
		segments := strings.Split(one, "/")
		for _, s := range segments {
			if _, err := path.Match(s, ""); err != nil {
				return g, fmt.Errorf("%q is no valid glob: segment %q has an unclosed [ or a stray \\", text, s)
			}
		}
		g.alternatives = append(g.alternatives, segments)
	}
	return g, nil
}

func (g fileGlob) match(file string) bool {
	dir := path.Dir(file)
	for _, p := range g.packages {
		if p.relative && p.Match(dir, "") {
			return true
		}
	}
	segments := strings.Split(file, "/")
	for _, pattern := range g.alternatives {
		if matchSegments(pattern, segments, "**", matchSegment) {
			return true
		}
	}
	return false
}

func matchSegment(pattern, segment string) bool {
	ok, err := path.Match(pattern, segment)
	return ok && err == nil
}

// expandBraces appends every way to read the first {a,b} of a glob, and of what
// comes after it, to all.
func expandBraces(glob string, all []string) ([]string, error) {
	open, end, commas := findBraces(glob)
	switch {
	case open < 0:
		if len(all) >= maxAlternatives {
			return nil, fmt.Errorf("its braces have more than %d readings", maxAlternatives)
		}
		return append(all, glob), nil
	case end < 0:
		return nil, errors.New("{ without }")
	}
	start := open + 1
	for _, comma := range append(commas, end) {
		var err error
		all, err = expandBraces(glob[:open]+glob[start:comma]+glob[end+1:], all)
		if err != nil {
			return nil, err
		}
		start = comma + 1
	}
	return all, nil
}

// findBraces returns the places of the first {, of its } and of the commas
// between them; -1 where there is none. Braces in [] or behind \ are plain.
func findBraces(glob string) (open, end int, commas []int) {
	open, depth, class := -1, 0, false
	for i := 0; i < len(glob); i++ {
		switch c := glob[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '{':
			if depth == 0 {
				open = i
			}
			depth++
		case depth == 0:
		case c == '}':
			if depth--; depth == 0 {
				return open, i, commas
			}
		case c == ',' && depth == 1:
			commas = append(commas, i)
		}
	}
	return open, -1, nil
}

// Excluded reports whether findings in a file are not to be shown. relFile is
// relative to the config, with forward slashes.
func (c *Config) Excluded(relFile string) bool {
	for _, g := range c.exclude {
		if g.match(relFile) {
			return true
		}
	}
	return false
}

func newExclude(doc *Document) []fileGlob {
	var globs []fileGlob
	for _, p := range doc.Exclude {
		if p.IsZero() {
			continue
		}
		if g, err := parseFileGlob(p.Text); err == nil {
			globs = append(globs, g)
		}
	}
	return globs
}
