package flows

import (
	"cmp"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A copy may be kept in Redis, or in a bucket of JetStream's. What is written there
// without an end is one as well as a row is; what expires is so until then (see
// write_expiring.go), and what is no data of the message's is a mark.

// keyValueMethod is the name of the method of a client of Redis's that is called,
// or "". What JetStream calls otherwise goes by Redis's names.
func keyValueMethod(s effects.Site) string {
	if s.Callee == nil || s.Callee.Pkg() == nil || s.Callee.Signature().Recv() == nil {
		return ""
	}
	if ofRedis(s.Callee.Pkg()) {
		return s.Callee.Name()
	}
	switch catalog.Canonical(effects.PkgPath(s.Callee.Pkg())) {
	case "github.com/nats-io/nats.go", "github.com/nats-io/nats.go/jetstream":
		return bucketMethod(s.Callee)
	case "github.com/zeromicro/go-zero/core/stores/redis", "github.com/tal-tech/go-zero/core/stores/redis":
		return goZeroMethod(s.Callee)
	case "go.etcd.io/etcd/client", "go.etcd.io/etcd/clientv3":
		return etcdMethod(s.Callee)
	case "github.com/couchbase/gocb":
		return couchbaseMethod(s)
	}
	return embeddedMethod(s.Callee)
}

// goZeroMethod is what go-redis calls a method of go-zero's client of Redis's.
func goZeroMethod(f *types.Func) string {
	if receiverName(f) != "Redis" {
		return ""
	}
	switch name := strings.TrimSuffix(f.Name(), "Ctx"); name {
	case "Setex":
		return "SetEx"
	case "Hset":
		return "HSet"
	case "Hmset":
		return "HMSet"
	case "Hget":
		return "HGet"
	case "Hgetall":
		return "HGetAll"
	case "Mget":
		return "MGet"
	case "Set", "Get", "Del":
		return name
	}
	return ""
}

// bucketMethod is what Redis calls a method of a bucket of JetStream's. Create writes what
// is not there yet, and Update what nobody else has changed meanwhile.
func bucketMethod(f *types.Func) string {
	if receiverName(f) != "KeyValue" {
		return ""
	}
	switch f.Name() {
	case "Put", "PutString":
		return "Set"
	case "Get", "GetRevision":
		return "Get"
	}
	return ""
}

// etcdMethod is what Redis calls a method of etcd's client.
func etcdMethod(f *types.Func) string {
	if receiver := receiverName(f); receiver != "KV" && receiver != "Client" {
		return ""
	}
	switch f.Name() {
	case "Put":
		return "Set"
	case "Get":
		return "Get"
	case "Delete":
		return "Del"
	}
	return ""
}

// looksUpKey reports whether a call asks Redis what it holds.
func (t *tracker) looksUpKey(s effects.Site) bool {
	return readsOf(strings.ToUpper(keyValueMethod(s))) || t.readsByCommand(s)
}

// A Put is where a function has the key and the value among its parameters that it puts
// into Redis, each counted from 1, and for how long; zero: it puts nothing there by a key
// that it is given.
type Put struct {
	Key, Value int
	Kept       Lifetime
}

// A put is what a call puts into Redis, under which key, and for how long.
type put struct {
	key   ssa.Value
	value ssa.Value   // nil where there are several words
	words []ssa.Value // what comes after the key, one by one
	hash  bool        // the words are fields and their values
	kept  Lifetime
}

// fields are the values that a hash is given, which are told one by one after the names of
// its fields; nil where they are not.
func (p *put) fields() []ssa.Value {
	if !p.hash {
		return nil
	}
	var out []ssa.Value
	for i := 1; i < len(p.words); i += 2 {
		out = append(out, p.words[i])
	}
	return out
}

// putAt is what a call puts into Redis, itself or by a function of the project's that
// stands before it; nil: nothing that would be stale for long. handed says that for how
// long may be up to the unit's callers.
func (t *tracker) putAt(s effects.Site, handed bool) *put {
	args := s.Args[min(s.Shift, len(s.Args)):]
	if f := t.funcOf(s); f != nil && f.Puts.Key > 0 && max(f.Puts.Key, f.Puts.Value) <= len(s.Args) {
		kept := max(f.Puts.Kept, t.keptFor(s.Callee, args, handed))
		value := s.Args[f.Puts.Value-1]
		return longEnough(&put{key: s.Args[f.Puts.Key-1], value: value, words: members(value), kept: kept})
	}
	if c := t.commandAt(s); c != nil {
		return c.put()
	}
	if p := t.scriptPut(s); p != nil {
		return p
	}
	name := strings.ToUpper(keyValueMethod(s))
	if !writesKey(name) {
		return nil
	}
	kept := t.keptFor(s.Callee, args, handed)
	if len(args) > 0 && isContext(args[0].Type()) {
		args = args[1:]
	}
	if len(args) < 2 || leased(s) {
		return nil
	}
	p := &put{key: args[0], value: args[1], words: slices.Concat(members(args[1]), args[2:]), hash: isHash(name), kept: kept}
	return longEnough(p)
}

// leased reports whether etcd is told how to go about a put: mostly to forget it unless a
// lease is kept up, and that is a sign of life.
func leased(s effects.Site) bool {
	if s.Callee.Pkg().Name() != "clientv3" {
		return false
	}
	options, ok := s.Args[len(s.Args)-1].(*ssa.Const)
	return !ok || !options.IsNil()
}

// put is what a command puts into Redis; nil: nothing that would be stale for long.
func (c *command) put() *put {
	if c.only || !writesKey(c.name) || len(c.words) < 2 {
		return nil
	}
	p := &put{key: c.key(), words: c.words[1:], hash: isHash(c.name), kept: c.kept}
	if !p.hash {
		p.value = p.words[0]
	}
	return longEnough(p)
}

// isHash reports whether a command, by its name in capitals, sets fields by their names.
func isHash(name string) bool { return name == "HSET" || name == "HMSET" }

// keyValueWrites is what a call writes to Redis.
func (t *tracker) keyValueWrites(s effects.Site) []Write {
	p := t.putAt(s, false)
	if p == nil {
		return nil
	}
	key := p.key
	var data Origin
	set := Set{Known: true}
	for _, v := range append(slices.Clone(p.words), p.value) {
		if v == nil {
			continue
		}
		if _, fixed := withoutInterface(v).(*ssa.Const); !fixed && !isNamedIn(v.Type(), "time", "Duration") {
			o := t.whole(v)
			set.add("", o)
			data |= o
		}
	}
	if data == 0 && p.kept == forGood && t.removesElse(s, key) {
		set.add("", 0)
		data = t.whole(key)
	}
	if data&(fromMsg|params) == 0 || severalKeys(key.Type()) {
		return nil
	}
	name := cmp.Or(t.bucketName(s), t.keyName(key), t.documentsOf(s, p))
	if name == "" && t.ownKey(key) {
		name = receiverName(t.u.Object)
	}
	if name == "" || ownBooks.MatchString(name) || p.value != nil && key == withoutInterface(p.value) {
		return nil // the last is a mark that something is there
	}
	if p.kept == aWhile && t.passing(key) {
		return nil
	}
	at := t.view.CallPos(s.Instr)
	w := Write{
		Table: name, Verb: "upsert", Conf: keyValueConf, From: data | t.whole(key), Set: set, KeyValue: true, Expires: p.kept == aWhile,
		Steps: []summary.Step{t.view.Step(at, "writes "+name+" in "+keyValueStore(s))},
	}
	w.Set.keys = t.keyLeaves(key, 0)
	w.Only.Name, w.only = name, p.value
	if fields := p.fields(); len(fields) > 0 {
		w.Only.Name, w.only = constantText(p.words[0]), nil
		if len(fields) == 1 {
			w.only = fields[0]
		}
	}
	return []Write{w}
}

// severalKeys reports whether a key is a list of them: bytes are one.
func severalKeys(ty types.Type) bool {
	list, ok := ty.Underlying().(*types.Slice)
	return ok && !isByte(list.Elem())
}

// keyValueStore is what a call writes to, for a proof.
func keyValueStore(s effects.Site) string {
	switch name := s.Callee.Pkg().Name(); {
	case name == "jetstream", name == "nats":
		return "a bucket"
	case name == "clientv3":
		return "etcd"
	case name == "gocb":
		return "Couchbase"
	case embeddedMethod(s.Callee) != "":
		return "a store of its own"
	}
	return "Redis"
}

// noteKeyPut notes that the unit puts what it is given into Redis, by a key that it is given
// as well: its callers tell of what kind. What calls itself a lock or a session is one.
func (t *tracker) noteKeyPut(f *Func, s effects.Site) {
	at := t.putAt(s, true)
	if at == nil || t.u.Object == nil || markName.MatchString(receiverName(t.u.Object)+t.u.Object.Name()+t.u.Object.Pkg().Name()) {
		return
	}
	p, ok := withoutInterface(at.key).(*ssa.Parameter)
	if !ok || p.Parent() != t.u.Func {
		return
	}
	given := Put{Key: 1 + slices.Index(t.u.Func.Params, p), Kept: at.kept}
	var from Origin
	if at.value != nil {
		if v, ok := withoutInterface(at.value).(*ssa.Parameter); ok && v != p {
			given.Value = 1 + slices.Index(t.u.Func.Params, v)
		}
		from = t.whole(at.value)
	}
	if fields := at.fields(); len(fields) > 0 {
		from = 0
		for _, v := range fields {
			from |= t.whole(v)
		}
	}
	for i, other := range t.u.Func.Params {
		if given.Value == 0 && other != p && other != t.receiver() && carries(other.Type()) && !isNamedIn(other.Type(), "time", "Duration") && from&param(i) != 0 {
			given.Value = 1 + i
		}
	}
	if given.Value > 0 {
		f.Puts = given
	}
}

var markName = regexp.MustCompile(`(?i)memo|session|lock|limit`)

// keyValueConf is the confidence in a write to Redis being one of a copy.
const keyValueConf = 85

// ownBooks are the keys of what a service keeps for itself.
var ownBooks = regexp.MustCompile(`(?i)lock|dedup|seen|idem|rate|limit|session|token|processed|nonce|last|offset|cursor|heartbeat`)

// ownKey reports whether a key begins with what a field of the receiver holds: the
// type keeps all of one kind then, and it is the wiring that says how they are called.
func (t *tracker) ownKey(v ssa.Value) bool {
	if t.u.Object == nil || t.receiver() == nil {
		return false
	}
	for range 6 {
		switch x := withoutInterface(v).(type) {
		case *ssa.BinOp:
			v = x.X
		case *ssa.Call:
			elems := variadic(effects.Site{Args: x.Call.Args})
			if fn := x.Call.StaticCallee(); fn == nil || fn.Pkg == nil || fn.Pkg.Pkg.Path() != "fmt" || len(elems) == 0 {
				return false
			}
			v = elems[0]
		case *ssa.UnOp:
			fa, ok := x.X.(*ssa.FieldAddr)
			return ok && fa.X == ssa.Value(t.receiver())
		case *ssa.Field:
			return x.X == ssa.Value(t.receiver())
		default:
			return false
		}
	}
	return false
}

// A Key is what a text begins with that is the key of something: "customer:" + id.
type Key struct {
	Name string
	By   int // 1 + the parameter that it begins with; 0: none
}

// keyName is what a key is called, by what it begins with.
func (t *tracker) keyName(v ssa.Value) string { return t.keyOf(v, 0).Name }

// keyOf is what a key begins with, which a function of the project's may have made.
func (t *tracker) keyOf(v ssa.Value, depth int) Key {
	if depth > 6 {
		return Key{}
	}
	switch v := withoutInterface(v).(type) {
	case *ssa.Const:
		name, _, _ := strings.Cut(constantText(v), "%")
		return Key{Name: strings.Trim(name, ":/.-_{}")}
	case *ssa.Parameter:
		if i := slices.Index(t.u.Func.Params, v); i >= 0 {
			return Key{By: 1 + i}
		}
	case *ssa.FreeVar:
		if b := t.u.Binding(v); b != nil {
			return t.keyOf(b, depth+1)
		}
	case *ssa.UnOp:
		addr := v.X
		if free, ok := addr.(*ssa.FreeVar); ok {
			addr = t.u.Binding(free)
		}
		if alloc, ok := addr.(*ssa.Alloc); ok && len(stored(alloc)) == 1 {
			return t.keyOf(stored(alloc)[0], depth+1)
		}
	case *ssa.BinOp:
		if v.Op == token.ADD {
			return t.keyOf(v.X, depth+1)
		}
	case *ssa.Convert:
		return t.keyOf(v.X, depth+1)
	case *ssa.Call:
		if _, ok := v.Call.Value.(*ssa.Builtin); ok {
			return t.appendedKey(v, depth)
		}
		return t.madeKey(v, depth)
	}
	return Key{}
}

// appendedKey is what a key begins with that is put together in a buffer.
func (t *tracker) appendedKey(v *ssa.Call, depth int) Key {
	if v.Call.Value.Name() != "append" || len(v.Call.Args) < 2 {
		return Key{}
	}
	switch v.Call.Args[0].(type) {
	case *ssa.MakeSlice, *ssa.Slice, *ssa.Const:
		return t.keyOf(v.Call.Args[1], depth+1)
	}
	return t.keyOf(v.Call.Args[0], depth+1)
}

// madeKey is what a key begins with that a function makes.
func (t *tracker) madeKey(v *ssa.Call, depth int) Key {
	s := t.site(v)
	if s.Callee == nil || s.Callee.Pkg() == nil {
		return Key{}
	}
	if f := t.funcOf(s); f != nil {
		if i := f.Key.By - 1; i >= 0 && i < len(s.Args) {
			return t.keyOf(s.Args[i], depth+1)
		}
		return f.Key
	}
	if len(s.Args) == 0 {
		return Key{}
	}
	elems := variadic(s)
	switch path := s.Callee.Pkg().Path(); {
	case path == "fmt" && strings.HasPrefix(constantText(s.Args[0]), "%") && len(elems) > 0:
		return t.keyOf(elems[0], depth+1)
	case path == "fmt":
		return t.keyOf(s.Args[0], depth+1)
	case path == "strconv" && strings.HasPrefix(s.Callee.Name(), "Append"):
		return t.keyOf(s.Args[0], depth+1)
	case path == "strings" && s.Callee.Name() == "Join":
		if list := members(s.Args[0]); len(list) > 0 {
			return t.keyOf(list[0], depth+1)
		}
	}
	return Key{}
}

// noteKey notes what a text begins with that the unit returns, if it is made of more
// than that.
func (t *tracker) noteKey(f *Func, r ssa.Value) {
	if !isStringType(r.Type()) {
		return
	}
	switch r.(type) {
	case *ssa.BinOp, *ssa.Call, *ssa.Convert:
		if len(t.u.Func.Params) > 0 {
			f.Key = t.keyOf(r, 0)
		}
	case *ssa.Const:
		if keyFunc.MatchString(t.u.Func.Name()) {
			f.Key = t.keyOf(r, 0)
		}
	}
}

// keyFunc recognises the functions that say what all of one kind are kept under.
var keyFunc = regexp.MustCompile(`Key$`)

// readsKey notes what a call asks Redis for, by a name that no table has.
func (t *tracker) readsKey(f *Func, s effects.Site) {
	if c := t.commandAt(s); c != nil {
		if readsOf(c.name) {
			t.addKeyRead(f, c.key(), t.branchesOf(s.Instr))
		}
		return
	}
	if !t.looksUpKey(s) || keyValueMethod(s) == "" || embeddedMethod(s.Callee) != "" || len(s.Args) < s.Shift+2 {
		return
	}
	t.addKeyRead(f, s.Args[s.Shift+1], t.branchesOf(s.Instr))
}

// A KeyRead is a look into Redis under a key that the function is given, whole or its
// beginning: its callers tell of what kind. Key is the parameter, counted from 1.
type KeyRead struct {
	Key      int
	Branches Branches
}

const maxKeyReads = 4

// addKeyRead adds a read of what Redis keeps under a key.
func (t *tracker) addKeyRead(f *Func, key ssa.Value, branches Branches) {
	switch of := t.keyOf(key, 0); {
	case of.Name != "":
		f.addRead(Read{Table: InRedis(of.Name), Branches: branches})
	case of.By > 0 && len(f.KeyReads) < maxKeyReads:
		f.KeyReads = append(f.KeyReads, KeyRead{of.By, branches})
	}
}

// takeKeyReads makes a callee's reads by a key that it is given the unit's own.
func (k *taking) takeKeyReads(f *Func, callee *Func) {
	for _, r := range callee.KeyReads {
		if r.Key <= len(k.site.Args) {
			k.addKeyRead(f, k.site.Args[r.Key-1], r.Branches.within(k.branches))
		}
	}
}

// InRedis names what Redis keeps under a key as if it were a table.
func InRedis(name string) string { return "redis " + name }
