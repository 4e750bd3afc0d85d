// Package catalog is what the tool knows about libraries: which of their calls
// leave the process, which open transactions, which take SQL text, which of
// their types are messages. The knowledge itself is data, in catalog.txt.
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
	Pool    Role = "pool"
	Begin   Role = "begin"
	End     Role = "end"
	Scope   Role = "scope"
	Runs    Role = "runs"
	Spawns  Role = "spawns"
	Waits   Role = "waits"
	Next    Role = "next"
	SQL     Role = "sql"
	Table   Role = "table"
	Open    Role = "open"

	Message Role = "message"
	Consume Role = "consume"
	Handler Role = "handler"
	Ack     Role = "ack"
	Nack    Role = "nack"
	WaitFor Role = "waitfor"
	Decode  Role = "decode"
	Client  Role = "client"
	Server  Role = "server"
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
	case Stop, Begin, End, Waits, Next, Handler, Ack, Nack, Client, Server:
		return true
	}
	return r.OfType() || r.Remote() || r.TakesArg()
}

// TakesArg reports whether a role speaks of an argument.
func (r Role) TakesArg() bool {
	switch r {
	case Scope, Runs, Spawns, SQL, Table, Open, Consume, WaitFor, Decode:
		return true
	}
	return false
}

// OfType reports whether the role is a type's, rather than a function's.
func (r Role) OfType() bool { return r.ofTx() || r == Pool || r == Message }

// ofTx reports whether the role says that a type is a transaction, or is none.
func (r Role) ofTx() bool { return r == Tx || r == MaybeTx || r == NoTx }

// settles reports whether the role says what becomes of a message.
func (r Role) settles() bool { return r == Ack || r == Nack }

// An Entry is one line of the catalogue.
type Entry struct {
	Role    Role
	Package string   // without major-version segments; may hold *
	Symbol  string   // Func, Type, Type.Method, a constant, may hold *; "" for a stop
	Majors  []string // the major versions that it holds for; nil: all
	Arg     int      // the argument that the role speaks of, without the receiver; -1: none, or the receiver
	Self    bool     // begin: the receiver becomes the transaction
	Own     bool     // counts only where first-party code makes the call
	Write   bool     // table: the access writes
	Never   bool     // never counts, although its package's code looks like it
	Timeout bool     // client: its calls end by themselves, if nothing is said
	Breaker bool     // client: it has a circuit breaker, if nothing is said

	Msg        []int  // consume, handler: which parameters of the handler are the message; -1 is the last
	Into       int    // decode: the argument that is filled in; -1: the first result is
	Field      string // consume: the argument is a struct, and this field of it the handler
	Redelivers bool   // message, consume, handler: on an error from the handler the message comes again
	Lossy      bool   // message, consume, handler: it does not come again, whatever the handler answers
	Task       bool   // message, consume, handler: it is a task that the service has given itself
	Bounded    bool   // waitfor: gives up by default

	Line int // in catalog.txt
}

// Params resolves Msg for a handler of n parameters, the receiver not counted:
// the indexes of those that are the message. One that it does not have is left
// out.
func (e Entry) Params(n int) []int {
	var list []int
	for _, i := range e.Msg {
		if i < 0 {
			i += n
		}
		if 0 <= i && i < n {
			list = append(list, i)
		}
	}
	return list
}

// A Catalog answers what is known of a symbol.
type Catalog struct {
	packages map[string]*pkg
	families []*pkg // packages entered by a pattern
	stops    map[string]bool
	entries  []Entry
	last     *pkg // that of the last line read: the next is often of the same
}

// A pkg is what is known of one package, or of a family of packages.
type pkg struct {
	path    string
	prefix  string    // of a family: what comes before the first *
	exact   [][]Entry // each of one entry; packages are small, and a map costs more to fill than it saves
	globs   []Entry   // whose symbol holds *, the longest first
	handled []Entry   // the role handler
	reaches bool      // has a symbol that leaves the process
	// messaging: has a type of messages, or a symbol that is given handlers of them.
	messaging bool
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
// said of its family, and a symbol's own name before a pattern; that it
// acknowledges a message, or hands it back, is said beside that.
func (c *Catalog) Lookup(pkg, recv, name string) []Entry {
	symbol := name
	if recv != "" {
		symbol = recv + "." + name
	}
	path := Canonical(pkg)
	var own []Entry
	if p := c.packages[path]; p != nil {
		own = p.lookup(symbol, pkg)
		if slices.ContainsFunc(own, func(e Entry) bool { return !e.Role.settles() }) {
			return own
		}
	}
	for _, p := range c.families {
		if p.matches(path) {
			found := p.lookup(symbol, pkg)
			switch {
			case own == nil && found != nil:
				return found
			case found != nil:
				return slices.Concat(own, found)
			}
		}
	}
	return own
}

// Type returns what is known of a named type: Tx, MaybeTx, NoTx or "".
func (c *Catalog) Type(pkg, name string) Role {
	p := c.packages[Canonical(pkg)]
	if p == nil {
		return ""
	}
	for _, e := range p.named(name) {
		if e.Role.ofTx() {
			return e.Role
		}
	}
	return ""
}

// Message returns the entry that makes a named type that of a received message.
func (c *Catalog) Message(pkg, name string) (Entry, bool) {
	if p := c.packages[Canonical(pkg)]; p != nil {
		for _, e := range p.named(name) {
			if e.Role == Message && e.In(pkg) {
				return e, true
			}
		}
	}
	return Entry{}, false
}

// Messaging reports whether the catalogue knows how messages come in by a
// package.
func (c *Catalog) Messaging(pkg string) bool {
	p := c.packages[Canonical(pkg)]
	return p != nil && p.messaging
}

// Handlers returns the methods of a package's interfaces that the library calls
// with a message.
func (c *Catalog) Handlers(pkg string) []Entry {
	if p := c.packages[Canonical(pkg)]; p != nil {
		return inMajor(p.handled, pkg)
	}
	return nil
}

// Pool reports whether a named type hands out connections, one for each use.
func (c *Catalog) Pool(pkg, name string) bool {
	p := c.packages[Canonical(pkg)]
	return p != nil && slices.ContainsFunc(p.named(name), func(e Entry) bool { return e.Role == Pool })
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
func (c *Catalog) Sends(pkg, typ string) bool { return c.hasMethod(pkg, typ, Entry.asks) }

// Publishes reports whether a named type has a method that publishes messages.
func (c *Catalog) Publishes(pkg, typ string) bool {
	return c.hasMethod(pkg, typ, func(e Entry) bool { return e.Role == Publish })
}

// hasMethod reports whether a named type has a method that leaves the process so.
func (c *Catalog) hasMethod(pkg, typ string, so func(Entry) bool) bool {
	p := c.packages[Canonical(pkg)]
	if p == nil || !p.reaches {
		return false
	}
	for _, entries := range p.exact {
		recv, _, method := strings.Cut(entries[0].Symbol, ".")
		if method && recv == typ && slices.ContainsFunc(entries, so) {
			return true
		}
	}
	return slices.ContainsFunc(p.globs, func(e Entry) bool {
		recv, _, method := strings.Cut(e.Symbol, ".")
		return method && so(e) && glob(recv, typ)
	})
}

// asks reports whether the entry's symbol asks something of another process.
func (e Entry) asks() bool {
	return e.Role.Remote() && !e.Never && e.Role != Publish && e.Role != Net
}
