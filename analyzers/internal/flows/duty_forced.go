package flows

import (
	"cmp"
	"go/constant"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config"
)

// forceField is the field of a message that marks it as a repair, in it or in a
// part of it; "" if there is none.
func (a *analysis) forceField(n *types.Named, depth int) string {
	s, ok := n.Underlying().(*types.Struct)
	if !ok || depth > 2 {
		return ""
	}
	for f := range s.Fields() {
		if a.cfg.IsField(config.ForceSync, f.Name()) && isBool(deref(f.Type())) {
			return f.Name()
		}
	}
	for f := range s.Fields() {
		inner := effects.Named(f.Type())
		if inner == nil || inner.Obj().Pkg() == nil || !a.firstParty(effects.PkgPath(inner.Obj().Pkg())) {
			continue
		}
		if below := a.forceField(inner, depth+1); below != "" {
			if f.Embedded() {
				return below
			}
			return f.Name() + "." + below
		}
	}
	return ""
}

// forceOf is the mark that each of some messages has. One in an envelope is
// enough: it speaks for what is inside.
func (t *tracker) forceOf(found []*types.Named) string {
	if decoded := t.decodedFor(found); len(decoded) > 0 {
		found = decoded
	} else if inside := t.withoutCarriers(found); len(inside) > 0 {
		found = inside
	}
	all := ""
	for i, n := range found {
		field := t.forceField(n, 0)
		if field != "" && envelope(n) {
			return field
		}
		if i == 0 {
			all = field
		}
		if field == "" {
			all = ""
		}
	}
	return all
}

// withoutCarriers are those of the types that are none in which a message came undecoded, and
// which bears no mark: func(ctx context.Context, m UserChanged, r stream.Record) error.
func (t *tracker) withoutCarriers(found []*types.Named) []*types.Named {
	return slices.DeleteFunc(slices.Clone(found), func(n *types.Named) bool { return isStruct(n) && envelope(n) && t.forceField(n, 0) == "" })
}

// decodedFor are those of the types that a message is decoded to for certain,
// rather than a row that something else fills in.
func (t *tracker) decodedFor(found []*types.Named) []*types.Named {
	decoded := map[*types.Named]bool{}
	for call := range effects.Each[*ssa.Call](t.u.Funcs...) {
		if s := t.site(call); s.Callee != nil {
			if n, ok := t.decodesInto(s); ok {
				decoded[n] = true
			}
		}
		if r := t.decoder(call); r != nil {
			decoded[effects.Named(r)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(found), func(n *types.Named) bool { return !decoded[n] })
}

// forceNamed recognises, by its name, what may be such a mark. It takes in more
// than the names of fields that the config knows: what it recognises is at worst
// a finding less.
func (a *analysis) forceNamed(name string) bool {
	name = strings.TrimPrefix(strings.ReplaceAll(strings.ToLower(name), "-", "_"), "x_")
	if a.cfg.IsField(config.ForceSync, name) {
		return true
	}
	if strings.Contains(name, "enforce") || strings.Contains(name, "workforce") || strings.Contains(name, "salesforce") {
		return false
	}
	return slices.ContainsFunc([]string{"force", "override", "bypass", "resync", "repair", "replay"}, func(part string) bool { return strings.Contains(name, part) })
}

// forceValue is fromForce if a value is named as such a mark is.
func (t *tracker) forceValue(v ssa.Value) Origin {
	named := false
	switch v := v.(type) {
	case *ssa.FieldAddr:
		named = t.forceNamed(structField(v.X.Type(), v.Field)) && flagLike(deref(deref(v.Type())))
	case *ssa.Field:
		named = t.forceNamed(structField(v.X.Type(), v.Field)) && flagLike(v.Type())
	case *ssa.Parameter:
		named = t.forceNamed(v.Name()) && flagLike(v.Type())
	case *ssa.Global:
		named = t.forceNamed(v.Name())
	case *ssa.Lookup:
		named = t.forceKey(v.Index)
	}
	if named {
		return fromForce
	}
	return 0
}

// key recognises text that names something, rather than says something.
var key = regexp.MustCompile(`^[\w.-]{3,40}$`)

// forceKey recognises the key under which such a mark travels: in headers,
// metadata, a context.
func (t *tracker) forceKey(v ssa.Value) bool {
	v = withoutInterface(v)
	if c, ok := v.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.String {
		s := constant.StringVal(c.Value)
		return key.MatchString(s) && t.forceNamed(s)
	}
	n := effects.Named(v.Type())
	return n != nil && t.forceNamed(n.Obj().Name()) && types.Identical(n.Underlying(), types.NewStruct(nil, nil))
}

// forceCall is fromForce if what a call gives may be such a mark: by its name,
// by the key that it is given, or because the callee decides by one.
func (t *tracker) forceCall(s effects.Site, args []Origin) Origin {
	if t.forceNamed(s.Callee.Name()) || slices.ContainsFunc(s.Args, t.forceKey) {
		return fromForce
	}
	f := t.funcOf(s)
	if f == nil {
		return 0
	}
	if f.Result&fromForce != 0 {
		return fromForce
	}
	for r := range s.Callee.Signature().Results().Variables() {
		if !isBool(r.Type()) {
			continue
		}
		for _, h := range f.Heeds {
			if bind(h.From, args)&fromForce != 0 {
				return fromForce
			}
		}
	}
	return 0
}

// forcedOnly is a guard that lets only such messages pass as are marked.
func (t *tracker) forcedOnly(c condition) Guard {
	v, want := c.value, c.want
	for {
		not, ok := v.(*ssa.UnOp)
		if !ok || not.Op.String() != "!" {
			break
		}
		v, want = not.X, !want
	}
	if b, ok := v.(*ssa.BinOp); ok && b.Op.String() == "!=" {
		want = !want
	}
	if _, ok := v.(*ssa.Phi); ok || !want {
		return Guard{}
	}
	if o := t.asked(v); o != 0 {
		return Guard{Kind: Forced, Msg: o}
	}
	return Guard{}
}

// Forced reports whether only messages marked as repairs get to a write.
func (w *Write) Forced() bool { return w.Guard.Kind == Forced && w.Guard.Msg&fromForce != 0 }

// noteRefusal notes where the unit compares orders before a write that a marked
// message is due to get to.
func (t *tracker) noteRefusal(w *Write) {
	if w.Refusal != nil || w.Check.Kind != Ordered || w.Refuses || cmp.Or(w.Force, t.messageOf().Force) == "" {
		return
	}
	if place, ok := t.view.PlaceAt(t.u, w.Check.Step); ok {
		w.Refusal = &place
	}
}
