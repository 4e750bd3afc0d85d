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
	e := Entry{Role: Role(fields[0]), Package: fields[1], Arg: -1, Into: -1}
	if !e.Role.Known() {
		return e, fmt.Errorf("unknown role %q", e.Role)
	}
	if c.last == nil || c.last.path != e.Package { // else it was right before
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
	return e, e.complete()
}

// complete checks that the entry has the options that its role must have, and
// none of another role's.
func (e *Entry) complete() error {
	optional := e.Role == Nack || e.Role == Decode
	if e.Role.TakesArg() != (e.Arg >= 0) && !optional {
		return fmt.Errorf("%s %s: want arg=N where a role speaks of an argument, and there alone", e.Role, e.Symbol)
	}
	if (e.Role == Consume || e.Role == Handler) != (e.Msg != nil) {
		return fmt.Errorf("%s %s: want msg=N for consume and handler, and for them alone", e.Role, e.Symbol)
	}
	return nil
}

// set reads one option=value.
func (e *Entry) set(opt string) error {
	key, val, _ := strings.Cut(opt, "=")
	switch n, err := strconv.Atoi(val); {
	case key == "arg" && err == nil && n >= 0:
		e.Arg = n
	case key == "into" && err == nil && n >= 0 && e.Role == Decode:
		e.Into = n
	case key == "msg":
		return e.setMsg(val)
	case key == "field" && val != "" && e.Role == Consume:
		e.Field = val
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
	case opt == "redelivers=1" && (e.Role == Message || e.Role == Consume || e.Role == Handler):
		e.Redelivers = true
	case opt == "task=1" && (e.Role == Message || e.Role == Consume || e.Role == Handler):
		e.Task = true
	case opt == "lossy=1" && (e.Role == Message || e.Role == Consume || e.Role == Handler):
		e.Lossy = true
	case opt == "bounded=1" && e.Role == WaitFor:
		e.Bounded = true
	default:
		return fmt.Errorf("wrong option %q for %s", opt, e.Role)
	}
	return nil
}

// setMsg reads the list of parameters of option msg.
func (e *Entry) setMsg(list string) error {
	for s := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			return fmt.Errorf("wrong option %q for %s", "msg="+list, e.Role)
		}
		e.Msg = append(e.Msg, n)
	}
	return nil
}

func (c *Catalog) add(e Entry) {
	c.entries = append(c.entries, e)
	if e.Role == Stop {
		c.stops[e.Package] = true
		return
	}
	if c.last == nil || c.last.path != e.Package {
		c.last = c.pkg(e.Package)
	}
	p := c.last
	if strings.Contains(e.Symbol, "*") {
		p.globs = append(p.globs, e)
	} else {
		n := len(c.entries)
		p.exact = append(p.exact, c.entries[n-1:n:n])
	}
	if e.Role == Handler {
		p.handled = append(p.handled, e)
	}
	p.messaging = p.messaging || e.Role == Message || e.Role == Consume || e.Role == Handler
	p.reaches = p.reaches || e.Role.Remote() && !e.Never
}

// pkg is the package or family of that path, made if it is new.
func (c *Catalog) pkg(path string) *pkg {
	if p := c.packages[path]; p != nil {
		return p
	}
	p := &pkg{path: path}
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
