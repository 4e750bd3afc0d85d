package flows

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Where a handler is wired to the bus in another package, its own cannot tell
// that what it decodes is a message: Handle(ctx, data []byte) may be anything. So
// the types go with the function's summary to whoever knows.

// A TypeRef names a type of the project's.
type TypeRef struct {
	Path  string // of its package
	Shown string // as findings name it
}

// Decoded is a type that data is decoded to.
type Decoded struct {
	TypeRef
	Place summary.Place
	From  Origin // the data
	// Parts are the types of other packages that its fields have, or those of
	// what is of its own package in it.
	Parts []TypeRef
	// Own says that the same code has both ends of it: the service's own queue.
	Own bool
	// Peek says that it is but a part of the message: an envelope, or what comes
	// first of several.
	Peek bool
	// Small says that it may be, should another come after it.
	Small bool
	Step  summary.Step

	named *types.Named    // where the package itself decodes
	at    ssa.Instruction // likewise
}

// Bounds of what is kept of such types.
const (
	maxDecoded = 8
	maxParts   = 20
)

// noteDecoded notes the type to which a call decodes what the unit is given.
func (t *tracker) noteDecoded(f *Func, s effects.Site) {
	n, from, ok := t.decodesAs(s)
	if !ok || from&(fromMsg|fromStored|fromRemote) != 0 || from&params == 0 || t.view.Generated(t.u.Func) || len(f.Decoded) >= maxDecoded {
		return
	}
	at := t.typeFoundAt(s, n, "decodes it as ")
	for i := range f.Decoded { // what is decoded first may be but a head
		f.Decoded[i].Peek = f.Decoded[i].Peek || f.Decoded[i].Place.Function == at.place.Function && f.Decoded[i].at != nil && small(f.Decoded[i].named) && onTheWay(f.Decoded[i].at, at.at)
	}
	at.peek = envelope(n)
	d := t.decodedAt(at)
	d.From = from & params
	f.Decoded = append(f.Decoded, d)
}

// takeDecoded makes what a callee decodes the unit's own. What has its message already
// is a consumer of its own.
func (k *taking) takeDecoded(f, callee *Func) {
	for _, d := range callee.Decoded {
		own := d.From&fromMsg != 0
		if d.From = bind(d.From, k.args); own || d.From&(params|fromMsg) == 0 || len(f.Decoded) >= maxDecoded {
			continue
		}
		d.Peek = d.Peek || d.Small && k.decodesLater(k.site.Instr)
		f.Decoded = append(f.Decoded, d)
	}
}

// decodesLater reports whether the unit, or a function that it calls, decodes anything
// after an instruction.
func (t *tracker) decodesLater(first ssa.Instruction) bool {
	for ci := range effects.Calls(t.u.Funcs...) {
		if ci == first || !onTheWay(first, ci) {
			continue
		}
		s := t.site(ci)
		if s.Callee == nil {
			continue
		}
		if _, _, ok := t.decodesAs(s); ok {
			return true
		}
		if f := t.funcOf(s); f != nil && len(f.Decoded) > 0 {
			return true
		}
	}
	return false
}

// ofMessage reports whether data is a message's, rather than an answer or a row that
// was asked for by one.
func ofMessage(from Origin) bool { return from&fromMsg != 0 && from&(fromStored|fromRemote) == 0 }

// decodedFrom are the types to which a function decodes a message.
func (f *Func) decodedFrom(resolve func(Origin) Origin) []Decoded {
	var list []Decoded
	for _, d := range f.Decoded {
		if d.From = resolve(d.From); ofMessage(d.From) {
			list = append(list, d)
		}
	}
	return list
}

// takeDecoded takes over what an implementation decodes.
func (l lead) takeDecoded(c *Consumer, m Method) {
	c.Decoded = append(c.Decoded, m.Func.decodedFrom(func(o Origin) Origin { return resolveWith(o, l.args) })...)
	c.Deletions = append(c.Deletions, m.Func.Deletions...)
}

// decodedAt is a type that was found, as rules are told of it.
func (a *analysis) decodedAt(m typeFound) Decoded {
	if m.named == nil {
		return Decoded{TypeRef: TypeRef{Path: a.view.Path(), Shown: "struct{…}"}, Place: m.place, Step: m.step, at: m.at}
	}
	return Decoded{TypeRef: typeRef(m.named), Place: m.place, Parts: a.partsOf(m.named, 0), Peek: m.peek, Small: small(m.named), Step: m.step, named: m.named, at: m.at}
}

// ownTypes tells which of the types that a function decodes both ends are at hand of.
func (a *analysis) ownTypes(f *Func) {
	for i := range f.Decoded {
		if d := &f.Decoded[i]; d.named != nil {
			d.Own = a.typeFinder().own(d.named, false)
		}
	}
}

func typeRef(n *types.Named) TypeRef {
	return TypeRef{Path: effects.PkgPath(n.Obj().Pkg()), Shown: effects.ShortTypeName(n)}
}

// partsOf are the types of the project's that a message holds, in what it holds
// of its own service's too.
func (a *analysis) partsOf(n *types.Named, depth int) []TypeRef {
	st, ok := n.Underlying().(*types.Struct)
	if !ok || depth > 2 || a.cfg.ServiceOf(effects.PkgPath(n.Obj().Pkg())) != a.view.Service() {
		return nil
	}
	var list []TypeRef
	for f := range st.Fields() {
		in := elementType(f.Type())
		if in == nil || in == n || in.Obj().Pkg() == nil || !a.firstParty(effects.PkgPath(in.Obj().Pkg())) || a.cfg.IsMessages(effects.PkgPath(in.Obj().Pkg())) {
			continue
		}
		list = append(append(list, typeRef(in)), a.partsOf(in, depth+1)...)
	}
	return list[:min(len(list), maxParts)]
}

// elementType is the named type behind pointers, slices and maps.
func elementType(t types.Type) *types.Named {
	for {
		switch u := types.Unalias(t).(type) {
		case *types.Pointer:
			t = u.Elem()
		case *types.Slice:
			t = u.Elem()
		case *types.Map:
			t = u.Elem()
		case *types.Named:
			return u
		default:
			return nil
		}
	}
}
