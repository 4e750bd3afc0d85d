package flows

import (
	"go/constant"
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

// A copy may be kept in Redis. What is written there without an end is one as
// well as a row is; what expires is a cache, and what is no data of the message's
// a mark.

// keyValueMethod is the name of the method of a client of Redis's that is called,
// or "".
func keyValueMethod(s effects.Site) string {
	if s.Callee == nil || s.Callee.Pkg() == nil || s.Callee.Signature().Recv() == nil {
		return ""
	}
	switch catalog.Canonical(effects.PkgPath(s.Callee.Pkg())) {
	case "github.com/redis/go-redis", "github.com/go-redis/redis":
		return s.Callee.Name()
	}
	return ""
}

// looksUpKey reports whether a call asks Redis what it holds.
func looksUpKey(s effects.Site) bool {
	switch keyValueMethod(s) {
	case "Get", "GetEx", "MGet", "HGet", "HMGet", "HGetAll", "JSONGet":
		return true
	}
	return false
}

// keyValueWrites is what a call writes to Redis.
func (t *tracker) keyValueWrites(s effects.Site) []Write {
	switch keyValueMethod(s) {
	case "Set", "HSet", "HMSet", "MSet", "JSONSet":
	default:
		return nil
	}
	args := s.Args[s.Shift:]
	if len(args) < 3 || !isContext(args[0].Type()) || expires(s.Callee, args) {
		return nil
	}
	values := append(members(args[2]), args[2:]...)
	var data Origin
	for _, v := range values {
		data |= t.whole(v)
	}
	if _, list := args[1].Type().Underlying().(*types.Slice); data&(fromMsg|params) == 0 || list {
		return nil
	}
	name := t.keyName(args[1])
	if name == "" && t.ownKey(args[1]) {
		name = receiverName(t.u.Object)
	}
	if name == "" || ownBooks.MatchString(name) || args[1] == withoutInterface(args[2]) {
		return nil // the last is a mark that something is there
	}
	at := t.view.CallPos(s.Instr)
	return []Write{{
		Table: name, Verb: "upsert", Conf: keyValueConf, From: data | t.whole(args[1]), KeyValue: true,
		Steps: []summary.Step{t.view.Step(at, "writes "+name+" in Redis")},
	}}
}

// keyValueConf is the confidence in a write to Redis being one of a copy.
const keyValueConf = 85

// ownBooks are the keys of what a service keeps for itself.
var ownBooks = regexp.MustCompile(`(?i)lock|dedup|seen|idem|rate|limit|session|token|processed|nonce|cache|last|offset|cursor|heartbeat`)

// expires reports whether a value is written for some time only.
func expires(f *types.Func, args []ssa.Value) bool {
	for i, v := range args {
		if n := effects.Named(v.Type()); i >= f.Signature().Params().Len() || n == nil || n.Obj().Name() != "Duration" {
			continue
		}
		c, ok := v.(*ssa.Const)
		if !ok || c.Value == nil || constant.Sign(c.Value) > 0 {
			return true
		}
	}
	return false
}

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
	case *ssa.Call:
		return t.madeKey(v, depth)
	}
	return Key{}
}

// madeKey is what a key begins with that a function makes.
func (t *tracker) madeKey(v *ssa.Call, depth int) Key {
	s := t.site(v)
	if s.Callee == nil || s.Callee.Pkg() == nil || len(s.Args) == 0 {
		return Key{}
	}
	if f := t.funcOf(s); f != nil {
		if i := f.Key.By - 1; i >= 0 && i < len(s.Args) {
			return t.keyOf(s.Args[i], depth+1)
		}
		return f.Key
	}
	elems := variadic(s)
	switch path := s.Callee.Pkg().Path(); {
	case path == "fmt" && strings.HasPrefix(constantText(s.Args[0]), "%") && len(elems) > 0:
		return t.keyOf(elems[0], depth+1)
	case path == "fmt":
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
	if !isStringType(r.Type()) || len(t.u.Func.Params) == 0 {
		return
	}
	switch r.(type) {
	case *ssa.BinOp, *ssa.Call:
		f.Key = t.keyOf(r, 0)
	}
}

// readsKey notes what a call asks Redis for, by a name that no table has.
func (t *tracker) readsKey(f *Func, s effects.Site) {
	if !looksUpKey(s) || len(s.Args) < s.Shift+2 {
		return
	}
	if name := t.keyName(s.Args[s.Shift+1]); name != "" {
		f.addRead(Read{Table: InRedis(name), Branches: t.branchesOf(s.Instr)})
	}
}

// InRedis names what Redis keeps under a key as if it were a table.
func InRedis(name string) string { return "redis " + name }
