// Package catalog is what the tool knows about libraries: which of their calls
// leave the process, which open transactions, which take SQL text. The
// knowledge itself is data, in catalog.txt.
package catalog

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

//go:embed catalog.txt
var text string

// A Role is what a symbol does.
type Role string

// The roles of catalog.txt, which explains them. Those from HTTP to Net leave
// the process.
const (
	HTTP    Role = "http"
	RPC     Role = "rpc"
	Mail    Role = "mail"
	Publish Role = "publish"
	Cloud   Role = "cloud"
	SDK     Role = "sdk"
	Net     Role = "net"

	Stop    Role = "stop"
	Tx      Role = "tx"
	MaybeTx Role = "maybetx"
	Begin   Role = "begin"
	End     Role = "end"
	Scope   Role = "scope"
	Runs    Role = "runs"
	Spawns  Role = "spawns"
	Waits   Role = "waits"
	SQL     Role = "sql"
	Table   Role = "table"
)

// Remote reports whether a symbol of this role leaves the process.
func (r Role) Remote() bool {
	switch r {
	case HTTP, RPC, Mail, Publish, Cloud, SDK, Net:
		return true
	}
	return false
}

// An Entry is one line of the catalogue.
type Entry struct {
	Role    Role
	Package string // without major-version segments
	Symbol  string // Func, Type, Type.Method; "" for a package
	Arg     int    // the argument that the role speaks of, without the receiver
	Self    bool   // begin: the receiver becomes the transaction
	Own     bool   // counts only where first-party code makes the call
	Write   bool   // table: the access writes
	Never   bool   // never counts, although its package's code looks like it
	Line    int    // in catalog.txt
}

// A Catalog answers what is known of a symbol.
type Catalog struct {
	symbols map[string][]Entry // by package + " " + symbol
	stops   map[string]bool
	roots   map[string]bool // packages with a symbol that leaves the process
	entries []Entry
}

// Default parses the built-in catalogue, once for the life of the process: it
// never changes.
var Default = sync.OnceValue(func() *Catalog {
	c, err := Parse(text)
	if err != nil {
		panic(err) // a test parses it
	}
	return c
})

// Parse reads a catalogue's text. The error names the first line that is wrong.
func Parse(text string) (*Catalog, error) {
	c := &Catalog{symbols: map[string][]Entry{}, stops: map[string]bool{}, roots: map[string]bool{}}
	line := 0
	for s := range strings.Lines(text) {
		line++
		fields := strings.Fields(s)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		e, err := parseEntry(fields)
		if err != nil {
			return nil, fmt.Errorf("catalog.txt:%d: %w", line, err)
		}
		e.Line = line
		c.add(e)
	}
	return c, nil
}

func parseEntry(fields []string) (Entry, error) {
	if len(fields) < 2 {
		return Entry{}, fmt.Errorf("want role, package and symbol, have %q", fields)
	}
	e := Entry{Role: Role(fields[0]), Package: Canonical(fields[1]), Arg: -1}
	rest := fields[2:]
	if e.Role != Stop {
		if len(rest) == 0 {
			return e, fmt.Errorf("%s %s names no symbol", e.Role, e.Package)
		}
		e.Symbol, rest = rest[0], rest[1:]
	}
	for _, opt := range rest {
		if err := e.set(opt); err != nil {
			return e, err
		}
	}
	return e, nil
}

func (e *Entry) set(opt string) error {
	key, val, _ := strings.Cut(opt, "=")
	var err error
	switch key {
	case "arg":
		e.Arg, err = strconv.Atoi(val)
	case "self":
		e.Self = val == "1"
	case "own":
		e.Own = val == "1"
	case "never":
		e.Never = val == "1"
	case "access":
		e.Write = val == "write"
	default:
		err = fmt.Errorf("unknown option %q", opt)
	}
	return err
}

func (c *Catalog) add(e Entry) {
	c.entries = append(c.entries, e)
	if e.Role == Stop {
		c.stops[e.Package] = true
		return
	}
	key := e.Package + " " + e.Symbol
	c.symbols[key] = append(c.symbols[key], e)
	if e.Role.Remote() {
		c.roots[e.Package] = true
	}
}

// Entries lists the catalogue in the order of its text.
func (c *Catalog) Entries() []Entry { return c.entries }

// Lookup returns what is known of a function (recv is "") or of a method of
// the named type recv.
func (c *Catalog) Lookup(pkg, recv, name string) []Entry {
	pkg = Canonical(pkg)
	symbol := name
	if recv != "" {
		symbol = recv + "." + name
	}
	found := c.symbols[pkg+" "+symbol]
	if found != nil || recv == "" {
		return found
	}
	// A family of generated packages (…/service/*) is entered once.
	i := strings.LastIndexByte(pkg, '/')
	if i < 0 {
		return nil
	}
	family := pkg[:i] + "/* "
	if found = c.symbols[family+recv+".*"]; found == nil {
		found = c.symbols[family+"*.*"]
	}
	if found == nil {
		found = c.symbols[pkg+" "+recv+".*"]
	}
	return found
}

// Type returns what is known of a named type: Tx, MaybeTx or "".
func (c *Catalog) Type(pkg, name string) Role {
	for _, e := range c.symbols[Canonical(pkg)+" "+name] {
		if e.Role == Tx || e.Role == MaybeTx {
			return e.Role
		}
	}
	return ""
}

// Stopped reports whether the package, or one above it, is a stop.
func (c *Catalog) Stopped(pkg string) bool {
	pkg = Canonical(pkg)
	for {
		if c.stops[pkg] {
			return true
		}
		i := strings.LastIndexByte(pkg, '/')
		if i < 0 {
			return false
		}
		pkg = pkg[:i]
	}
}

// Root reports whether the package has a symbol that leaves the process.
func (c *Catalog) Root(pkg string) bool {
	pkg = Canonical(pkg)
	if c.roots[pkg] {
		return true
	}
	i := strings.LastIndexByte(pkg, '/')
	return i >= 0 && c.roots[pkg[:i]+"/*"]
}

var major = regexp.MustCompile(`/v[0-9]+(/|$)|^(gopkg\.in/.+)\.v[0-9]+`)

// Canonical is an import path without its major-version segments and without a
// vendor prefix.
func Canonical(path string) string {
	if i := strings.LastIndex(path, "/vendor/"); i >= 0 {
		path = path[i+len("/vendor/"):]
	}
	if !strings.Contains(path, "/v") && !strings.HasPrefix(path, "gopkg.in/") {
		return path
	}
	return strings.TrimSuffix(major.ReplaceAllString(path, "$2$1"), "/")
}
