package config

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// A PackagePattern names Go packages: by directory relative to the config
// (./dir, ./dir/...) or by import path (example.com/shop/...). A segment may
// hold *; a segment ... stands for any number of segments.
type PackagePattern struct {
	text     string
	relative bool
	segments []string
}

// ParsePackagePattern reads a package pattern.
func ParsePackagePattern(text string) (PackagePattern, error) {
	p := PackagePattern{text: text}
	if err := checkPath(text); err != nil {
		return p, err
	}
	rest := text
	if rest == "." || strings.HasPrefix(rest, "./") {
		p.relative = true
		rest = strings.TrimPrefix(strings.TrimPrefix(rest, "."), "/")
	}
	rest = strings.TrimSuffix(rest, "/")
	if rest == "" {
		return p, nil // the directory of the config itself
	}
	p.segments = strings.Split(rest, "/")
	for _, s := range p.segments {
		switch {
		case s == "" || s == "." || s == "..":
			return p, fmt.Errorf("%q has a segment %q; write the path in its shortest form", text, s)
		case s != "..." && strings.Contains(s, "..."):
			return p, fmt.Errorf("%q: ... must be a segment of its own, as ./dir/... has it", text)
		}
	}
	return p, nil
}

// checkPath refuses what no pattern of packages or symbols may be.
func checkPath(text string) error {
	switch {
	case strings.Contains(text, `\`):
		return fmt.Errorf("%q: use forward slashes", text)
	case strings.HasPrefix(text, "/"):
		return fmt.Errorf("%q is an absolute path; write it relative to this file, as in ./dir", text)
	case text == ".." || strings.HasPrefix(text, "../"):
		return fmt.Errorf("%q lies outside the directory of this file; put the file further up, or name the import path", text)
	case strings.ContainsFunc(text, isSpace):
		return fmt.Errorf("%q has a space in it; a list has one entry per pattern", text)
	case strings.ContainsAny(text, "?[]{}"):
		return fmt.Errorf("%q: * and ... are the only wildcards here", text)
	}
	return nil
}

func isSpace(r rune) bool { return r <= ' ' || r == 0x7f }

// String returns the pattern as it is written.
func (p PackagePattern) String() string { return p.text }

// Relative reports whether the pattern names directories, not import paths.
func (p PackagePattern) Relative() bool { return p.relative }

// Match reports whether the pattern names the package. dir is its directory
// relative to the config ("." for the config's own), "" where it has none
// there.
func (p PackagePattern) Match(dir, importPath string) bool {
	subject, ok := p.subject(dir, importPath)
	return ok && p.matches(subject)
}

// subject returns the path that the pattern is about, in segments.
func (p PackagePattern) subject(dir, importPath string) ([]string, bool) {
	switch {
	case !p.relative:
		return strings.Split(importPath, "/"), importPath != ""
	case dir == "":
		return nil, false
	case dir == ".":
		return nil, true
	}
	return strings.Split(dir, "/"), true
}

func (p PackagePattern) matches(subject []string) bool {
	return matchSegments(p.segments, subject, "...", func(pattern, segment string) bool {
		return wildcard(pattern, segment, "", nil)
	})
}

// fixed counts the segments that stand for exactly one each.
func (p PackagePattern) fixed() int {
	n := len(p.segments)
	for _, s := range p.segments {
		if s == "..." {
			n--
		}
	}
	return n
}

// base returns the directory above the first wildcard, and whether a wildcard
// in it means that directories below have to be looked for.
func (p PackagePattern) base() (dir string, wild bool) {
	i := slices.IndexFunc(p.segments, func(s string) bool { return s == "..." || strings.Contains(s, "*") })
	if i < 0 {
		return path.Join(p.segments...), false
	}
	return path.Join(p.segments[:i]...), true
}

// closeness says how closely a pattern fits a package that it matches, so that
// patterns by directory and by import path can be held against each other: the
// longest pattern is the one whose ... swallows the fewest segments.
type closeness struct {
	swallowed int // segments that fell to ...
	open      int // 1 if the pattern has a ... at all
	stars     int // segments with *
	length    int // of the text
}

func (p PackagePattern) closeness(subject []string) closeness {
	c := closeness{swallowed: len(subject) - p.fixed(), length: len(p.text)}
	if p.fixed() < len(p.segments) {
		c.open = 1
	}
	for _, s := range p.segments {
		if strings.Contains(s, "*") {
			c.stars++
		}
	}
	return c
}

// compare is negative where c fits more closely than d.
func (c closeness) compare(d closeness) int {
	return cmp.Or(
		cmp.Compare(c.swallowed, d.swallowed),
		cmp.Compare(c.open, d.open),
		cmp.Compare(c.stars, d.stars),
		cmp.Compare(d.length, c.length),
	)
}

// packagePatterns reads those of the patterns that are valid; validation has
// reported the others.
func packagePatterns(patterns []Pattern) []PackagePattern {
	var list []PackagePattern
	for _, p := range patterns {
		if parsed, err := parsePackagePattern(p); err == nil {
			list = append(list, parsed)
		}
	}
	return list
}

func parsePackagePattern(p Pattern) (PackagePattern, error) {
	if p.IsZero() {
		return PackagePattern{}, errors.New("empty")
	}
	return ParsePackagePattern(p.Text)
}
