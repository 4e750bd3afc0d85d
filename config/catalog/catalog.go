// Package catalog is what the tool knows about libraries: which of their calls
// leave the process, which open transactions, which take SQL text. The
// knowledge itself is data, in catalog.txt.
package catalog

import (
	_ "embed"
	"slices"
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
	NoTx    Role = "notx"
	Begin   Role = "begin"
	End     Role = "end"
	Scope   Role = "scope"
	Runs    Role = "runs"
	Spawns  Role = "spawns"
	Waits   Role = "waits"
	SQL     Role = "sql"
	Table   Role = "table"
	Open    Role = "open"
	Client  Role = "client"
)

// Remote reports whether a symbol of this role leaves the process.
func (r Role) Remote() bool {
	switch r {
	case HTTP, RPC, Mail, Publish, Cloud, SDK, Net:
		return true
	}
	return false
}

// Known reports whether catalog.txt has the role.
func (r Role) Known() bool {
	switch r {
	case Stop, Tx, MaybeTx, NoTx, Begin, End, Waits, Client:
		return true
	}
	return r.Remote() || r.TakesArg()
}

// TakesArg reports whether a role speaks of an argument.
func (r Role) TakesArg() bool {
	switch r {
	case Scope, Runs, Spawns, SQL, Table, Open:
		return true
	}
	return false
}

// OfType reports whether the role is a type's, rather than a function's.
func (r Role) OfType() bool { return r == Tx || r == MaybeTx || r == NoTx }

// An Entry is one line of the catalogue.
type Entry struct {
	Role    Role
	Package string   // without major-version segments; may hold *
	Symbol  string   // Func, Type, Type.Method, may hold *; "" for a stop
	Majors  []string // the major versions that it holds for; nil: all
	Arg     int      // the argument that the role speaks of, without the receiver; -1: none
	Self    bool     // begin: the receiver becomes the transaction
	Own     bool     // counts only where first-party code makes the call
	Write   bool     // table: the access writes
	Never   bool     // never counts, although its package's code looks like it
	Timeout bool     // client: its calls end by themselves, if nothing is said
	Breaker bool     // client: it has a circuit breaker, if nothing is said
	Line    int      // in catalog.txt
}

// A Catalog answers what is known of a symbol.
type Catalog struct {
	packages map[string]*pkg
	families []*pkg // packages entered by a pattern
	stops    map[string]bool
	entries  []Entry
}

// A pkg is what is known of one package, or of a family of packages.
type pkg struct {
	path    string
	prefix  string             // of a family: what comes before the first *
	exact   map[string][]Entry // by symbol
	globs   []Entry            // whose symbol holds *, the longest first
	reaches bool               // has a symbol that leaves the process
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

// Entries lists the catalogue in the order of its text.
func (c *Catalog) Entries() []Entry { return c.entries }

// Lookup returns what is known of a function (recv is "") or of a method of
// the named type recv. What is said of the package itself goes before what is
// said of its family, and a symbol's own name before a pattern.
func (c *Catalog) Lookup(pkg, recv, name string) []Entry {
	symbol := name
	if recv != "" {
		symbol = recv + "." + name
	}
	path := Canonical(pkg)
	if p := c.packages[path]; p != nil {
		if found := p.lookup(symbol, pkg); found != nil {
			return found
		}
	}
	for _, p := range c.families {
		if p.matches(path) {
			if found := p.lookup(symbol, pkg); found != nil {
				return found
			}
		}
	}
	return nil
}

// Type returns what is known of a named type: Tx, MaybeTx, NoTx or "".
func (c *Catalog) Type(pkg, name string) Role {
	p := c.packages[Canonical(pkg)]
	if p == nil {
		return ""
	}
	for _, e := range p.exact[name] {
		if e.Role.OfType() {
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
	path := Canonical(pkg)
	if p := c.packages[path]; p != nil && p.reaches {
		return true
	}
	for _, p := range c.families {
		if p.reaches && p.matches(path) {
			return true
		}
	}
	return false
}

// Sends reports whether a named type has a method that asks something of another
// process: it is a client, or a request that sends itself.
func (c *Catalog) Sends(pkg, typ string) bool {
	p := c.packages[Canonical(pkg)]
	if p == nil || !p.reaches {
		return false
	}
	for symbol, entries := range p.exact {
		recv, _, method := strings.Cut(symbol, ".")
		if method && recv == typ && slices.ContainsFunc(entries, Entry.asks) {
			return true
		}
	}
	return slices.ContainsFunc(p.globs, func(e Entry) bool {
		recv, _, method := strings.Cut(e.Symbol, ".")
		return method && e.asks() && glob(recv, typ)
	})
}

// asks reports whether the entry's symbol asks something of another process.
func (e Entry) asks() bool {
	return e.Role.Remote() && !e.Never && e.Role != Publish && e.Role != Net
}
