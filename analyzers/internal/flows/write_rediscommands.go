package flows

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Some clients of Redis's have a method for each command. Others are told the command by
// its name, as redigo is, and go-redis by Do; and with rueidis and valkey-go it is built
// word by word: client.B().Set().Key(k).Value(v).Build(). What is built is taken to be
// sent: nobody builds a command to throw it away.

// A command is what Redis is told to do, by whatever client.
type command struct {
	name  string      // in capitals, as Redis calls it
	words []ssa.Value // the key, and what comes after it
	kept  Lifetime    // of what it writes, where the command says so itself
	only  bool        // if there is nothing yet, or what is expected
}

// key is what a command is about.
func (c *command) key() ssa.Value { return c.words[0] }

// commandAt is the command that a call tells by its name, or that it completes; nil: none, or
// one that has no key.
func (t *tracker) commandAt(s effects.Site) *command {
	var c *command
	switch {
	case completesCommand(s):
		c = t.builtCommand(s.Args[0])
	case tellsCommand(s):
		c = t.toldCommand(s)
	}
	if c == nil || c.name == "" || len(c.words) == 0 || c.words[0] == nil {
		return nil
	}
	return c
}

// commandName is the name of the command that a call has Redis do, in capitals, or "".
func (t *tracker) commandName(s effects.Site) string {
	if name := keyValueMethod(s); name != "" && !tellsCommand(s) {
		return strings.ToUpper(name)
	}
	if c := t.commandAt(s); c != nil {
		return c.name
	}
	return ""
}

// tellsCommand recognises the functions that are told a command by its name.
func tellsCommand(s effects.Site) bool {
	if s.Callee == nil || s.Callee.Pkg() == nil {
		return false
	}
	switch name := s.Callee.Name(); catalog.Canonical(effects.PkgPath(s.Callee.Pkg())) {
	case "github.com/gomodule/redigo/redis", "github.com/garyburd/redigo/redis":
		return (name == "Do" || name == "Send" || name == "DoContext" || name == "DoWithTimeout") && receiverName(s.Callee) != "Script"
	default:
		return name == "Do" && ofRedis(s.Callee.Pkg()) && s.Callee.Signature().Variadic()
	}
}

// toldCommand is the command that a call names, with the words that go with it.
func (t *tracker) toldCommand(s effects.Site) *command {
	var words []ssa.Value
	for _, a := range s.Args[s.Shift:] {
		words = append(words, t.listedWords(a)...)
	}
	at := slices.IndexFunc(words, func(v ssa.Value) bool { return v != nil && constantText(v) != "" })
	if at < 0 {
		return nil
	}
	c := &command{name: wordOf(words[at]), words: words[at+1:]}
	for i, v := range c.words {
		if v == nil || i < 2 {
			continue
		}
		switch wordOf(v) {
		case "NX":
			c.only = c.only || c.name == "SET"
		case "EX":
			c.kept = max(c.kept, t.lifetimeAt(c, i+1, time.Second))
		case "PX", "EXAT", "PXAT":
			c.kept = max(c.kept, aWhile)
		}
	}
	switch c.name {
	case "SETEX":
		c.kept = max(aWhile, t.lifetimeAt(c, 1, time.Second))
	case "PSETEX":
		c.kept = aWhile
	default:
		return c
	}
	if len(c.words) == 3 {
		c.words = []ssa.Value{c.words[0], c.words[2]}
	}
	return c
}

// lifetimeAt is how long the word at a place says that a value is kept.
func (t *tracker) lifetimeAt(c *command, i int, unit time.Duration) Lifetime {
	if i >= len(c.words) || c.words[i] == nil {
		return aWhile
	}
	v := c.words[i]
	if text := constantText(v); text != "" {
		return aWhile
	}
	return t.lifetime(v, unit)
}

// wordOf is what a word of a command is, in capitals, if it is a constant.
func wordOf(v ssa.Value) string {
	return strings.ToUpper(strings.ReplaceAll(constantText(withoutInterface(v)), ".", ""))
}

// listedWords are the words that an argument stands for: those of a list, which redigo has
// made by methods too, redis.Args{}.Add(key).AddFlat(row); or itself.
func (t *tracker) listedWords(v ssa.Value) []ssa.Value {
	if c, ok := v.(*ssa.ChangeType); ok {
		v = c.X
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		if list := variadic(effects.Site{Args: []ssa.Value{v}}); list != nil {
			return list
		}
		return []ssa.Value{withoutInterface(v)}
	}
	s := t.site(call)
	if s.Callee == nil || receiverName(s.Callee) != "Args" || len(s.Args) < 2 {
		return []ssa.Value{v}
	}
	return append(t.listedWordsBefore(s.Args[0]), t.listedWords(s.Args[len(s.Args)-1])...)
}

// listedWordsBefore are the words that a list holds already to which some are added.
func (t *tracker) listedWordsBefore(v ssa.Value) []ssa.Value {
	if _, ok := v.(*ssa.Call); ok {
		return t.listedWords(v)
	}
	return nil
}

// ofBuilder recognises the packages by which commands are built word by word.
func ofBuilder(s effects.Site) bool {
	if s.Callee == nil || s.Callee.Pkg() == nil || s.Callee.Signature().Recv() == nil {
		return false
	}
	switch catalog.Canonical(effects.PkgPath(s.Callee.Pkg())) {
	case "github.com/redis/rueidis/internal/cmds", "github.com/rueian/rueidis/internal/cmds", "github.com/valkey-io/valkey-go/internal/cmds":
		return true
	}
	return false
}

// completesCommand reports whether a call ends the building of a command.
func completesCommand(s effects.Site) bool {
	return ofBuilder(s) && len(s.Args) == 1 && (s.Callee.Name() == "Build" || s.Callee.Name() == "Cache")
}

// builtCommand is the command that was built so far.
func (t *tracker) builtCommand(v ssa.Value) *command {
	c := &command{}
	t.build(c, v, map[ssa.Value]bool{})
	return c
}

// build adds to a command what the calls have added that lead to a value: in the order in
// which they come.
func (t *tracker) build(c *command, v ssa.Value, seen map[ssa.Value]bool) {
	if seen[v] {
		return
	}
	seen[v] = true
	switch v := v.(type) {
	case *ssa.Phi:
		for _, e := range v.Edges {
			t.build(c, e, seen)
		}
	case *ssa.UnOp:
		if alloc, ok := v.X.(*ssa.Alloc); ok {
			for _, held := range stored(alloc) {
				t.build(c, held, seen)
			}
		}
	case *ssa.ChangeType:
		t.build(c, v.X, seen)
	case *ssa.Call:
		s := t.site(v)
		if !ofBuilder(s) || len(s.Args) == 0 {
			return
		}
		t.build(c, s.Args[0], seen)
		t.buildOn(c, s)
	}
}

// buildOn adds to a command what one call adds.
func (t *tracker) buildOn(c *command, s effects.Site) {
	var words []ssa.Value
	for _, a := range s.Args[1:] {
		words = append(words, members(a)...)
	}
	switch name := s.Callee.Name(); {
	case receiverName(s.Callee) == "Builder" && name == "Arbitrary":
		if len(words) > 0 {
			c.name = wordOf(words[0])
		}
	case receiverName(s.Callee) == "Builder":
		c.name = strings.ToUpper(name)
	case strings.HasPrefix(name, "Nx"), strings.HasPrefix(name, "If"), strings.HasPrefix(name, "Fnx"):
		c.only = true
	case name == "Ex", name == "Px", name == "Milliseconds":
		c.kept = max(c.kept, t.lifetime(s.Args[1], unitOfBuilt(name)))
	case name == "ExSeconds", name == "Seconds":
		c.kept = max(c.kept, t.lifetime(s.Args[1], time.Second))
	case strings.HasPrefix(name, "Px"), strings.HasPrefix(name, "Exat"):
		c.kept = max(c.kept, aWhile)
	case name == "Path":
	default:
		c.words = append(c.words, words...)
	}
}

// unitOfBuilt is in what a method of a builder's counts.
func unitOfBuilt(method string) time.Duration {
	if method == "Milliseconds" {
		return time.Millisecond
	}
	return 1
}

// sentCommands are the commands that a call sends which were built before; ok says that the
// call sends some.
func (t *tracker) sentCommands(s effects.Site) (list []*command, ok bool) {
	if s.Callee == nil || s.Callee.Pkg() == nil {
		return nil, false
	}
	switch catalog.Canonical(effects.PkgPath(s.Callee.Pkg())) {
	case "github.com/redis/rueidis", "github.com/rueian/rueidis", "github.com/valkey-io/valkey-go":
	default:
		return nil, false
	}
	if !strings.HasPrefix(s.Callee.Name(), "Do") {
		return nil, false
	}
	for _, a := range s.Args[s.Shift:] {
		for _, m := range members(a) {
			if call, ok := m.(*ssa.Call); ok {
				if c := t.commandAt(t.site(call)); c != nil {
					list = append(list, c)
				}
			}
		}
	}
	return list, true
}

// readsByCommand reports whether a call asks Redis for something by a command; one that is
// not known here may.
func (t *tracker) readsByCommand(s effects.Site) bool {
	if tellsCommand(s) {
		c := t.commandAt(s)
		return c == nil || !writesKey(c.name)
	}
	list, sends := t.sentCommands(s)
	return sends && (len(list) == 0 || slices.ContainsFunc(list, func(c *command) bool { return !writesKey(c.name) }))
}

// writesKey reports whether a command, by its name in capitals, puts something under a key.
func writesKey(name string) bool {
	switch name {
	case "SET", "SETXX", "SETEX", "PSETEX", "HSET", "HMSET", "MSET", "JSONSET", "GEOADD":
		return true
	}
	return false
}

// readsOf reports whether a command, by its name in capitals, asks what is under a key.
func readsOf(name string) bool {
	switch name {
	case "GET", "GETEX", "MGET", "HGET", "HMGET", "HGETALL", "JSONGET":
		return true
	}
	return false
}
