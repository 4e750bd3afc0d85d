package flows

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Whether a failure is lost may be chosen where a server is made, for all that is
// subscribed to it: NewServer(ch, AckAll()), or poller.RunFast(ctx) rather than Run.
// The handlers are known elsewhere, by functions that are given the server, or return
// it. So the values of one function are grouped by the server that they are part of;
// what is chosen for the group counts for all who subscribe to it.

// A Serve is a field from which a function hands messages to handlers, and what
// becomes there of their failure.
type Serve struct {
	Field summary.Method
	Fault Fault
}

// maxServes bounds a summary.
const maxServes = 4

// addServe adds a field. Of several ways from one the mildest counts. What a function keeps
// for itself is nothing that anybody else could subscribe to.
func (f *Func) addServe(s Serve) {
	if isLocal(s.Field) {
		return
	}
	if i := slices.IndexFunc(f.Serves, func(o Serve) bool { return o.Field == s.Field }); i >= 0 {
		f.Serves[i].Fault = milder(f.Serves[i].Fault, s.Fault)
	} else if len(f.Serves) < maxServes {
		f.Serves = append(f.Serves, s)
	}
}

func compareServes(a, b Serve) int { return cmp.Compare(a.Field.String(), b.Field.String()) }

// takeServes makes a callee's fields the unit's own.
func (t *tracker) takeServes(f, callee *Func, answer Answer) {
	for _, s := range callee.Serves {
		f.addServe(Serve{s.Field, answer.on(s.Fault, false)})
	}
}

// lost says that no message comes again that fails so.
func lost(f Fault) bool { return f == Swallowed || f == Acked }

// servesOf are the fields from which the methods of a type hand out messages, of an
// interface's methods only if it is not nil.
func (a *analysis) servesOf(ty types.Type, as *types.Interface) []Serve {
	n := effects.Named(ty)
	if n == nil || n.Obj().Pkg() == nil || !a.firstParty(effects.PkgPath(n.Obj().Pkg())) || types.IsInterface(n) {
		return nil
	}
	if as != nil {
		return a.servesBy(n, as)
	}
	list, ok := a.serving[n]
	if !ok {
		list = a.servesBy(n, nil)
		a.serving[n] = list
	}
	return list
}

func (a *analysis) servesBy(n *types.Named, as *types.Interface) []Serve {
	all := new(Func)
	for m := range types.NewMethodSet(types.NewPointer(n)).Methods() {
		obj, ok := m.Obj().(*types.Func)
		if !ok || as != nil && !hasMethod(as, obj.Name()) {
			continue
		}
		if f := a.funcOfObject(obj); f != nil {
			for _, s := range f.Serves {
				all.addServe(s)
			}
		}
	}
	return all.Serves
}

func hasMethod(iface *types.Interface, name string) bool {
	for m := range iface.Methods() {
		if m.Name() == name {
			return true
		}
	}
	return false
}

// A serverGroups tells which values of a unit belong to one server.
type serverGroups struct {
	t      *tracker
	of     map[ssa.Value]ssa.Value
	owners map[string]bool // the types of the fields that are served
}

// groupServers groups a unit's values by their servers; nil: it has none.
func (t *tracker) groupServers() *serverGroups {
	g := &serverGroups{t: t, of: map[ssa.Value]ssa.Value{}, owners: map[string]bool{}}
	for ci := range effects.Calls(t.u.Funcs...) {
		for _, s := range g.servedBy(ci) {
			g.owners[s.Field.Iface] = true
		}
		for _, v := range operandsOf(ci) {
			for _, s := range t.servesOf(v.Type(), nil) {
				g.owners[s.Field.Iface] = true
			}
			if ty := deref(deref(v.Type())); t.keepsRouter(ty) {
				g.owners[effects.TypeName(ty)] = true
			}
		}
	}
	if len(g.owners) == 0 {
		return nil
	}
	for instr := range effects.Instructions(t.u.Funcs...) {
		switch i := instr.(type) {
		case ssa.CallInstruction:
			g.join(operandsOf(i)...)
		case *ssa.Store:
			if fa, ok := i.Addr.(*ssa.FieldAddr); ok {
				g.join(fa.X, i.Val)
			} else {
				g.join(i.Addr, i.Val)
			}
		case *ssa.Phi:
			g.join(append(slices.Clone(i.Edges), i)...)
		}
	}
	return g
}

// operandsOf are the values that a call is given, and what it gives back.
func operandsOf(ci ssa.CallInstruction) []ssa.Value {
	list := slices.Clone(ci.Common().Args)
	if ci.Common().IsInvoke() {
		list = append(list, ci.Common().Value)
	}
	v := ci.Value()
	if v == nil {
		return list
	}
	if _, ok := v.Type().(*types.Tuple); !ok {
		return append(list, v)
	}
	return append(list, results(v)...)
}

// serverRoot is the variable, or the call, that a value stands for.
func (t *tracker) serverRoot(v ssa.Value) ssa.Value {
	for range 10 {
		switch x := v.(type) {
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return v
			}
			v = x.X
		case *ssa.FieldAddr:
			if !t.isRouter(deref(deref(x.Type()))) {
				return v
			}
			v = x.X // it stands for what keeps it
		case *ssa.FreeVar:
			b := t.u.Binding(x)
			if b == nil {
				return v
			}
			v = b
		default:
			return v
		}
	}
	return v
}

// partOfServer reports whether a value is a server, or keeps the handlers of one.
func (g *serverGroups) partOfServer(v ssa.Value) bool {
	ty := deref(deref(v.Type()))
	return effects.Named(ty) != nil && (g.owners[effects.TypeName(ty)] || len(g.t.servesOf(ty, nil)) > 0)
}

// join puts the values among some that belong to servers into one group.
func (g *serverGroups) join(values ...ssa.Value) {
	var first ssa.Value
	for _, v := range values {
		if v = g.t.serverRoot(v); !g.partOfServer(v) {
			continue
		}
		if first == nil {
			first = g.find(v)
		} else if r := g.find(v); r != first {
			g.of[r] = first
		}
	}
}

func (g *serverGroups) find(v ssa.Value) ssa.Value {
	for {
		next, ok := g.of[v]
		if !ok || next == v {
			return v
		}
		v = next
	}
}

// groupOf is the group of a call, or nil.
func (g *serverGroups) groupOf(ci ssa.CallInstruction) ssa.Value {
	for _, v := range operandsOf(ci) {
		if v = g.t.serverRoot(v); g.partOfServer(v) {
			return g.find(v)
		}
	}
	return nil
}

// losing are the groups of whose handlers every failure is lost: an option says so,
// or each of the functions that hand out their messages.
func (g *serverGroups) losing() map[ssa.Value]bool {
	faults, chosen := map[ssa.Value][]Fault{}, map[ssa.Value]bool{}
	for ci := range effects.Calls(g.t.u.Funcs...) {
		at := g.groupOf(ci)
		if at == nil {
			continue
		}
		for _, s := range g.servedBy(ci) {
			faults[at] = append(faults[at], s.Fault)
		}
		chosen[at] = chosen[at] || g.losesByOption(ci) || g.t.addsLossy(g.t.site(ci)) || slices.ContainsFunc(operandsOf(ci), g.t.modesLose)
	}
	for at, list := range faults {
		chosen[at] = chosen[at] || !slices.ContainsFunc(list, func(f Fault) bool { return !lost(f) })
	}
	return chosen
}

// losesByOption reports whether a call makes a server, and is given an option that has
// it lose what fails. An option beside a handler is about that one alone.
func (g *serverGroups) losesByOption(ci ssa.CallInstruction) bool {
	s := g.t.site(ci)
	return s.Callee != nil && ci.Value() != nil && slices.ContainsFunc(results(ci.Value()), g.partOfServer) && g.t.givenLossyOption(s)
}

// givenLossyOption reports whether a call that is given no handlers by themselves is given an
// option which has messages lost.
func (t *tracker) givenLossyOption(s effects.Site) bool {
	if len(t.handlersOf(s)) > 0 {
		return false
	}
	return slices.ContainsFunc(s.Args, func(arg ssa.Value) bool {
		return slices.ContainsFunc(members(arg), func(v ssa.Value) bool { return isOption(v.Type()) && lost(t.softener(v)) })
	})
}

// servedBy are the fields whose handlers a call gives messages to, by itself or by the
// interface as which it is given a server.
func (g *serverGroups) servedBy(ci ssa.CallInstruction) []Serve {
	s := g.t.site(ci)
	if f := g.t.funcOf(s); f != nil && len(f.Serves) > 0 {
		return f.Serves
	}
	var list []Serve
	for _, arg := range ci.Common().Args {
		if mi, ok := arg.(*ssa.MakeInterface); ok {
			list = append(list, g.t.servesOf(mi.X.Type(), mi.Type().Underlying().(*types.Interface))...)
		}
	}
	return list
}

// servedLossy are the calls that make the handlers which others are given to serve, beside an
// option that has messages lost: Serve(ctx, h.Tolerant(), WithTolerance()).
func (t *tracker) servedLossy() []ssa.CallInstruction {
	var list []ssa.CallInstruction
	for ci := range effects.Calls(t.u.Funcs...) {
		s := t.site(ci)
		if s.Callee == nil || s.Callee.Pkg() == nil || !t.firstParty(effects.PkgPath(s.Callee.Pkg())) || !t.givenLossyOption(s) {
			continue
		}
		for _, arg := range s.Args {
			for _, v := range t.inLists(arg) {
				if made, ok := t.serverRoot(v).(*ssa.Call); ok && !isOption(v.Type()) {
					list = append(append(list, made), t.makersOf(made, 0)...)
				}
			}
		}
	}
	return list
}

// losingCalls are the calls by which something is subscribed to a server that loses
// what fails.
func (t *tracker) losingCalls() []ssa.CallInstruction {
	list := t.servedLossy()
	g := t.groupServers()
	if g == nil {
		return list
	}
	losing := g.losing()
	for ci := range effects.Calls(t.u.Funcs...) {
		if at := g.groupOf(ci); at != nil && losing[at] && !g.givenAnother(ci) {
			list = append(append(list, ci), t.makersOf(ci, 0)...)
		}
	}
	return list
}

// givenAnother reports whether a call is given, beside a server, what keeps handlers of
// another type: which of both it subscribes something to is not known here.
func (g *serverGroups) givenAnother(ci ssa.CallInstruction) bool {
	var first *types.Named
	for _, v := range operandsOf(ci) {
		n := effects.Named(deref(deref(g.t.serverRoot(v).Type())))
		if n == nil || !g.t.keepsHandlers(n) {
			continue
		}
		if first != nil && n.Obj() != first.Obj() {
			return true
		}
		first = n
	}
	return false
}

// keepsHandlers reports whether a type has a method by which it is given handlers.
func (t *tracker) keepsHandlers(n *types.Named) bool {
	for m := range n.Methods() {
		if f := t.funcOfObject(m); f != nil && len(f.Keeps) > 0 {
			return true
		}
	}
	return false
}

// makersOf are the calls that make what a call is given of functions: JSON(handle).
func (t *tracker) makersOf(ci ssa.CallInstruction, depth int) []ssa.CallInstruction {
	var list []ssa.CallInstruction
	for _, arg := range ci.Common().Args {
		for _, v := range members(arg) {
			call, ok := t.serverRoot(v).(*ssa.Call)
			if ok && depth < maxWrapped && slices.ContainsFunc(call.Call.Args, func(a ssa.Value) bool { return isFunction(a.Type()) }) {
				list = append(append(list, call), t.makersOf(call, depth+1)...)
			}
		}
	}
	return list
}
