package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Parse reads a catalogue's text. The error names the first line that is wrong.
func Parse(text string) (*Catalog, error) {
	c := &Catalog{packages: map[string]*pkg{}, stops: map[string]bool{}}
	c.entries = make([]Entry, 0, strings.Count(text, "\n"))
	line := 0
	var fields []string
	for s := range strings.Lines(text) {
		line++
		fields = slices.AppendSeq(fields[:0], strings.FieldsSeq(s))
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		e, err := c.parseEntry(fields)
		if err != nil {
			return nil, fmt.Errorf("catalog.txt:%d: %w", line, err)
		}
		e.Line = line
		c.add(e)
	}
	for _, p := range c.packages {
		p.sort()
	}
	for _, p := range c.families {
		p.sort()
	}
	return c, nil
}

func (c *Catalog) parseEntry(fields []string) (Entry, error) {
	if len(fields) < 2 {
		return Entry{}, fmt.Errorf("want role, package and symbol, have %q", fields)
	}
	e := Entry{Role: Role(fields[0]), Package: fields[1], Arg: -1}
	if !e.Role.Known() {
		return e, fmt.Errorf("unknown role %q", e.Role)
	}
	if c.packages[e.Package] == nil { // else it was right before
		if p := Canonical(e.Package); p != e.Package {
			return e, fmt.Errorf("package %s: leave out the major version: %s", e.Package, p)
		}
	}
	rest := fields[2:]
	if e.Role != Stop {
		if len(rest) == 0 || strings.Contains(rest[0], "=") {
			return e, fmt.Errorf("%s %s names no symbol", e.Role, e.Package)
		}
		e.Symbol, rest = rest[0], rest[1:]
	}
	for _, opt := range rest {
		if err := e.set(opt); err != nil {
			return e, err
		}
	}
	if e.Role.TakesArg() != (e.Arg >= 0) {
		return e, fmt.Errorf("%s %s: want arg=N for scope, runs, spawns, sql and table, and for them alone", e.Role, e.Symbol)
	}
	return e, nil
}

// set reads one option=value.
func (e *Entry) set(opt string) error {
	key, val, _ := strings.Cut(opt, "=")
	switch n, err := strconv.Atoi(val); {
	case key == "arg" && err == nil && n >= 0:
		e.Arg = n
	case key == "major" && val != "":
		e.Majors = strings.Split(val, ",")
	case opt == "self=1" && e.Role == Begin:
		e.Self = true
	case opt == "own=1" && e.Role.Remote():
		e.Own = true
	case opt == "never=1" && e.Role.Remote():
		e.Never = true
	case opt == "timeout=1" && e.Role == Client:
		e.Timeout = true
	case opt == "breaker=1" && e.Role == Client:
		e.Breaker = true
	case opt == "access=write" && e.Role == Table:
		e.Write = true
	case opt == "access=read" && e.Role == Table:
	default:
		return fmt.Errorf("wrong option %q for %s", opt, e.Role)
	}
	return nil
}

func (c *Catalog) add(e Entry) {
	c.entries = append(c.entries, e)
	if e.Role == Stop {
		c.stops[e.Package] = true
		return
	}
	p := c.pkg(e.Package)
	switch same := p.exact[e.Symbol]; {
	case strings.Contains(e.Symbol, "*"):
		p.globs = append(p.globs, e)
	case same == nil: // nearly all: no slice of its own
		p.exact[e.Symbol] = c.entries[len(c.entries)-1 : len(c.entries) : len(c.entries)]
	default:
		p.exact[e.Symbol] = append(same, e)
	}
	p.reaches = p.reaches || e.Role.Remote() && !e.Never
}

// pkg is the package or family of that path, made if it is new.
func (c *Catalog) pkg(path string) *pkg {
	if p := c.packages[path]; p != nil {
		return p
	}
	p := &pkg{path: path, exact: map[string][]Entry{}}
	prefix, _, family := strings.Cut(path, "*")
	if !family {
		c.packages[path] = p
		return p
	}
	if i := slices.IndexFunc(c.families, func(f *pkg) bool { return f.path == path }); i >= 0 {
		return c.families[i]
	}
	p.prefix = prefix
	c.families = append(c.families, p)
	return p
}

// sort puts the patterns that say most first.
func (p *pkg) sort() {
	slices.SortStableFunc(p.globs, func(a, b Entry) int { return cmp.Compare(len(b.Symbol), len(a.Symbol)) })
}
