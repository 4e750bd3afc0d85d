package flows

import (
	"cmp"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// isMessage reports whether values of a type are received messages: the
// catalogue says so, or the type's shape. Slices and pointers of such are too.
func (a *analysis) isMessage(t types.Type) bool {
	for range 3 {
		switch u := types.Unalias(t).(type) {
		case *types.Pointer:
			t = u.Elem()
			continue
		case *types.Slice:
			t = u.Elem()
			continue
		case *types.Named:
			return a.messageType(u)
		}
		return false
	}
	return false
}

func (a *analysis) messageType(n *types.Named) bool {
	if known, ok := a.messages[n.Origin()]; ok {
		return known
	}
	obj := n.Obj()
	known := false
	if obj.Pkg() != nil {
		_, known = a.catalog.Message(effects.PkgPath(obj.Pkg()), obj.Name())
		known = known || acknowledges(n) || a.foreignMessage(n)
	}
	a.messages[n.Origin()] = known
	return known
}

// acknowledges recognises a message by its shape: whoever has one may
// acknowledge it, or hand it back.
func acknowledges(n *types.Named) bool {
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			obj, _, _ := types.LookupFieldOrMethod(n, true, n.Obj().Pkg(), name)
			return obj != nil && isFunction(obj.Type()) // a method, or a field that the library's is put into
		})
	}
	return has("Ack") && has("Nack", "NAck", "Nak", "NACK", "Reject", "Requeue") && !acknowledgesByTag(n)
}

// acknowledgesByTag reports whether what a type acknowledges is told by a number: then
// it is the connection that the messages come in by, which publishers have as well.
func acknowledgesByTag(n *types.Named) bool {
	obj, _, _ := types.LookupFieldOrMethod(n, true, n.Obj().Pkg(), "Ack")
	if obj == nil {
		return false
	}
	sig, ok := obj.Type().Underlying().(*types.Signature)
	if !ok || sig.Params().Len() == 0 {
		return false
	}
	b, ok := sig.Params().At(0).Type().Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// messageOf is the type of the project's that the unit's messages have or are
// decoded to, as findings name it, and whether it carries no order. One that
// handles several has no name.
func (t *tracker) messageOf() About {
	if t.decoded == nil {
		t.findMessages()
		about := t.describe(t.handled)
		if t.decoded = &about; len(t.handled) == 1 {
			t.decodedType = t.handled[0]
		}
	}
	return *t.decoded
}

// findMessages finds the types that the unit's messages have or are decoded to, whether it
// is given them as that, and the field that marks them as repairs.
func (t *tracker) findMessages() {
	t.passed = !t.rawParam() // somebody else decoded it
	first, second := t.decodedTypes, t.paramTypes
	if t.passed {
		first, second = second, first
	}
	found := first(t.u.Funcs...)
	if len(found) == 0 {
		found, t.passed = second(t.u.Funcs...), !t.passed
	}
	found = t.withoutPeeks(t.withoutRows(found))
	t.force = t.forceOf(found)
	if inside := t.inside(found); len(inside) > 0 {
		t.force = cmp.Or(t.force, t.forceOf(inside))
		if !t.orderedOutside(found) {
			found = inside
		}
	}
	t.handled = found
}

// describe is what is known of messages, where all have the same type.
func (t *tracker) describe(handled []*types.Named) About {
	if len(handled) != 1 {
		return About{Passed: t.passed, Force: t.force}
	}
	n := handled[0]
	about, ok := t.described[n]
	if !ok {
		order, some := t.orderOf(n, 0)
		about = About{Message: effects.ShortTypeName(n), Passed: t.passed, Order: order, Orderless: !some, Force: t.force}
		if order == "" {
			about.Likely = t.likelyOrder(n, 0)
		}
		t.name(&about, n)
		t.described[n] = about
	}
	return about
}

// rawParam reports whether messages come in here, or as bytes that are yet to be
// decoded.
func (t *tracker) rawParam() bool {
	for _, o := range t.val {
		if o&(fromMsg|fedBits) != 0 {
			return true
		}
	}
	return slices.ContainsFunc(t.u.Func.Params, func(p *ssa.Parameter) bool {
		sl, ok := p.Type().Underlying().(*types.Slice)
		return ok && types.Identical(sl.Elem(), types.Typ[types.Byte])
	})
}

// decodedTypes are the types to which something is decoded, or that a function
// gives for what comes over the wire.
func (t *tracker) decodedTypes(fns ...*ssa.Function) []*types.Named {
	var found []*types.Named
	for instr := range effects.Instructions(fns...) {
		switch v := instr.(type) {
		case *ssa.Alloc:
			if o := t.filled[t.u.Base(v)]; o&(fromMsg|params) != 0 && (o&(fromStored|fromRemote) == 0 || t.decodedInto(v)) {
				found = t.addMessageType(found, deref(v.Type()))
			}
		case *ssa.UnOp:
			found = t.addTaken(found, v.X)
		case *ssa.Select:
			for _, state := range v.States {
				if state.Dir == types.RecvOnly {
					found = t.addTaken(found, state.Chan)
				}
			}
		case *ssa.TypeAssert:
			if o := t.val[v.X]; o&(fromMsg|params) != 0 && o&(fromStored|fromRemote) == 0 {
				found = t.addMessageType(found, v.AssertedType)
			}
		case *ssa.Call:
			if r := t.decoder(v); r != nil {
				found = t.addMessageType(found, r)
			}
		}
	}
	return found
}

// addTaken adds the type of what comes out of a channel that others put messages into.
func (t *tracker) addTaken(found []*types.Named, ch ssa.Value) []*types.Named {
	if c, ok := ch.Type().Underlying().(*types.Chan); ok && t.fedBy(ch) != 0 {
		return t.addMessageType(found, c.Elem())
	}
	return found
}

// decoder is the type of what a call makes of a raw message, or nil.
func (t *tracker) decoder(call *ssa.Call) types.Type {
	raw := func(v ssa.Value) bool {
		if t.isMessage(v.Type()) || t.unseals(call, v) {
			return true
		}
		sl, ok := v.Type().Underlying().(*types.Slice)
		return ok && types.Identical(sl.Elem(), types.Typ[types.Byte]) && t.whole(v)&(fromMsg|params) != 0
	}
	if t.val[call]&(fromStored|fromRemote) != 0 || t.val[call]&(fromMsg|params) == 0 || !slices.ContainsFunc(call.Call.Args, raw) {
		return nil
	}
	if tuple, ok := call.Type().(*types.Tuple); ok {
		if tuple.Len() == 0 {
			return nil
		}
		return tuple.At(0).Type()
	}
	return call.Type()
}

// paramTypes are the types of the parameters that hold data: the message, if
// somebody else decoded it.
func (t *tracker) paramTypes(fns ...*ssa.Function) []*types.Named {
	var found []*types.Named
	for _, fn := range fns {
		for i, p := range fn.Params {
			own := fn == t.u.Func && (i > 0 || fn.Signature.Recv() == nil)
			if (own || fn != t.u.Func && t.val[p]&(fromMsg|params) != 0) && !setsUp(p.Type()) {
				found = t.addMessageType(found, p.Type())
			}
		}
	}
	return found
}

// addMessageType adds a type that may be a message's: a struct of the project's
// that holds data and nothing else.
func (t *tracker) addMessageType(found []*types.Named, ty types.Type) []*types.Named {
	n := effects.Named(ty)
	if n == nil || slices.Contains(found, n) || n.Obj().Pkg() == nil || !t.firstParty(effects.PkgPath(n.Obj().Pkg())) || t.messageType(n) {
		return found
	}
	if s, ok := n.Underlying().(*types.Struct); ok && t.data(s) {
		return append(found, n)
	}
	return found
}

// data reports whether a struct holds data, rather than what a service works with.
func (t *tracker) data(s *types.Struct) bool {
	for f := range s.Fields() {
		switch ty := f.Type().Underlying().(type) {
		case *types.Signature, *types.Chan:
			return false
		case *types.Interface:
			if ty.NumMethods() > 0 {
				return false
			}
		case *types.Pointer:
			n := effects.Named(ty)
			if n == nil || n.Obj().Pkg() == nil {
				continue
			}
			if path := effects.PkgPath(n.Obj().Pkg()); t.catalog.Root(path) || path == "database/sql" || path == "log/slog" || path == "log" {
				return false
			}
		}
	}
	return s.NumFields() > 0
}

// carriedMessage is the origin of a field that holds a received message, in a
// struct of the project's that is not made here: a job on its way to a worker.
func (t *tracker) carriedMessage(of ssa.Value, field int) Origin {
	if t.fieldOf(of.Type(), field) == nil || t.madeHere(of) {
		return 0
	}
	st := deref(of.Type()).Underlying().(*types.Struct)
	if !t.isMessage(st.Field(field).Type()) {
		return 0
	}
	return fromMsg
}

// madeHere reports whether a struct is a variable of the unit's own that it puts
// together itself, rather than one that it was given.
func (t *tracker) madeHere(v ssa.Value) bool {
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return false
	}
	return !slices.ContainsFunc(stored(alloc), func(v ssa.Value) bool { return v != nil })
}

// receivesMessage reports whether a call of a library fetches a message. What
// merely makes one (NewMessage) does not, nor does what sends one and gives back the
// answer (nc.Request).
func (t *tracker) receivesMessage(s effects.Site) bool {
	f := s.Callee
	if publishesByCatalog(s) {
		return false
	}
	if subscription(f) {
		return true
	}
	if f.Pkg() == nil || f.Signature().Recv() == nil || makesValue(f.Name()) {
		return false
	}
	if t.firstParty(effects.PkgPath(f.Pkg())) && (s.Method == nil || !receives(f.Name())) {
		return false // its own summary tells
	}
	if _, receives := t.view.Consuming(f); receives {
		return true
	}
	for r := range f.Signature().Results().Variables() {
		if t.isMessage(r.Type()) {
			return true
		}
	}
	return false
}

// subscription recognises the receiving end of a generated gRPC stream to which
// the program subscribed: PubSub_SubscribeClient.Recv.
func subscription(f *types.Func) bool {
	if f.Name() != "Recv" || f.Signature().Params().Len() > 0 || f.Signature().Results().Len() != 2 {
		return false
	}
	_, stream, ok := strings.Cut(receiverName(f), "_")
	return ok && strings.HasSuffix(stream, "Client") && hasAnyPrefix(stream, "subscribe", "subscription", "consume", "listen", "pull", "receive")
}

// receives recognises, by its name, the method of an interface of the project's
// that fetches a message.
func receives(method string) bool {
	return hasAnyPrefix(method, "receive", "read", "fetch", "poll", "consume", "next", "pull", "recv", "pop", "dequeue", "messages", "subscribe")
}

func makesValue(name string) bool {
	for _, prefix := range []string{"New", "Make", "Copy", "Clone", "With", "Build", "Set"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// handed looks at what a call does with functions and values that it is given
// and that handle messages from then on.
func (t *tracker) handed(s effects.Site) {
	if s.Callee == nil {
		return
	}
	for _, h := range t.softenedHandlers(s) {
		if h.Param >= len(s.Args) {
			continue
		}
		h.Asked = h.Asked && !t.blankValue(s.Args[h.Param])
		t.mark(s.Args[h.Param], h.data(), 0)
		if h.Asked && h.Method == "" {
			t.serveRequests(s.Args[h.Param])
		}
		t.subscribe(s.Args[h.Param], h.Answer, 0)
	}
}

// data is what a function is given that handles messages.
func (h Handler) data() []Origin {
	data := make([]Origin, maxInner)
	for i := range data {
		if h.Args&param(i) != 0 {
			data[i] = h.message()
		}
	}
	return data
}

// message is where what it is given comes from.
func (h Handler) message() Origin {
	if h.Asked {
		return fromMsg | fromAsker
	}
	return fromMsg
}

// through is what the function handles that a handler is made from.
func (h Handler) through(a Apply) Handler {
	out := Handler{Method: a.Method, Handling: h.Handling, Steps: h.Steps}
	out.Answer, out.Guard, out.Looks = a.above(h.Answer), better(h.Guard, a.Guard.aroundHandler()), slices.Concat(a.Looks, h.Looks)
	for i, o := range a.through(h.data(), nil) {
		if o&fromMsg != 0 {
			out.Args |= param(i)
		}
	}
	return out
}

// handlersOf are a call's arguments that are given messages: the catalogue, the
// config, or the callee's own code say so.
func (t *tracker) handlersOf(s effects.Site) []Handler {
	var list []Handler
	for _, e := range s.Entries {
		if e.Role != catalog.Consume || e.Field != "" || e.Arg+s.Shift >= len(s.Args) {
			continue
		}
		n := arity(s.Args[e.Arg+s.Shift].Type())
		var args Origin
		for _, i := range e.Params(n) {
			args |= param(i)
		}
		h := Handler{Param: e.Arg + s.Shift, Args: args, Handling: Handling{Answer: answerOf(&e), Task: e.Task}}
		if list = append(list, h); e.Arg < s.Callee.Signature().Params().Len() {
			list = append(list, methodHandlers(h, e, s.Callee.Signature().Params().At(e.Arg).Type())...)
		}
	}
	if s.Callee.Pkg() != nil {
		path, recv, name := effects.PkgPath(s.Callee.Pkg()), receiverName(s.Callee), s.Callee.Name()
		if t.cfg.MatchSymbol(config.RoleSubscribe, path, recv, name) == config.Yes {
			list = append(list, t.subscribed(s)...)
		}
	}
	if f := t.funcOf(s); f != nil {
		list = slices.Concat(list, f.Handlers, t.entrustedHandlers(s, f))
	} else if len(list) == 0 {
		list = append(t.derivedHandlers(s), t.wrapperHandlers(s)...)
	}
	return list
}

// derivedHandlers are a call's arguments that a dependency has handle messages,
// by what its code looks like.
func (t *tracker) derivedHandlers(s effects.Site) []Handler {
	var list []Handler
	params, _ := t.view.Consuming(s.Callee)
	for _, i := range params {
		i += s.Shift
		if i >= len(s.Args) {
			continue
		}
		switch u := s.Args[i].Type().Underlying().(type) {
		case *types.Signature:
			list = append(list, Handler{Param: i, Args: dataParams(u)})
		case *types.Interface:
			for m := range u.Methods() {
				if effects.HandlesByName(m.Name()) {
					list = append(list, Handler{Param: i, Method: m.Name(), Args: dataParams(m.Signature())})
				}
			}
		}
	}
	return list
}

// methodHandlers are the methods of a handler that is a value of an interface.
func methodHandlers(h Handler, e catalog.Entry, ty types.Type) []Handler {
	iface, ok := ty.Underlying().(*types.Interface)
	if !ok || iface.NumMethods() != 1 {
		return nil
	}
	m := iface.Method(0)
	h.Method, h.Args = m.Name(), 0
	for _, i := range e.Params(m.Signature().Params().Len()) {
		h.Args |= param(i)
	}
	return []Handler{h}
}

// subscribed are the arguments of a function that the config says subscribes.
func (t *tracker) subscribed(s effects.Site) []Handler {
	var list []Handler
	for i := s.Shift; i < len(s.Args); i++ {
		v := s.Args[i]
		if mi, ok := v.(*ssa.MakeInterface); ok {
			v = mi.X
		}
		if sig, ok := v.Type().Underlying().(*types.Signature); ok {
			list = append(list, Handler{Param: i, Args: dataParams(sig)})
		}
	}
	return list
}

// dataParams are a handler's parameters that carry data.
func dataParams(sig *types.Signature) Origin {
	var o Origin
	for i := range sig.Params().Len() {
		if carries(sig.Params().At(i).Type()) {
			o |= param(i)
		}
	}
	return o
}

func arity(t types.Type) int {
	if sig, ok := t.Underlying().(*types.Signature); ok {
		return sig.Params().Len()
	}
	return 8
}

func receiverName(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return ""
	}
	if n := effects.Named(recv.Type()); n != nil {
		return n.Obj().Name()
	}
	return ""
}
