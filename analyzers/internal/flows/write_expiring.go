package flows

import (
	"cmp"
	"go/constant"
	"go/types"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A value in Redis may be given a time to live. Decided: one that is filled with what a
// message says is stale until it expires, if an older message has written it last, so it
// is due as a row is. Withheld is what an older message does no harm to:
//
//   - what lives for less than a minute by a constant: it heals by itself;
//   - marks, which say no more than that something is so just now: a lease, a sign of
//     life, a message that was seen. Of the message they hold its keys, and constants;
//   - what is kept under the key of something that never changes, as a message or a
//     session, or that is told by the name of the key to be of the moment, as a one-time
//     password;
//   - what goes beside a row that the same handling has just inserted: if that is there
//     already, nobody gets so far;
//   - what was read again from the store, or asked of the owner, as everywhere; and what a
//     function keeps that looks something up, by its name, whatever it has found.

// A Lifetime is for how long a value is kept.
type Lifetime int

const (
	forGood Lifetime = iota
	aWhile           // or for a time that is not known
	briefly          // for less than a minute
)

// longEnough is what is put, if it is not gone before anybody minds.
func longEnough(p *put) *put {
	if p.kept == briefly {
		return nil
	}
	return p
}

// keptFor is for how long a call keeps a value by what it is given; what the unit is
// given itself is its callers' business, if that is handed on.
func (t *tracker) keptFor(f *types.Func, args []ssa.Value, handed bool) Lifetime {
	for i, v := range args {
		if i >= f.Signature().Params().Len() {
			continue
		}
		unit := unitOf(f.Signature().Params().At(i))
		if unit == 0 {
			continue
		}
		if p, ok := v.(*ssa.Parameter); ok && handed && p.Parent() == t.u.Func {
			continue
		}
		if kept := t.lifetime(v, unit); kept != forGood {
			return kept
		}
	}
	return forGood
}

// unitOf is in what a parameter counts for how long something is kept; 0: it does not.
func unitOf(p *types.Var) time.Duration {
	switch {
	case isNamedIn(p.Type(), "time", "Duration"):
		return 1
	case p.Name() == "seconds":
		return time.Second
	}
	return 0
}

// lifetime is how long a duration is, which is counted in a unit. Redis takes none, and one
// below zero, for no end.
func (t *tracker) lifetime(v ssa.Value, unit time.Duration) Lifetime {
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value == nil || v.Value.Kind() != constant.Int {
			return forGood
		}
		switch d := time.Duration(v.Int64()) * unit; {
		case d <= 0:
			return forGood
		case d < time.Minute:
			return briefly
		}
	case *ssa.UnOp:
		if set := t.setTo(v.X); len(set) == 1 {
			if c, ok := set[0].(*ssa.Const); ok {
				return t.lifetime(c, unit)
			}
		}
	}
	return aWhile
}

// setTo is what the package sets a variable of its own to, or a field.
func (t *tracker) setTo(addr ssa.Value) []ssa.Value {
	field, _ := addr.(*ssa.FieldAddr)
	var list []ssa.Value
	for _, u := range t.units {
		for st := range effects.Each[*ssa.Store](u.Funcs...) {
			fa, ok := st.Addr.(*ssa.FieldAddr)
			if st.Addr == addr || ok && field != nil && fieldVar(fa) == fieldVar(field) {
				list = append(list, st.Val)
			}
		}
	}
	return list
}

// Passes reports whether a write that expires does no harm: it says no more than that
// something is so just now, and keeps nothing of the message but keys, or a look-up keeps
// what it has found.
func (w *Write) Passes() bool {
	return w.Expires && (w.From&msgContent == 0 || w.by(lookUpName))
}

// copiesNew reports whether a value is kept after a row was inserted of the same name: it
// is the first that is kept of it.
func (w *Write) copiesNew(row *Write) bool {
	if row.KeyValue || !w.After(row) || row.Branches.Excludes(w.Branches) {
		return false
	}
	table := strings.ToLower(row.Table)
	return slices.ContainsFunc(strings.Split(strings.ToLower(w.Table), ":"), func(word string) bool {
		return word != "" && (word == table || word == strings.TrimSuffix(table, "s"))
	})
}

// passing reports whether a key says that what is kept under it never changes, or is of
// the moment: by its own text, or by what it is made of.
func (t *tracker) passing(key ssa.Value) bool {
	return seek(key, 8, t.keyParts, func(v ssa.Value) bool {
		name := cmp.Or(constantText(v), partName(v))
		return oneState.MatchString(name) || ofMoment.MatchString(dbname.Snake(name)) || t.ofEnvelope(v)
	})
}

// ofMoment recognises what is good for some time only, and for one time mostly.
var ofMoment = regexp.MustCompile(`(?i)(^|[^a-z])(lock|lease|dedup|seen|idem|processed|rate|limit|session|token|nonce|otp|jti|csrf|captcha|verif|passcode|presence|online|alive|heartbeat|typing|cooldown|request|response|reply|result|hash|digest|checksum)`)

// partName is what a part of a key is called.
func partName(v ssa.Value) string {
	switch v := v.(type) {
	case *ssa.Parameter:
		return v.Name()
	case *ssa.Call:
		if f := calleeOf(v); f != nil {
			return strings.TrimPrefix(f.Name(), "Get")
		}
	case *ssa.Lookup:
		return constantText(v.Index)
	}
	return fieldName(v, 0)
}

// ofEnvelope reports whether a value is a field, or what a method gives back, of the
// message as the library has handed it over: its own id, say.
func (t *tracker) ofEnvelope(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.UnOp:
		fa, ok := v.X.(*ssa.FieldAddr)
		return ok && isKeyName(structField(fa.X.Type(), fa.Field)) && t.isMessage(fa.X.Type())
	case *ssa.Field:
		return isKeyName(structField(v.X.Type(), v.Field)) && t.isMessage(v.X.Type())
	case *ssa.Call:
		s := t.site(v)
		return s.Callee != nil && isKeyName(s.Callee.Name()) && s.Shift > 0 && len(s.Args) > 0 && t.isMessage(s.Args[0].Type())
	}
	return false
}

// keyParts is what a key is made of.
func (t *tracker) keyParts(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return []ssa.Value{v.X}
	case *ssa.Convert:
		return []ssa.Value{v.X}
	case *ssa.ChangeType:
		return []ssa.Value{v.X}
	case *ssa.BinOp:
		return []ssa.Value{v.X, v.Y}
	case *ssa.FreeVar:
		if b := t.u.Binding(v); b != nil {
			return []ssa.Value{b}
		}
	case *ssa.Phi:
		return v.Edges
	case *ssa.Slice:
		return elements(v)
	case *ssa.UnOp:
		if alloc, ok := v.X.(*ssa.Alloc); ok {
			return stored(alloc)
		}
	case *ssa.Call:
		return v.Call.Args
	}
	return nil
}
