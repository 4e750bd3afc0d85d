package effects

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// maxValueFuel bounds the values that are looked at for one.
const maxValueFuel = 400

// A valuer finds out what is known of one value that a call is made with.
type valuer struct {
	*outgoing
	g    *group
	seen map[ssa.Value]bool
	fuel *int
}

// unknown is the value of a client that was made out of sight.
func unknown() summary.Value {
	return summary.Value{Timeout: summary.Unknown, Breaker: summary.Unknown}
}

// valuer is a search that begins in a function.
func (o *outgoing) valuer(g *group) valuer {
	fuel := maxValueFuel
	return valuer{outgoing: o, g: g, seen: map[ssa.Value]bool{}, fuel: &fuel}
}

// value is what is known of a value in a function.
func (o *outgoing) value(g *group, v ssa.Value) summary.Value {
	return o.valuer(g).value(v)
}

// in is the valuer in another function, for the same value.
func (w valuer) in(g *group) valuer {
	w.g = g
	return w
}

func (w valuer) value(v ssa.Value) summary.Value {
	*w.fuel--
	if v == nil || w.seen[v] {
		return summary.Value{}
	}
	if *w.fuel < 0 {
		return unknown()
	}
	w.seen[v] = true
	switch w.partOf(v.Type()) {
	case textPart:
		return w.address(v)
	case noPart:
		if !unites(v) {
			return w.guardType(v.Type())
		}
	}
	return w.trace(v).Join(w.guardType(v.Type()))
}

// unites reports whether a value of a type without a part may still hold one: the
// results of a call, an interface, a slice of options.
func unites(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Call, *ssa.Extract, *ssa.MakeInterface, *ssa.Slice, *ssa.Alloc, *ssa.Phi, *ssa.ChangeType, *ssa.ChangeInterface, *ssa.TypeAssert:
		return true
	case *ssa.UnOp:
		return v.Op == token.MUL
	}
	return false
}

// trace follows a value to where it comes from.
func (w valuer) trace(v ssa.Value) summary.Value {
	switch v := v.(type) {
	case *ssa.Parameter:
		return w.parameter(v)
	case *ssa.FreeVar:
		return w.value(w.g.binding(v))
	case *ssa.Phi:
		return w.all(v.Edges)
	case *ssa.ChangeType:
		return w.value(v.X)
	case *ssa.ChangeInterface:
		return w.value(v.X)
	case *ssa.MakeInterface:
		if isSuite(v.Type()) && w.p.firstPartyPath(pkgPathOf(named(v.X.Type()))) {
			return unknown() // which options it has, its method would tell
		}
		return w.value(v.X).Join(w.methods(v.X.Type()))
	case *ssa.Convert:
		return w.value(v.X)
	case *ssa.TypeAssert:
		return w.value(v.X)
	case *ssa.Slice:
		return w.all(elements(v))
	case *ssa.Extract:
		if c, ok := v.Tuple.(*ssa.Call); ok {
			return w.call(c, v.Index)
		}
	case *ssa.Call:
		return w.call(v, 0)
	case *ssa.Alloc:
		return w.composite(v)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return w.load(v)
		}
	case *ssa.Field:
		return w.field(v.X.Type(), v.Field, v.X)
	case *ssa.Function:
		return w.function(v)
	case *ssa.MakeClosure:
		return w.function(v.Fn.(*ssa.Function))
	case *ssa.Const:
		return summary.Value{}
	}
	return w.opaque(v.Type())
}

// opaque is a value that could not be followed.
func (w valuer) opaque(t types.Type) summary.Value {
	switch w.partOf(t) {
	case contextPart, requestPart:
		return summary.Value{Timeout: summary.Unknown}
	case clientPart:
		return unknown()
	}
	return summary.Value{}
}

func (w valuer) all(vs []ssa.Value) summary.Value {
	var out summary.Value
	for _, v := range vs {
		out = out.Join(w.value(v))
	}
	return out
}

// parameter: what callers give is theirs to tell.
func (w valuer) parameter(v *ssa.Parameter) summary.Value {
	part := w.partOf(v.Type())
	if part == noPart {
		return summary.Value{}
	}
	if !w.g.isGroupParam(v) {
		return w.literalParam(v, part)
	}
	index := slices.Index(w.g.fn.Params, v)
	return summary.Value{From: []summary.Origin{{Param: 1 + index, Ctx: part == contextPart, Client: part == clientPart}}}
}

// literalParam is a parameter of a function literal. A context that a library
// hands to it is, as a rule, made from the one that the library was given.
func (w valuer) literalParam(v *ssa.Parameter, part part) summary.Value {
	if part != contextPart {
		if pointsTo(v.Type(), "net/http", "Request") {
			return requestContext() // a handler's
		}
		return w.opaque(v.Type())
	}
	for _, c := range w.calls[w.g] {
		if !slices.ContainsFunc(c.args, func(a ssa.Value) bool { return literalOf(a) == v.Parent() }) {
			continue
		}
		out := w.callTimeout(c)
		given := false
		for _, a := range c.args {
			if isContext(a.Type()) {
				out, given = out.Join(w.value(a)), true
			}
		}
		if given {
			return out
		}
		return out.Join(requestContext())
	}
	return requestContext()
}

// requestContext is the context of what the process was asked: nobody bounds
// it, unless a server does so for all requests.
func requestContext() summary.Value {
	return summary.Value{From: []summary.Origin{{Ctx: true}}}
}

// literalOf is the function literal that a value is, or nil.
func literalOf(v ssa.Value) *ssa.Function {
	switch x := Unwrapped(v).(type) {
	case *ssa.MakeClosure:
		return x.Fn.(*ssa.Function)
	case *ssa.Function:
		if x.Parent() != nil {
			return x
		}
	}
	return nil
}

// load follows a variable to what is stored in it.
func (w valuer) load(u *ssa.UnOp) summary.Value {
	switch a := u.X.(type) {
	case *ssa.Global:
		return w.global(a)
	case *ssa.IndexAddr:
		return w.element(a.X)
	}
	var out summary.Value
	stored := w.g.stores()[w.g.cell(u.X)]
	for _, v := range stored {
		out = out.Join(w.value(v))
	}
	if fa, ok := u.X.(*ssa.FieldAddr); ok && len(stored) == 0 {
		return w.field(fa.X.Type(), fa.Field, fa.X)
	}
	if len(stored) == 0 {
		if a, ok := u.X.(*ssa.Alloc); ok { // a struct that is filled in place
			return w.composite(a)
		}
		switch u.X.(type) {
		case *ssa.UnOp, *ssa.Call, *ssa.Extract, *ssa.Parameter: // a copy of what is pointed to
			return w.value(u.X)
		}
		return w.opaque(u.Type())
	}
	return out.Join(w.changes(u))
}

// element is one of a list: that of options is what all of them are.
func (w valuer) element(list ssa.Value) summary.Value {
	if known := elements(list); known != nil {
		return w.all(known)
	}
	if w.partOf(list.Type()) == clientPart {
		return w.value(list)
	}
	return summary.Value{}
}

// global is a package's variable: one that is assigned once, or, of a client's
// type, all that is ever stored in it.
func (w valuer) global(v *ssa.Global) summary.Value {
	path, name := pkgPath(v.Pkg.Pkg), v.Name()
	if path == "net/http" {
		return summary.Value{From: []summary.Origin{{Field: path + "." + name}}}
	}
	if once := w.p.globals[v]; once != nil {
		later := summary.Value{From: []summary.Origin{{Field: path + "." + name}}} // set on it once it was made
		return w.in(w.p.startOf(v)).value(once).Join(later)
	}
	if !w.p.firstPartyPath(path) {
		return w.opaque(v.Type().Underlying().(*types.Pointer).Elem())
	}
	part := w.partOf(v.Type().Underlying().(*types.Pointer).Elem())
	return summary.Value{From: []summary.Origin{{Field: path + "." + name, Ctx: part == contextPart, Client: part == clientPart}}}
}

// field is a field of a struct: what is stored in it anywhere, or, in code of no
// service, what the struct at hand holds; that many services use it says
// nothing of this one.
func (w valuer) field(t types.Type, index int, of ssa.Value) summary.Value {
	s := underlyingStruct(t)
	if s == nil {
		return w.opaque(of.Type())
	}
	if v := w.tagged(s.Field(index), s.Tag(index)); len(v.Services) > 0 {
		return v
	}
	f := s.Field(index)
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return w.value(of)
	}
	path := pkgPath(n.Obj().Pkg())
	if !w.p.firstPartyPath(path) {
		return w.value(of)
	}
	if w.ownRequest(n) {
		return w.value(of)
	}
	var whole summary.Value
	if w.forOthers(path) && w.wraps(n, 0) {
		whole = w.value(of)
	}
	if !whole.Zero() && w.p.cfg.ServiceOf(path) == "" {
		return whole
	}
	// Whoever has a service's client by an interface does not see who made it: what its
	// own code says of it holds then.
	name, part := path+"."+n.Obj().Name()+"."+f.Name(), w.partOf(f.Type())
	ofAny := part == clientPart && !whole.Zero()
	return whole.Join(summary.Value{From: []summary.Origin{{Field: name, Ctx: part == contextPart, Client: part == clientPart, OfAny: ofAny}}})
}

// forOthers reports whether a package has clients for several services: each makes its own,
// with guards of its own.
func (o *outgoing) forOthers(path string) bool {
	return o.p.cfg.ServiceOf(path) == "" || o.p.cfg.APIOf(path) != ""
}

// composite is a struct that is made here: all that is stored in its fields.
func (w valuer) composite(a *ssa.Alloc) summary.Value {
	s := underlyingStruct(a.Type())
	if s == nil {
		return w.all(elements(a))
	}
	var out summary.Value
	for i := range s.NumFields() {
		out = out.Join(w.stored(a, s.Field(i), i))
	}
	for _, v := range w.g.stores()[w.g.cell(a)] { // a copy of another
		out = out.Join(w.value(v))
	}
	t := a.Type().Underlying().(*types.Pointer).Elem()
	if isNamed(t, "net/http", "Client") || isNamed(t, "net/http", "Transport") {
		out.Seen = true
	}
	if isNamed(t, "net/http", "Client") && out.Timeout == summary.No {
		out.Made = []summary.Step{w.p.step(a.Pos(), "the client is made without a Timeout")}
	}
	if isProxy(t) {
		out = out.Join(w.proxied(a)).Join(w.directed(a))
	}
	if isNamed(t, "net/url", "URL") {
		return w.urlHost(a).Join(out)
	}
	return out.Join(w.methods(a.Type())).Join(w.changes(a))
}

// stored is what is stored in one field of a struct that is made here.
func (w valuer) stored(a *ssa.Alloc, f *types.Var, index int) summary.Value {
	var out summary.Value
	for _, v := range w.g.stores()[fieldCell{w.g.base(a), index}] {
		switch {
		case boundsTime(f.Name(), f.Type()):
			if !isZero(v) {
				out.Timeout = summary.Yes
			}
		case w.partOf(f.Type()) != noPart || types.IsInterface(f.Type()):
			out = out.Join(w.value(v))
		}
	}
	return out
}

// boundsTime reports whether a field of a client bounds its calls in time. The
// fields of *http.Transport for the dial and the handshake do not.
func boundsTime(name string, t types.Type) bool {
	if n := named(t); n == nil || n.Obj().Pkg() == nil || n.Obj().Pkg().Path() != "time" || n.Obj().Name() != "Duration" {
		return false
	}
	name = strings.ToLower(name)
	for _, part := range []string{"dial", "handshake", "idle", "keepalive", "continue"} {
		if strings.Contains(name, part) {
			return false
		}
	}
	return strings.Contains(name, "timeout") || strings.Contains(name, "deadline")
}

func isZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && (c.Value == nil || c.Int64() == 0)
}

// changes is what the function sets on a client after it was made, or that it is
// given: a field, or by one of its methods or options.
func (w valuer) changes(v ssa.Value) summary.Value {
	var out summary.Value
	base := w.g.base(v)
	for instr := range Instructions(w.g.funcs...) {
		switch i := instr.(type) {
		case *ssa.Store:
			fa, ok := i.Addr.(*ssa.FieldAddr)
			if ok && rooted(w.g, fa.X, base) && boundsTime(nameOfField(fa), i.Val.Type()) && !isZero(i.Val) {
				out.Timeout = summary.Yes
			} else if ok && rooted(w.g, fa.X, base) && w.partOf(i.Val.Type()) == clientPart {
				out = out.Join(w.value(i.Val))
			}
		case *ssa.Call:
			out = out.Join(w.configured(i, base))
		}
	}
	return out
}

func nameOfField(fa *ssa.FieldAddr) string {
	if f := fieldOf(fa); f != nil {
		return f.Name()
	}
	return ""
}

// rooted reports whether an address lies in what a value points to, maybe by way
// of other fields: client.HTTPClient.Timeout.
func rooted(g *group, v ssa.Value, base any) bool {
	for range maxWrapDepth {
		if g.base(v) == base {
			return true
		}
		load, ok := v.(*ssa.UnOp)
		if !ok {
			return false
		}
		fa, ok := load.X.(*ssa.FieldAddr)
		if !ok {
			return false
		}
		v = fa.X
	}
	return false
}
