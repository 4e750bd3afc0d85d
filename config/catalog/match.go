package catalog

import (
	"go/token"
	"path"
	"slices"
	"strings"
)

// matches reports whether a package is of the family.
func (p *pkg) matches(path string) bool {
	return strings.HasPrefix(path, p.prefix) && glob(p.path, path)
}

// lookup returns what is known of a symbol, in the major version of the
// package that the import path names.
func (p *pkg) lookup(symbol, path string) []Entry {
	if found := p.named(symbol); found != nil {
		return inMajor(found, path)
	}
	for i, e := range p.globs {
		if e.Matches(symbol) {
			return inMajor(p.globs[i:i+1:i+1], path)
		}
	}
	return nil
}

// named returns what is said of a symbol by its own name.
func (p *pkg) named(symbol string) []Entry {
	var found []Entry
	for _, one := range p.exact {
		switch {
		case one[0].Symbol != symbol:
		case found == nil: // nearly always the only one
			found = one
		default:
			found = append(found, one...)
		}
	}
	return found
}

// Matches reports whether the entry speaks of the symbol. A pattern stands for
// exported functions, or for exported methods of exported types.
func (e Entry) Matches(symbol string) bool {
	if !strings.Contains(e.Symbol, "*") {
		return e.Symbol == symbol
	}
	typ, method, ok := strings.Cut(symbol, ".")
	return ok == strings.Contains(e.Symbol, ".") && token.IsExported(typ) && (!ok || token.IsExported(method)) && glob(e.Symbol, symbol)
}

// glob matches a pattern whose * stands for anything but a slash.
func glob(pattern, s string) bool {
	ok, err := path.Match(pattern, s)
	return err == nil && ok
}

// inMajor leaves out the entries that hold for other major versions.
func inMajor(entries []Entry, path string) []Entry {
	other := func(e Entry) bool { return !e.In(path) }
	if !slices.ContainsFunc(entries, other) {
		return entries
	}
	return slices.DeleteFunc(slices.Clone(entries), other)
}

// In reports whether the entry holds for the major version in the import path.
func (e Entry) In(path string) bool {
	return e.Majors == nil || slices.Contains(e.Majors, major(path))
}

// major is the major version in an import path, "1" where it names none.
func major(path string) string {
	version := "1"
	canonical(path, func(v string) { version = v })
	return version
}

// Canonical is an import path without its major-version segments and without a
// vendor prefix.
func Canonical(path string) string {
	if i := strings.LastIndex(path, "/vendor/"); i >= 0 {
		path = path[i+len("/vendor/"):]
	}
	if !strings.Contains(path, "/v") && !strings.HasPrefix(path, gopkg) {
		return path
	}
	return canonical(path, func(string) {})
}

const gopkg = "gopkg.in/"

// canonical takes the major versions out of an import path and hands each on:
// the segments vN, and the suffixes .vN of gopkg.in.
func canonical(path string, version func(string)) string {
	var b strings.Builder
	first := true
	for seg := range strings.SplitSeq(path, "/") {
		if strings.HasPrefix(path, gopkg) {
			if name, v, ok := cutLast(seg, ".v"); ok && digits(v) {
				version(v)
				seg = name
			}
		}
		if !first && seg[:min(1, len(seg))] == "v" && digits(seg[1:]) {
			version(seg[1:])
			continue
		}
		if !first {
			b.WriteByte('/')
		}
		b.WriteString(seg)
		first = false
	}
	return b.String()
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}
