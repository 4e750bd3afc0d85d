package config

import (
	"fmt"
	"path"
	"strings"
)

// A SymbolPattern names functions, methods or types: pkgpath.Func,
// pkgpath.Type.Method, pkgpath.* for every function and method of a package,
// with * within a segment of the path or within a name. The path may be
// relative to the config (./pkg/bus.Subscribe).
//
// A path may hold dots (github.com/nats-io/nats.go.Conn.Publish), so a pattern
// is never split: it is held against the symbol's parts as a whole.
type SymbolPattern struct {
	Pattern
	Role    Role
	Negated bool // it took a leading !

	symbol   string // without the !
	relative bool
}

// ParseSymbolPattern reads a symbol pattern of a role.
func ParseSymbolPattern(role Role, p Pattern) (SymbolPattern, error) {
	s := SymbolPattern{Pattern: p, Role: role}
	s.symbol, s.Negated = strings.CutPrefix(p.Text, "!")
	s.relative = strings.HasPrefix(s.symbol, "./")
	return s, s.check()
}

func (s SymbolPattern) check() error {
	if i := strings.IndexByte(s.symbol, '['); i > 0 && strings.HasSuffix(s.symbol, "]") {
		return fmt.Errorf("%q: a generic type is written without its arguments, as in %q", s.Text, s.symbol[:i])
	}
	if err := checkPath(s.symbol); err != nil {
		return err
	}
	name := s.symbol[strings.LastIndexByte(s.symbol, '/')+1:]
	switch {
	case strings.Contains(s.symbol, "..."):
		return fmt.Errorf("%q: a symbol is in one package; * stands for one segment of its path, ... for nothing here", s.Text)
	case strings.ContainsAny(name, "()"):
		return fmt.Errorf("%q: write pkgpath.Func or pkgpath.Type.Method, without parentheses", s.Text)
	case !strings.Contains(name, ".") || strings.HasSuffix(name, "."):
		return fmt.Errorf("%q names no symbol; write pkgpath.Func, pkgpath.Type.Method or pkgpath.*", s.Text)
	case strings.Contains(s.symbol, "//") || s.symbol == "" || strings.HasPrefix(s.symbol, "!"):
		return fmt.Errorf("%q is no symbol; write pkgpath.Func, pkgpath.Type.Method or pkgpath.*", s.Text)
	}
	return nil
}

// seam joins the parts of a symbol. A dot of the pattern matches it and * does
// not, so that no wildcard reaches from one part into the next.
const seam = '\x00'

// match reports whether the pattern names the symbol. pkg is the package's
// import path, or its directory for a relative pattern.
func (s SymbolPattern) match(pkg, recv, name string) bool {
	if pkg == "" {
		return false
	}
	subject := pkg + string(seam) + name
	if recv != "" {
		// pkgpath.* takes in the methods of all types.
		if whole, ok := strings.CutSuffix(s.symbol, ".*"); ok && matchSymbol(whole, pkg) {
			return true
		}
		subject = pkg + string(seam) + recv + string(seam) + name
	}
	return matchSymbol(s.symbol, subject)
}

func matchSymbol(pattern, subject string) bool {
	return wildcard(pattern, subject, "/"+string(seam), func(p, c byte) bool {
		return p == c || p == '.' && c == seam
	})
}

// inDir reports whether the pattern can name a symbol of the package in a
// directory, which begins with ./ as the pattern does.
func (s SymbolPattern) inDir(dir string) bool {
	slash := strings.LastIndexByte(s.symbol, '/')
	for i := slash + 1; i < len(s.symbol); i++ {
		if s.symbol[i] == '.' && matchSymbol(s.symbol[:i], dir) {
			return true
		}
	}
	return false
}

// bareName takes the pointer and the type arguments off a receiver's or a
// generic function's name.
func bareName(name string) string {
	name = strings.TrimPrefix(name, "*")
	if i := strings.IndexByte(name, '['); i >= 0 {
		name = name[:i]
	}
	return name
}

// symbolDir returns a directory as relative symbol patterns write it. The
// config's own is "./": its function F is written ./.F.
func symbolDir(dir string) string {
	if dir == "." {
		return "./"
	}
	return "./" + dir
}

// base returns the directory that a relative pattern's package is likely to be
// in: up to the first wildcard, and to the first dot of that segment.
func (s SymbolPattern) base() (string, bool) {
	if !s.relative {
		return "", false
	}
	segments := strings.Split(strings.TrimPrefix(s.symbol, "./"), "/")
	for i, segment := range segments {
		name, _, dotted := strings.Cut(segment, ".")
		switch {
		case strings.Contains(name, "*"):
			return strings.Join(segments[:i], "/"), true
		case dotted:
			return path.Join(path.Join(segments[:i]...), name), true
		}
	}
	return strings.Join(segments, "/"), true
}
