package flows

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A MessageType is a type of the project's that a package publishes, or takes
// what is consumed for.
type MessageType struct {
	Published bool
	Decoded
}

// A typeFinder collects a package's message types.
type typeFinder struct {
	*analysis
	found []typeFound
	// encoded and decoded are the types that the package turns into bytes and
	// back, whether they are messages or not.
	encoded, decoded []string
}

// A typeFound is a type where it is decoded, handled or published.
type typeFound struct {
	place           summary.Place
	named           *types.Named // nil: the type has no name
	published, peek bool
	// shared says that it goes to a topic whose name services share.
	shared bool
	step   summary.Step
	at     ssa.Instruction
}

// messageTypes are the types of what the package publishes and consumes, and of
// what the consumers below decode that it brings together with their messages.
func (a *analysis) messageTypes(consumers []Consumer) []MessageType {
	f := a.typeFinder()
	var list []MessageType
	for _, m := range f.found {
		d := a.decodedAt(m)
		d.Own = !m.shared && f.own(m.named, m.published)
		list = append(list, MessageType{m.published, d})
	}
	for _, fn := range a.funcs {
		for _, d := range fn.Decoded {
			if ofMessage(d.From) { // by a helper, of what the function has a message's
				list = append(list, MessageType{Decoded: d})
			}
		}
	}
	for _, c := range consumers {
		for _, d := range c.Decoded {
			list = append(list, MessageType{Decoded: d})
		}
	}
	return list
}

// typeFinder has looked at all of the package.
func (a *analysis) typeFinder() *typeFinder {
	if a.types != nil {
		return a.types
	}
	a.types = &typeFinder{analysis: a}
	for i, u := range a.units {
		if !a.view.Generated(u.Func) {
			a.types.unit(a.trackers[i])
		}
	}
	return a.types
}

// own reports whether both ends of a message are at hand: the package has the
// other as well, or the one that declares it, or its messages are tasks.
func (f *typeFinder) own(n *types.Named, published bool) bool {
	other := f.encoded
	if published {
		other = f.decoded
	}
	tasks := slices.ContainsFunc(f.view.Imports(), func(p *types.Package) bool { return taskQueue(p.Path()) })
	return tasks || slices.Contains(other, effects.TypeName(n)) || f.elsewhere(n, published)
}

// elsewhere reports whether the package that declares a type has the other end.
func (f *typeFinder) elsewhere(n *types.Named, decoded bool) bool {
	fact := new(Pkg)
	if n.Obj().Pkg() == f.pass.Pkg || !f.pass.ImportPackageFact(n.Obj().Pkg(), fact) {
		return false
	}
	list := fact.Encoded
	if decoded {
		list = fact.Decoded
	}
	return slices.Contains(list, effects.TypeName(n))
}

// ownCoding are the types of its own that the package encodes and decodes.
func (a *analysis) ownCoding() (encoded, decoded []string) {
	f := &typeFinder{analysis: a} // of generated code too
	for i := range a.units {
		f.unit(a.trackers[i])
	}
	own := func(list []string) []string {
		list = slices.DeleteFunc(list, func(name string) bool { return !strings.HasPrefix(name, a.view.Path()+".") })
		slices.Sort(list)
		return slices.Compact(list)
	}
	return own(f.encoded), own(f.decoded)
}

// unit notes the types that a unit decodes, encodes and publishes.
func (f *typeFinder) unit(t *tracker) {
	f.decoded = append(f.decoded, t.enveloped()...)
	var consumed []typeFound
	for ci := range effects.Calls(t.u.Funcs...) {
		s := t.site(ci)
		if s.Callee == nil {
			continue
		}
		if n, from, ok := t.decodesAs(s); ok {
			f.decoded = append(f.decoded, effects.TypeName(n))
			if ofMessage(from) {
				consumed = append(consumed, t.typeFoundAt(s, n, "decodes it as "))
			}
		}
		for _, n := range t.encodedBy(s) {
			f.encoded = append(f.encoded, effects.TypeName(n))
		}
		if t.publishes(s) {
			for _, n := range t.publishedTypes(s) {
				m := t.typeFoundAt(s, n, "publishes ")
				m.published, m.shared = true, f.sharedTopic(s.Instr.Pos())
				f.encoded, f.found = append(f.encoded, effects.TypeName(n)), append(f.found, m)
			}
		}
		for _, sent := range t.sentTypes(s) {
			f.encoded = append(f.encoded, effects.TypeName(sent.named)) // by whoever implements it
		}
		for _, n := range t.publishedBehind(s) {
			m := t.typeFoundAt(s, n, "publishes ")
			m.published, m.shared = true, f.sharedTopic(s.Instr.Pos())
			f.found = append(f.found, m)
		}
		if t.sendsNameless(s) && f.sharedTopic(s.Instr.Pos()) {
			pos := t.view.CallPos(s.Instr)
			f.found = append(f.found, typeFound{place: t.view.Place(t.u, pos), published: true, shared: true, step: t.view.Step(pos, "publishes a struct whose type has no name"), at: s.Instr})
		}
		for _, n := range t.appliedTypes(s) {
			f.decoded = append(f.decoded, effects.TypeName(n))
		}
		for _, n := range t.handledTypes(s) {
			f.decoded = append(f.decoded, effects.TypeName(n))
			consumed = append(consumed, t.typeFoundAt(s, n, "handles "))
		}
	}
	for i := range consumed {
		consumed[i].peek = envelope(consumed[i].named) || small(consumed[i].named) && slices.ContainsFunc(consumed[i+1:], func(next typeFound) bool { return onTheWay(consumed[i].at, next.at) })
	}
	f.found = append(f.found, consumed...)
}

// enveloped are the types of the messages that the unit is there to be given, in the
// shared envelope: whoever wires it to the bus decodes them, in some other package. What
// sends on or encodes what it is given is no handler.
func (t *tracker) enveloped() []string {
	fn := t.u.Func
	params := fn.Signature.Params()
	if fn.Parent() != nil || fn.Signature.Results().Len() > 1 || fn.Signature.Results().Len() == 1 && !isError(fn.Signature.Results().At(0).Type()) {
		return nil
	}
	var of []string
	for i := range params.Len() {
		ty := params.At(i).Type()
		if isContext(ty) {
			continue
		}
		n := t.inEnvelope(ty)
		if n == nil || t.sendsOn(i) {
			return nil
		}
		of = append(of, effects.TypeName(n))
	}
	return of
}

// inEnvelope is the type that a shared envelope, or a pointer to one, is put around.
func (t *tracker) inEnvelope(ty types.Type) *types.Named {
	if p, ok := types.Unalias(ty).(*types.Pointer); ok {
		ty = p.Elem()
	}
	n, ok := types.Unalias(ty).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || n.TypeArgs().Len() != 1 || !t.cfg.IsMessages(effects.PkgPath(n.Obj().Pkg())) {
		return nil
	}
	return t.ownStruct(n.TypeArgs().At(0))
}

// sendsOn reports whether the unit's function publishes or encodes a parameter.
func (t *tracker) sendsOn(i int) bool {
	if t.u.Func.Signature.Recv() != nil {
		i++
	}
	found := false
	note := func(v ssa.Value) { found = found || t.whole(v)&param(i) != 0 }
	for ci := range effects.Calls(t.u.Funcs...) {
		s := t.site(ci)
		if s.Callee == nil {
			continue
		}
		for _, v := range t.encodedArgs(s) {
			note(v)
		}
		if t.publishes(s) {
			t.published(s, note)
		}
	}
	return found
}

func (t *tracker) typeFoundAt(s effects.Site, n *types.Named, note string) typeFound {
	pos := t.view.CallPos(s.Instr)
	return typeFound{place: t.view.Place(t.u, pos), named: n, step: t.view.Step(pos, note+effects.ShortTypeName(n)), at: s.Instr}
}

// onTheWay reports whether one instruction is on the way to another, rather than on
// another branch: what is decoded first may be but the head of the message. In
// another function it may be.
func onTheWay(first, next ssa.Instruction) bool {
	return first.Parent() != next.Parent() || first.Block().Dominates(next.Block())
}

// decodes is the type into which a call decodes, and where the data comes from.
func (t *tracker) decodes(s effects.Site) (*types.Named, Origin, bool) {
	for _, e := range s.Entries {
		if e.Role != catalog.Decode || e.Into < 0 || e.Into+s.Shift >= len(s.Args) {
			continue
		}
		n := t.ownType(s.Args[e.Into+s.Shift])
		if n == nil {
			return nil, 0, false
		}
		var from Origin
		for i, arg := range s.Args {
			if i != e.Into+s.Shift {
				from |= t.whole(arg)
			}
		}
		return n, from, true
	}
	return nil, 0, false
}

// decodesInto is the type into which a call decodes: a library's, or one of the
// project's own that says so by its name.
func (t *tracker) decodesInto(s effects.Site) (*types.Named, bool) {
	if n, _, ok := t.decodes(s); ok {
		return n, true
	}
	if !t.known(s) && s.Method == nil || !opens(s.Callee.Name()) {
		return nil, false
	}
	for _, v := range s.Args[s.Shift:] {
		if v = withoutInterface(v); t.local(v) {
			if n := t.ownType(v); n != nil {
				return n, true
			}
		}
	}
	return nil, false
}

// opens recognises the functions that take a message's data out of it.
func opens(name string) bool {
	return hasAnyPrefix(name, "decode", "unmarshal", "parse", "bind", "unpack", "payload")
}

// encodedBy are the types of what a call encodes: itself, or by a function that
// encodes whatever it is given.
func (t *tracker) encodedBy(s effects.Site) []*types.Named {
	var list []*types.Named
	for _, v := range t.encodedArgs(s) {
		if n := t.ownType(v); n != nil {
			list = append(list, n)
		}
	}
	return list
}

// encodedArgs are the arguments that a call encodes.
func (t *tracker) encodedArgs(s effects.Site) []ssa.Value {
	if i := encodedArg(s); i >= 0 {
		return []ssa.Value{s.Args[i]}
	}
	f := t.funcOf(s)
	if f == nil {
		return nil
	}
	var list []ssa.Value
	for i, v := range s.Args {
		if f.Encodes&param(i) != 0 {
			list = append(list, v)
		}
	}
	return list
}

// noteEncoded notes the parameters of any type that the unit's function encodes.
func (t *tracker) noteEncoded(f *Func) {
	for ci := range effects.Calls(t.u.Func) {
		s := t.site(ci)
		if s.Callee == nil {
			continue
		}
		for _, v := range t.encodedArgs(s) {
			if p := paramOf(v); p != nil && (types.IsInterface(p.Type()) || isTypeParam(p.Type())) {
				f.Encodes |= param(slices.Index(t.u.Func.Params, p))
			}
		}
	}
}

// encodedArg is the argument that a call of a library encodes, or -1. Every library
// that decodes encodes, by functions named alike.
func encodedArg(s effects.Site) int {
	if s.Callee.Pkg() == nil {
		return -1
	}
	name := s.Callee.Name()
	if !strings.HasPrefix(name, "Marshal") && name != "Encode" && name != "EncodeToBytes" {
		return -1
	}
	for i := s.Shift; i < len(s.Args); i++ {
		if types.IsInterface(s.Args[i].Type()) && carries(s.Args[i].Type()) {
			return i
		}
	}
	return -1
}

// ownType is the struct of the project's that a value is, refers to or is a list
// of; nil for any other.
func (t *tracker) ownType(v ssa.Value) *types.Named {
	ty := effects.Unwrapped(v).Type()
	for range 3 {
		switch u := types.Unalias(ty).(type) {
		case *types.Pointer:
			ty = u.Elem()
			continue
		case *types.Slice:
			ty = u.Elem()
			continue
		}
	}
	return t.ownStruct(ty)
}

func (t *tracker) ownStruct(ty types.Type) *types.Named {
	n, ok := types.Unalias(ty).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || !t.firstParty(effects.PkgPath(n.Obj().Pkg())) {
		return nil
	}
	if t.cfg.IsMessages(effects.PkgPath(n.Obj().Pkg())) && n.TypeArgs().Len() == 1 {
		return t.ownStruct(n.TypeArgs().At(0)) // what the shared envelope is put around
	}
	if n.TypeArgs().Len() > 0 || t.messageType(n) {
		return nil
	}
	if _, ok := n.Underlying().(*types.Struct); !ok {
		return nil
	}
	return n
}

// publishes reports whether a call publishes, as the catalogue, the config or
// the callee's own code say.
func (a *analysis) publishes(s effects.Site) bool {
	if publishesByCatalog(s) {
		return true
	}
	if s.Callee.Pkg() == nil {
		return false
	}
	path := effects.PkgPath(s.Callee.Pkg())
	if a.cfg.MatchSymbol(config.RolePublish, path, receiverName(s.Callee), s.Callee.Name()) == config.Yes {
		return true
	}
	f := a.funcOf(s)
	return f != nil && f.Publishes != 0
}

// publishesByCatalog reports whether a call is one by which a library publishes.
func publishesByCatalog(s effects.Site) bool {
	return slices.ContainsFunc(s.Entries, func(e catalog.Entry) bool { return e.Role == catalog.Publish })
}

// publishedTypes are the types of what a call publishes: as it is, or encoded
// before.
func (t *tracker) publishedTypes(s effects.Site) []*types.Named {
	if taskQueue(effects.PkgPath(s.Callee.Pkg())) {
		return nil
	}
	var list []*types.Named
	t.published(s, func(v ssa.Value) {
		if n := t.ownType(v); n != nil && !slices.Contains(list, n) {
			list = append(list, n)
		}
	})
	return list
}

// published yields the values that a call publishes.
func (t *tracker) published(s effects.Site, yield func(ssa.Value)) {
	f := t.funcOf(s)
	for i := s.Shift; i < len(s.Args); i++ {
		if f != nil && f.Publishes != 0 && f.Publishes&param(i) == 0 {
			continue
		}
		v := s.Args[i]
		if isContext(v.Type()) {
			continue
		}
		if _, ok := v.(*ssa.MakeInterface); ok || isParam(v) && types.IsInterface(v.Type()) || f != nil && ofAnyType(s, i) {
			yield(v)
			continue
		}
		t.encodedInto(v, yield, map[ssa.Value]bool{})
	}
}

// ofAnyType reports whether a generic function leaves the type of an argument to
// its callers.
func ofAnyType(s effects.Site, i int) bool {
	params := s.Callee.Origin().Signature().Params()
	if i -= s.Shift; i < 0 || i >= params.Len() {
		return false
	}
	return isTypeParam(params.At(i).Type())
}

func isParam(v ssa.Value) bool { _, ok := v.(*ssa.Parameter); return ok }

// encodedInto follows bytes back to what was encoded.
func (t *tracker) encodedInto(v ssa.Value, yield func(ssa.Value), seen map[ssa.Value]bool) {
	if v == nil || seen[v] || len(seen) > 200 {
		return
	}
	seen[v] = true
	switch v := v.(type) {
	case *ssa.Call:
		s := t.site(v)
		if s.Callee != nil {
			if encoded := t.encodedArgs(s); len(encoded) > 0 {
				for _, e := range encoded {
					yield(e)
				}
				return
			}
		}
		for _, a := range s.Args {
			t.encodedInto(a, yield, seen)
		}
	case *ssa.Alloc:
		for _, ref := range *v.Referrers() {
			t.storedInto(ref, v, yield, seen)
		}
	case *ssa.Parameter, *ssa.Const, *ssa.Global, *ssa.Function:
	case ssa.Instruction:
		for _, op := range v.Operands(nil) {
			t.encodedInto(*op, yield, seen)
		}
	}
}

// storedInto goes on with what is stored in a variable or a part of it.
func (t *tracker) storedInto(ref ssa.Instruction, addr ssa.Value, yield func(ssa.Value), seen map[ssa.Value]bool) {
	switch r := ref.(type) {
	case *ssa.Store:
		if r.Addr == addr {
			t.encodedInto(r.Val, yield, seen)
		}
	case *ssa.FieldAddr:
		for _, next := range *r.Referrers() {
			t.storedInto(next, r, yield, seen)
		}
	case *ssa.IndexAddr:
		for _, next := range *r.Referrers() {
			t.storedInto(next, r, yield, seen)
		}
	}
}

// notePublished notes the parameters that a unit publishes, whatever they are.
func (t *tracker) notePublished(f *Func) {
	for ci := range effects.Calls(t.u.Funcs...) {
		s := t.site(ci)
		if s.Callee == nil {
			continue
		}
		note := func(v ssa.Value) {
			i := slices.Index(t.u.Func.Params, paramOf(v))
			if i < 0 {
				return
			}
			// What cannot be told says nothing, and of several ways one is enough.
			if when := t.publishGate(s); f.Publishes == 0 && !when.Closed {
				f.When = when
			} else if f.Publishes != 0 && !slices.Equal(f.When.Needs, when.Needs) {
				f.When = Gate{}
			}
			f.Publishes |= param(i)
		}
		if t.publishes(s) {
			t.published(s, note)
		} else if t.boxes(s) {
			t.boxed(s, note)
		}
	}
	if f.Publishes == 0 && t.declaredPublisher() {
		f.When = t.passingOn()
	}
}

func paramOf(v ssa.Value) *ssa.Parameter {
	switch x := v.(type) {
	case *ssa.ChangeInterface:
		v = x.X
	case *ssa.MakeInterface:
		if isTypeParam(x.X.Type()) { // the caller's type
			v = x.X
		}
	}
	p, _ := v.(*ssa.Parameter)
	return p
}

// handledTypes are the types of which messages are when they reach the functions
// that a call hands to whoever decodes them.
func (t *tracker) handledTypes(s effects.Site) []*types.Named {
	var list []*types.Named
	for _, h := range t.handlersOf(s) {
		if h.Param >= len(s.Args) || h.Method != "" {
			continue
		}
		sig, ok := effects.Unwrapped(s.Args[h.Param]).Type().Underlying().(*types.Signature)
		if !ok {
			continue
		}
		for i := range sig.Params().Len() {
			if h.Args&param(i) == 0 {
				continue
			}
			ty := sig.Params().At(i).Type()
			if p, ok := ty.(*types.Pointer); ok {
				ty = p.Elem()
			}
			// What shared code hands on may be a wrapper of its own.
			if n := t.ownStruct(t.insideWrapper(ty)); n != nil && t.cfg.ServiceOf(effects.PkgPath(n.Obj().Pkg())) != "" {
				list = append(list, n)
			}
		}
	}
	return list
}

// insideWrapper is what shared code puts its wrapper around: Delivery[events.Closed].
func (t *tracker) insideWrapper(ty types.Type) types.Type {
	n, ok := types.Unalias(ty).(*types.Named)
	if !ok || n.TypeArgs().Len() != 1 || n.Obj().Pkg() == nil {
		return ty
	}
	if path := effects.PkgPath(n.Obj().Pkg()); !t.firstParty(path) || t.cfg.ServiceOf(path) != "" {
		return ty
	}
	inner := n.TypeArgs().At(0)
	if p, ok := inner.(*types.Pointer); ok {
		return p.Elem()
	}
	return inner
}

// envelope recognises types that hold the message proper undecoded.
func envelope(n *types.Named) bool {
	st := n.Underlying().(*types.Struct)
	for f := range st.Fields() {
		switch u := types.Unalias(f.Type()).(type) {
		case *types.Named:
			if u.Obj().Name() == "RawMessage" {
				return true
			}
		case *types.Slice:
			if b, ok := u.Elem().(*types.Basic); ok && b.Kind() == types.Byte {
				return true
			}
		case *types.Map, *types.Interface:
			return true
		}
		if types.IsInterface(f.Type()) {
			return true
		}
	}
	return st.NumFields() < 2
}

// small recognises types that may be but the head of a message.
func small(n *types.Named) bool { return n.Underlying().(*types.Struct).NumFields() < 5 }

// taskQueue reports whether a library runs a service's own tasks: what they are
// given is between the service and itself.
func taskQueue(path string) bool {
	return slices.ContainsFunc([]string{
		"github.com/hibiken/asynq", "github.com/riverqueue/river", "github.com/RichardKnop/machinery", "github.com/gocraft/work",
		"github.com/vmihailenco/taskq", "github.com/contribsys/faktory", "github.com/bgentry/que-go", "github.com/vgarvardt/gue", "go.temporal.io", "go.uber.org/cadence",
	}, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}
