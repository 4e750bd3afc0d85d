package flows

import (
	"cmp"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// ownEntries are the consumers that this package's code makes known: functions
// that receive messages themselves, and those that it hands to whoever does. Of
// some, it takes an implementation to know.
func (a *analysis) ownEntries() ([]Entry, []Pending) {
	var list []Entry
	var pending []Pending
	for i, u := range a.units {
		t := a.trackers[i]
		if e, ok := t.unitEntry(a.funcs[i]); ok {
			list = append(list, e)
		}
		wrapped := t.swallowing()
		for ci := range effects.Calls(u.Funcs...) {
			s := t.site(ci)
			list = append(list, t.handedEntries(s)...)
			list = append(list, t.wrappedEntries(s, wrapped)...)
			pending = append(pending, t.pendings(s)...)
		}
	}
	list = append(list, a.keptEntries()...)
	slices.SortStableFunc(list, func(x, y Entry) int {
		// Of one consumer the way counts on which its failures are lost.
		return cmp.Or(comparePlaces(x.Place, y.Place), cmp.Compare(x.Name, y.Name), cmp.Compare(y.faults(), x.faults()))
	})
	return slices.CompactFunc(list, func(x, y Entry) bool { return comparePlaces(x.Place, y.Place) == 0 && x.Name == y.Name }), pending
}

// faults counts what comes to nothing in a consumer.
func (e *Entry) faults() int {
	n := 0
	for _, r := range e.Reads {
		n += mild(r.Fault)
	}
	for _, c := range e.Calls {
		n += mild(c.Fault)
	}
	return n
}

// unitEntry is the unit as a consumer, if messages come in there.
func (t *tracker) unitEntry(f *Func) (Entry, bool) {
	e := entryOf(f, func(o Origin) Origin { return o & (fromMsg | flags) }, t.handlerAnswer())
	if e.idle() || t.view.Generated(t.u.Func) {
		return e, false
	}
	e.Place, e.Name = t.view.Place(t.u, t.u.Func.Pos()), t.u.Name()
	return e, true
}

// entryOf is what a function does with a message, given what its origins turn
// out to be, and what becomes of its failure.
func entryOf(f *Func, resolve func(Origin) Origin, answer Answer) Entry {
	e := Entry{Locks: f.Locks, TellsKeys: f.TellsKeys, Force: f.Force, Deletions: f.Deletions}
	for _, r := range f.Reads {
		e.Reads = append(e.Reads, r.after(answer, r.Step))
	}
	for _, h := range f.Heeds {
		e.Heeds = addHeed(e.Heeds, h.bound(resolve(h.From), nil))
	}
	for _, w := range f.Writes {
		if w.From = resolve(w.From); w.From&fromMsg == 0 {
			continue
		}
		w.Guard.Msg, w.Guard.Stored = resolve(w.Guard.Msg), resolve(w.Guard.Stored)
		w.Check.Msg, w.Check.Stored = resolve(w.Check.Msg), resolve(w.Check.Stored)
		e.Writes = append(e.Writes, w)
	}
	for _, r := range f.Raises {
		if r.From = resolve(r.From); r.From&fromMsg != 0 && r.Gate.open() {
			e.Raises = append(e.Raises, r)
		}
	}
	for _, c := range f.Calls {
		c.Args, c.Answer = slices.Clone(c.Args), c.above(answer)
		for i := range c.Args {
			c.Args[i] = resolve(c.Args[i])
		}
		c.Guard.Msg, c.Guard.Stored = resolve(c.Guard.Msg), resolve(c.Guard.Stored)
		e.Calls = append(e.Calls, c)
	}
	if !slices.ContainsFunc(e.Calls, func(c Call) bool { return union(c.Args)&fromMsg != 0 }) {
		e.Calls = nil
	}
	for _, s := range f.Sent {
		if s.From = resolve(s.From); s.From&fromMsg != 0 {
			e.Sent = append(e.Sent, s)
		}
	}
	e.Decoded = f.decodedFrom(resolve)
	return e
}

// within is the entry as whoever hands it messages protects it.
func (e *Entry) within(h Handler) {
	e.TellsKeys = e.TellsKeys || h.TellsKeys
	if h.Locks {
		e.Locks = everywhere
	}
	if h.Guard.Kind == Unguarded {
		return
	}
	for i := range e.Writes {
		if w := &e.Writes[i]; !w.Insert {
			w.Guard, w.Check = better(w.Guard, h.Guard), better(w.Check, h.Guard.check())
		}
	}
	for i := range e.Calls {
		e.Calls[i].Guard = better(e.Calls[i].Guard, h.Guard)
	}
}

// idle reports whether a function does nothing with its messages.
func (e *Entry) idle() bool { return len(e.Writes)+len(e.Calls)+len(e.Sent) == 0 }

// resolver replaces a function's parameters that are the message, and forgets
// the others.
func resolver(msg Origin) func(Origin) Origin {
	return func(o Origin) Origin {
		out := o & (fromMsg | flags)
		if o&msg&params != 0 {
			out |= fromMsg
		}
		return out
	}
}

// handedEntries are the consumers that a call hands to whoever gives them
// messages.
func (t *tracker) handedEntries(s effects.Site) []Entry {
	if s.Callee == nil {
		return nil
	}
	var list []Entry
	for _, h := range t.handlersOf(s) {
		if h.Param >= len(s.Args) {
			continue
		}
		for _, v := range t.inLists(s.Args[h.Param]) {
			if h.Method == "" {
				list = append(list, t.functionEntries(v, h)...)
			} else {
				list = append(list, t.methodEntries(v, h)...)
			}
		}
	}
	for _, e := range s.Entries {
		if e.Role == catalog.Consume && e.Field != "" {
			list = append(list, t.fieldEntries(s, e)...)
		}
	}
	return list
}

// members are the elements of a variadic argument, a list or a map that is made
// here, or the argument itself.
func members(v ssa.Value) []ssa.Value {
	if list := elements(v); len(list) > 0 {
		return list
	}
	return []ssa.Value{v}
}

// fieldEntries handles a subscription that is told by a struct, of which one
// field is the handler.
func (t *tracker) fieldEntries(s effects.Site, e catalog.Entry) []Entry {
	i := e.Arg + s.Shift
	if i >= len(s.Args) {
		return nil
	}
	v := s.Args[i]
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return nil
	}
	var list []Entry
	for _, ref := range *alloc.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || structField(fa.X.Type(), fa.Field) != e.Field {
			continue
		}
		for _, r := range *fa.Referrers() {
			st, ok := r.(*ssa.Store)
			if !ok || st.Addr != fa {
				continue
			}
			var args Origin
			for _, k := range e.Params(arity(st.Val.Type())) {
				args |= param(k)
			}
			list = append(list, t.functionEntries(st.Val, Handler{Args: args, Answer: answerOf(&e)})...)
		}
	}
	return list
}

// A handlerFunc is a function that is given messages, or may be.
type handlerFunc struct {
	fn     *Func
	shift  int // from its parameters to the bits of fn
	method string
	name   string
	place  summary.Place
}

func (t *tracker) entriesOf(list []handlerFunc, h Handler) []Entry {
	var entries []Entry
	for _, c := range list {
		t.handOn(c, h)
		e := entryOf(c.fn, resolver(h.Args<<c.shift), h.Answer)
		if e.idle() {
			continue
		}
		e.within(h)
		e.Name, e.Place, e.Steps = c.name, c.place, h.Steps
		entries = append(entries, e)
	}
	return entries
}

// functionEntries are the functions that a value may be, as consumers. Literals
// of the unit itself are part of it.
func (t *tracker) functionEntries(v ssa.Value, h Handler) []Entry {
	if recv, of := methodOf(v, h); recv != v {
		return t.methodEntries(recv, of)
	}
	return t.entriesOf(t.functionsOf(v, false), h)
}

// functionsOf are the functions that a value may be, or is made from.
func (t *tracker) functionsOf(v ssa.Value, own bool) []handlerFunc {
	return t.functionsWithin(v, own, 0)
}

func (t *tracker) functionsWithin(v ssa.Value, own bool, depth int) []handlerFunc {
	list := t.wrapped(v, own, depth)
	_, wraps := t.wrapper(v)
	for _, target := range t.view.Targets(t.u, v) {
		if len(wraps) > 0 && t.isWrapped(v, target) {
			continue
		}
		switch {
		case target.Object != nil:
			list = append(list, t.objectOf(target.Object)...)
		case target.Literal != nil:
			i := t.view.Index(target.Literal)
			if slices.Contains(t.u.Funcs, target.Literal) {
				if i = t.view.Index(t.u.Func); !own {
					continue
				}
			}
			if i >= 0 {
				list = append(list, handlerFunc{fn: t.funcs[i], shift: inner, name: t.units[i].Name(), place: t.view.Place(t.units[i], target.Literal.Pos())})
			}
		}
	}
	if call, ok := unwrap(v).(*ssa.Call); ok {
		s := t.site(call)
		if f := t.funcOf(s); f != nil && (t.view.IndexOf(s.Callee) < 0 || len(list) == 0 && f.handlesInner()) {
			list = append(list, handlerFunc{fn: f, shift: inner, name: nameOf(s.Callee), place: firstPlace(f)})
		}
	}
	return slices.DeleteFunc(list, func(c handlerFunc) bool { return c.fn == nil })
}

// handlesInner reports whether a function does something with what the function
// is given that it returns.
func (f *Func) handlesInner() bool {
	return slices.ContainsFunc(f.Writes, func(w Write) bool { return w.From&innerBits != 0 }) ||
		slices.ContainsFunc(f.Calls, func(c Call) bool { return union(c.Args)&innerBits != 0 })
}

// isWrapped reports whether a function is one that a value is made from: it is
// not called with what the value is called with.
func (t *tracker) isWrapped(v ssa.Value, target effects.Target) bool {
	s, wraps := t.wrapper(v)
	return slices.ContainsFunc(wraps, func(a Apply) bool { return slices.Contains(t.view.Targets(t.u, s.Args[a.Param]), target) })
}

func unwrap(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		default:
			return v
		}
	}
}

// firstPlace stands for the place of a function of another package.
func firstPlace(f *Func) summary.Place {
	switch {
	case len(f.Writes) > 0:
		return f.Writes[0].Place
	case len(f.Calls) > 0:
		return f.Calls[0].Place
	}
	return summary.Place{}
}

// objectOf is a declared function as one that is given messages.
func (t *tracker) objectOf(obj *types.Func) []handlerFunc {
	f := t.funcOfObject(obj)
	if f == nil {
		return nil
	}
	c := handlerFunc{fn: f, name: nameOf(obj), place: firstPlace(f)}
	if obj.Signature().Recv() != nil {
		c.shift = 1
	}
	if i := t.view.IndexOf(obj); i >= 0 {
		c.place = t.view.Place(t.units[i], obj.Pos())
	}
	return []handlerFunc{c}
}

func nameOf(f *types.Func) string {
	if recv := receiverName(f); recv != "" {
		return recv + "." + f.Name()
	}
	return f.Name()
}

// methodEntries are the methods of the types that a value may have, as
// consumers.
func (t *tracker) methodEntries(v ssa.Value, h Handler) []Entry {
	var list []Entry
	concrete := t.concreteTypes(v)
	if e, ok := t.dispatchEntry(v, h); ok && len(concrete) == 0 {
		list = append(list, e)
	}
	return append(list, t.entriesOf(t.methodsNamed(v, h.Method), h)...)
}

// methodsNamed are the methods of a name of the types that a value may have.
func (t *tracker) methodsNamed(v ssa.Value, name string) []handlerFunc {
	var list []handlerFunc
	for _, ty := range t.concreteTypes(v) {
		obj, _, _ := types.LookupFieldOrMethod(ty, true, t.pass.Pkg, name)
		if obj == nil {
			if n := effects.Named(ty); n != nil && n.Obj().Pkg() != nil {
				obj, _, _ = types.LookupFieldOrMethod(ty, true, n.Obj().Pkg(), name)
			}
		}
		if f, ok := obj.(*types.Func); ok {
			for _, c := range t.objectOf(f.Origin()) {
				c.method = name
				list = append(list, c)
			}
		}
	}
	return append(list, t.functionsBehind(v, name, false)...)
}

// dispatchEntry stands for the consumers behind an interface's value, whose type
// the package with the implementation tells.
func (t *tracker) dispatchEntry(v ssa.Value, h Handler) (Entry, bool) {
	iface, ok := v.Type().Underlying().(*types.Interface)
	if _, isParam := v.(*ssa.Parameter); !ok || isParam || iface.NumMethods() == 0 {
		return Entry{}, false
	}
	for m := range iface.Methods() {
		if m.Name() != h.Method {
			continue
		}
		method := t.view.FirstPartyMethod(v.Type(), m)
		if method == nil {
			return Entry{}, false
		}
		c := Call{Method: *method, Dispatch: true, Answer: h.Answer, Only: t.madeOf(v)}
		for i := range m.Signature().Params().Len() {
			c.Args = append(c.Args, 0)
			if h.Args&param(i) != 0 {
				c.Args[i] = fromMsg
			}
		}
		pos := v.Pos()
		if !pos.IsValid() { // taken from somewhere without a place of its own
			pos = t.u.Func.Pos()
		}
		place := t.view.Place(t.u, pos)
		return Entry{Place: place, Name: effects.MethodShown(*method), Calls: []Call{c}}, true
	}
	return Entry{}, false
}

// concreteTypes are the types that a value of an interface is made from.
func (t *tracker) concreteTypes(v ssa.Value) []types.Type {
	var list []types.Type
	seek(v, 6, t.sameInterface, func(v ssa.Value) bool {
		ty := v.Type()
		if mi, ok := v.(*ssa.MakeInterface); ok {
			ty = mi.X.Type()
		}
		if _, generic := types.Unalias(ty).(*types.TypeParam); !generic && !types.IsInterface(ty) {
			list = append(list, ty)
		}
		return false
	})
	return list
}

// sameInterface are the values of which an interface's value may be another form.
func (t *tracker) sameInterface(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.ChangeInterface:
		return []ssa.Value{v.X}
	case *ssa.Phi:
		return v.Edges
	case *ssa.FreeVar:
		if b := t.u.Binding(v); b != nil {
			return []ssa.Value{b}
		}
	case *ssa.UnOp:
		if alloc, ok := v.X.(*ssa.Alloc); ok {
			return stored(alloc)
		}
	}
	return nil
}

// handlerParams are the parameters of the unit's function that are messages
// because of what the function implements, or because the config says so.
func (t *tracker) handlerParams() Origin {
	obj := t.u.Object
	if obj == nil || obj.Pkg() == nil {
		return 0
	}
	recv := receiverName(obj)
	if t.cfg.MatchSymbol(config.RoleHandler, effects.PkgPath(obj.Pkg()), recv, obj.Name()) == config.Yes {
		return shifted(dataParams(obj.Signature()), obj)
	}
	if obj.Signature().Recv() == nil {
		return 0
	}
	var msg Origin
	for _, h := range t.handlerInterfaces() {
		if h.method != obj.Name() || !h.implementedBy(types.NewPointer(deref(obj.Signature().Recv().Type()))) {
			continue
		}
		if h.entry == nil {
			msg |= dataParams(obj.Signature())
			continue
		}
		for _, i := range h.entry.Params(obj.Signature().Params().Len()) {
			msg |= param(i)
		}
	}
	return shifted(msg, obj)
}

// answerOf is what becomes of a handler's failure, as far as the library says.
func answerOf(e *catalog.Entry) Answer {
	if e != nil && e.Lossy {
		return Answer{Fault: Acked, Quiet: Acked}
	}
	return Answer{}
}

// handlerAnswer is what becomes of the failure of the unit's function, by what it
// implements, or by who calls it.
func (t *tracker) handlerAnswer() Answer {
	obj := t.u.Object
	if obj == nil || obj.Signature().Recv() == nil {
		return t.handedDown(t.view.Index(t.u.Func))
	}
	for _, h := range t.handlerInterfaces() {
		if h.method == obj.Name() && h.implementedBy(types.NewPointer(deref(obj.Signature().Recv().Type()))) {
			return answerOf(h.entry)
		}
	}
	return t.handedDown(t.view.Index(t.u.Func))
}

func shifted(o Origin, f *types.Func) Origin {
	if f.Signature().Recv() != nil {
		return o << 1
	}
	return o
}

func deref(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// A handlerInterface is an interface whose method is given messages.
type handlerInterface struct {
	iface   *types.Interface
	name    *types.TypeName
	method  string
	entry   *catalog.Entry // nil: the config names it
	generic bool
}

// implementedBy reports whether a type implements the interface. Of a generic
// one it need have the methods, with as many parameters.
func (h handlerInterface) implementedBy(ty types.Type) bool {
	if !h.generic {
		return types.Implements(ty, h.iface)
	}
	for m := range h.iface.Methods() {
		obj, _, _ := types.LookupFieldOrMethod(ty, true, m.Pkg(), m.Name())
		f, ok := obj.(*types.Func)
		if !ok || f.Signature().Params().Len() != m.Signature().Params().Len() {
			return false
		}
	}
	return true
}

// handlerInterfaces are those that the package sees.
func (a *analysis) handlerInterfaces() []handlerInterface {
	if a.handlerIfaces != nil {
		return a.handlerIfaces
	}
	a.handlerIfaces = []handlerInterface{}
	for _, pkg := range append(slices.Clone(a.pass.Pkg.Imports()), a.pass.Pkg) {
		path := effects.PkgPath(pkg)
		for _, e := range a.catalog.Handlers(path) {
			name, method, _ := strings.Cut(e.Symbol, ".")
			a.addHandlerInterface(pkg.Scope().Lookup(name), method, &e)
		}
		if !a.cfg.HasRole(config.RoleHandler) || !a.firstParty(path) {
			continue
		}
		for _, name := range pkg.Scope().Names() {
			tn, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if !ok {
				continue
			}
			iface, ok := tn.Type().Underlying().(*types.Interface)
			if !ok {
				continue
			}
			for m := range iface.Methods() {
				if a.cfg.MatchSymbol(config.RoleHandler, path, name, m.Name()) == config.Yes {
					a.addHandlerInterface(tn, m.Name(), nil)
				}
			}
		}
	}
	return a.handlerIfaces
}

func (a *analysis) addHandlerInterface(obj types.Object, method string, e *catalog.Entry) {
	tn, ok := obj.(*types.TypeName)
	if !ok {
		return
	}
	n, ok := tn.Type().(*types.Named)
	generic := ok && n.TypeParams().Len() > 0
	if generic && e != nil {
		return // its parameter's type tells
	}
	if iface, ok := tn.Type().Underlying().(*types.Interface); ok {
		a.handlerIfaces = append(a.handlerIfaces, handlerInterface{iface, tn, method, e, generic})
	}
}
