package flows

import (
	"go/token"
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// A consumer may ask another process because of a message. Where the message only
// tells about whom, what is written is the answer, and as new as it can be. But many a
// consumer completes what the message says by what it asks: the address's place on the
// map, the labels of the topics that an article has. What the message says itself is
// then as old as the message. So the fields that are read from it are told apart, by
// their names, into those that say whose data it is and the others, its details.

// withDetail is the origin of a struct's field: a detail, where it may be more than a
// key and no other process has answered it.
func (t *tracker) withDetail(o Origin, of ssa.Value, field int) Origin {
	if o&t.dataBits() == 0 || o&(fromRemote|fromStored) != 0 {
		return o
	}
	st, ok := deref(of.Type()).Underlying().(*types.Struct)
	if !ok || field >= st.NumFields() {
		return o
	}
	f := st.Field(field)
	if key := t.keyOfMessage(o, of, f.Name(), f.Type()); key != o {
		return key
	}
	if tellsMore(f.Type()) && !keyField.MatchString(f.Name()) && !t.orderField(f.Name()) && t.asItCame(of) {
		return o | fromDetail
	}
	return o
}

// asItCame reports whether a value is part of what the function was given, or decoded
// from that, rather than of what it has looked up by it.
func (t *tracker) asItCame(v ssa.Value) bool {
	return seek(rootOf(v), 8, t.cameBy, func(v ssa.Value) bool {
		switch v := v.(type) {
		case *ssa.Parameter:
			return v != t.receiver()
		case *ssa.UnOp: // for d := range deliveries
			ch, ok := v.X.Type().Underlying().(*types.Chan)
			return ok && v.Op == token.ARROW && t.isMessage(ch.Elem())
		case *ssa.Call:
			s := t.site(v)
			return s.Shift > 0 && len(s.Args) > 0 && t.isMessage(s.Args[0].Type())
		}
		return false
	})
}

// cameBy are the roots of the values that one is a part of, or is decoded from.
func (t *tracker) cameBy(v ssa.Value) []ssa.Value {
	var list []ssa.Value
	switch v := v.(type) {
	case *ssa.FreeVar:
		if b := t.u.Binding(v); b != nil {
			list = append(list, b)
		}
	case *ssa.Field:
		list = append(list, v.X)
	case *ssa.Convert:
		list = append(list, v.X)
	case *ssa.TypeAssert:
		list = append(list, v.X)
	case *ssa.Extract:
		list = append(list, v.Tuple)
	case *ssa.Phi:
		list = slices.Clone(v.Edges)
	case *ssa.Alloc:
		list = append(stored(v), t.decodedBy(v)...)
	case *ssa.Call:
		s := t.site(v)
		if t.decoder(v) != nil || s.Callee != nil && !t.known(s) && decodes(s.Callee.Name()) { // base64's too
			list = slices.Clone(s.Args)
		} else if s.Shift == 1 && len(s.Args) == 1 && !t.val[v].looked() { // what a message gives of itself
			list = slices.Clone(s.Args)
		}
	}
	for i := range list {
		list[i] = rootOf(list[i])
	}
	return list
}

// decodedBy are the arguments of the decoders that fill a variable.
func (t *tracker) decodedBy(v *ssa.Alloc) []ssa.Value {
	var list []ssa.Value
	refs := slices.Clone(*v.Referrers())
	for _, ref := range refs {
		if mi, ok := ref.(*ssa.MakeInterface); ok {
			refs = append(refs, *mi.Referrers()...)
		}
	}
	for _, ref := range refs {
		call, ok := ref.(*ssa.Call)
		if !ok {
			continue
		}
		if s := t.site(call); s.Callee != nil && (hasRole(s, catalog.Decode) || decodes(s.Callee.Name())) {
			for _, a := range s.Args {
				if withoutInterface(a) != ssa.Value(v) {
					list = append(list, a)
				}
			}
		}
	}
	return list
}

// dataBits are what marks a message, or what may turn out to be one: all parameters but
// the receiver, which holds what the service works with.
func (t *tracker) dataBits() Origin {
	if t.receiver() != nil {
		return fromMsg | params&^param(0)
	}
	return fromMsg | params
}

// tellsMore reports whether a type holds a value of its own, rather than what is yet to
// be decoded or taken apart.
func tellsMore(ty types.Type) bool {
	_, ok := deref(ty).Underlying().(*types.Basic)
	return ok
}

// keyField recognises the fields that say whose data it is, or what happened, or where
// to ask: what somebody may be asked with.
var keyField = regexp.MustCompile(`(?i)(ids?|[ps]k|uuid|guid|key|code|slug|hash|ref|reference|type|kind|action|op|operation|event|topic|source|origin|tenant|project|stage|service|workspace|team|group|cluster|repo|repository|branch|commit|tag|queue|channel|domain|customer|owner|parent|entity|resource|stream|partition|org|organi[sz]ation|account|region|zone|locale|lang|language|trace|at|date|time|name|namespace|email|username|login|user|url|uri|path|file|bucket|object|sku|isbn|symbol|currency|chain|serial|imei|vin|mac|host|number|no|num|addr|address|index|page|limit|count|size|token|signature|attempts?|retry|retries|reason|force|sync)$`)

// withoutAnswered takes the details away that a function read from what it was given,
// where that is another process's answer.
func withoutAnswered(o, given Origin) Origin {
	if given&fromRemote != 0 {
		return o &^ fromDetail
	}
	return o
}

// withoutStored takes the details away that a callee reads from what it is given, where
// all of that was looked up: they are the row's, and not the message's. Which of the
// arguments count, and which bits mark data, the others say.
func withoutStored(o, of, data Origin, args []Origin) Origin {
	found := false
	for i, a := range args {
		if of&param(i) == 0 || a&data == 0 {
			continue
		}
		if a&fromStored == 0 || a&fromDetail != 0 {
			return o
		}
		found = true
	}
	if !found {
		return o
	}
	return o &^ fromDetail
}

// withResult is where a call's result comes from, by its arguments and what its callee
// adds. A callee that has another process answer, and takes nothing else from what it
// was given, was told whom to ask about.
func withResult(args, result Origin) Origin {
	if result&fromRemote != 0 && result&fromDetail == 0 {
		args &^= fromDetail
	}
	return args | withoutAnswered(result, args)
}
