package flows

import (
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// What becomes of a message is told by who acknowledges it, and when: the code
// that handles it, the library once the handler returned, or the broker as soon
// as it has sent it.

// acks reports whether a call acknowledges a message.
func (t *tracker) acks(s effects.Site) bool {
	if s.Callee == nil {
		return t.messageFunc(s, "ack")
	}
	if t.discards(s) {
		return true
	}
	if hasRole(s, catalog.Ack) {
		return !t.gives(s.Callee) // or it is acknowledged as it is read
	}
	switch strings.ToLower(s.Callee.Name()) {
	case "ack", "acknowledge", "ackmessage", "commitmessage", "commitmessages", "markdone", "deletemessage", "deletemessagebatch":
		return slices.ContainsFunc(s.Args, func(v ssa.Value) bool { return t.isMessage(v.Type()) || t.whole(v)&fromMsg != 0 })
	}
	f := t.funcOf(s)
	return f != nil && f.Acks && slices.ContainsFunc(s.Args, func(v ssa.Value) bool { return t.isMessage(v.Type()) })
}

// onlyAcks reports whether all that the unit does with a message is to acknowledge
// it: who calls it does so.
func (t *tracker) onlyAcks(f *Func) bool {
	if len(f.Writes)+len(f.Handlers)+len(f.Applies)+len(f.Reads) > 0 || !t.handles(t.u.Func) {
		return false
	}
	acked := false
	for ci := range effects.Calls(t.u.Func) {
		switch s := t.site(ci); {
		case t.acks(s):
			acked = true
		case s.Method != nil && !notes(s.Callee.Name()), t.nacks(s):
			return false
		}
	}
	return acked
}

// nacks reports whether a call hands a message back.
func (t *tracker) nacks(s effects.Site) bool {
	if s.Callee == nil {
		return t.messageFunc(s, "nack", "nak", "reject", "requeue")
	}
	return !t.discards(s) && (hasRole(s, catalog.Nack) || hasAnyPrefix(s.Callee.Name(), "nack", "nak", "requeue"))
}

// messageFunc reports whether a call is of one of the functions that a message
// keeps in its fields.
func (t *tracker) messageFunc(s effects.Site, names ...string) bool {
	load, ok := s.Instr.Common().Value.(*ssa.UnOp)
	if !ok {
		return false
	}
	fa, ok := load.X.(*ssa.FieldAddr)
	return ok && t.isMessage(fa.X.Type()) && slices.Contains(names, strings.ToLower(structField(fa.X.Type(), fa.Field)))
}

func hasRole(s effects.Site, role catalog.Role) bool {
	return slices.ContainsFunc(s.Entries, func(e catalog.Entry) bool { return e.Role == role })
}

// gives reports whether a function gives back a message.
func (t *tracker) gives(f *types.Func) bool {
	for r := range f.Signature().Results().Variables() {
		if t.isMessage(r.Type()) {
			return true
		}
	}
	return false
}

// seenTo is what becomes of a message by a call that may do something about a failure:
// of some it is plain that they keep it.
func (t *tracker) seenTo(s effects.Site) Fault {
	if rejects(s) && t.subscriptions()[deadLetters] == unknownDelivery {
		return Rejected
	}
	if t.nacks(s) || s.Callee != nil && putsAside(s.Callee) {
		return Handled
	}
	return None
}

// putsAside recognises by their names the functions that keep a message for later. One
// that makes an error of another only says what to do with it.
func putsAside(f *types.Func) bool {
	name := strings.ToLower(f.Name())
	return !makesError(f.Signature()) && slices.ContainsFunc([]string{"reject", "retry", "park", "defer", "deadletter", "dlq", "publish", "send", "enqueue"}, func(part string) bool {
		return strings.Contains(name, part)
	})
}

// makesError reports whether a function gives back an error, and is given nothing but
// what that is made of: RetryableError(err), RetryIn(time.Second, err).
func makesError(sig *types.Signature) bool {
	if sig.Recv() != nil || sig.Results().Len() != 1 || !isError(sig.Results().At(0).Type()) {
		return false
	}
	for p := range sig.Params().Variables() {
		if _, basic := p.Type().Underlying().(*types.Basic); !basic && !isError(p.Type()) {
			return false
		}
	}
	return true
}

// mayHandBack reports whether a call may do something about a failure other
// than to note it: logs, metrics and formatting do not.
func (t *tracker) mayHandBack(s effects.Site) bool {
	if t.nacks(s) {
		return true
	}
	if s.Callee == nil {
		_, builtin := s.Instr.Common().Value.(*ssa.Builtin)
		return !builtin && !t.acks(s)
	}
	if putsAside(s.Callee) {
		return true
	}
	if s.Method != nil {
		return !notes(s.Callee.Name()) && union(t.argOrigins(s)[1:])&^flags != 0
	}
	return len(t.writesAt(s)) > 0 || t.known(s) && len(s.Args) > 0 && t.touches(s)
}

// onlyAsks reports whether a call, of an interface or of the project's own, asks a store
// for something, which hands no message back.
func (t *tracker) onlyAsks(s effects.Site) bool {
	switch {
	case s.Callee == nil || t.nacks(s) || putsAside(s.Callee):
		return false
	case s.Method != nil:
		return looksUp(s) && looksByName(s.Callee.Name())
	}
	return t.idleLook(s)
}

// notes recognises methods that write a log line, or count, in each of their forms:
// Error, Errorf, Errorw, Errorln, ErrorContext.
func notes(method string) bool {
	return slices.ContainsFunc([]string{"", "f", "w", "ln"}, func(form string) bool {
		return hasAnyPrefix(strings.TrimSuffix(method, form), "debug", "info", "warn", "warning", "error", "print", "log", "trace", "inc", "add", "observe", "with", "record", "count", "fatal", "set", "msg")
	})
}

// writesData reports whether a call writes, there or below.
func (t *tracker) writesData(s effects.Site) bool {
	if len(t.writesAt(s)) > 0 {
		return true
	}
	f := t.funcOf(s)
	return f != nil && len(f.Writes) > 0 || s.Method != nil && !looksUp(s)
}

// touches reports whether a call of the project's own does anything to data.
func (t *tracker) touches(s effects.Site) bool {
	f := t.funcOf(s)
	return f != nil && (len(f.Writes) > 0 || len(f.Calls) > 0)
}

// settledBefore reports whether a message is acknowledged before a call, or will
// be when the function returns, whatever comes of the call.
func (t *tracker) settledBefore(call ssa.CallInstruction) bool {
	fn := call.Parent()
	list, ok := t.ackSites[fn]
	if !ok {
		for ci := range effects.Calls(fn) {
			if t.acks(t.site(ci)) || t.acksAtEnd(ci) {
				list = append(list, ci)
			}
		}
		t.ackSites[fn] = list
	}
	return slices.ContainsFunc(list, func(ack ssa.Instruction) bool { return before(ack, call) })
}

// handles reports whether a function is given messages as such.
func (t *tracker) handles(fn *ssa.Function) bool {
	return slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return t.isMessage(p.Type()) })
}

// loses reports whether a function is given messages that do not come again,
// whatever becomes of them.
func (t *tracker) loses(fn *ssa.Function) bool {
	return t.handles(fn) && (t.unacknowledged(fn) || fn.Parent() != nil && t.polledHere() == lossyOnly) || slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return t.lossy(p.Type()) })
}

// receivesIn reports whether a loop takes another message at each turn, and
// whether such a message is acknowledged without the program's doing.
func (t *tracker) receivesIn(head *ssa.BasicBlock) (receives, lost bool) {
	for b := range loopOf(head) {
		for _, instr := range b.Instrs {
			if t.takesAhead(instr) {
				return true, true
			}
			ty, acked := t.takenIn(instr)
			if ty == nil || !t.isMessage(ty) {
				continue
			}
			receives = true
			how := t.deliveredBy(instr)
			if how == unknownDelivery {
				how = max(t.polledHere(), t.streamHere(ty))
			}
			switch how {
			case lossyOnly:
				lost = true
			case unknownDelivery:
				lost = lost || acked || t.lossy(ty)
			}
		}
	}
	return receives, lost
}

// receivesAt is receivesIn for what is done in a block of the loop: where a select takes in
// messages of several subscriptions, that one counts in whose case the block stands.
func (t *tracker) receivesAt(head, at *ssa.BasicBlock) (receives, lost bool) {
	receives, lost = t.receivesIn(head)
	if !receives {
		return false, false
	}
	if state := caseAround(at, loopOf(head)); state != nil && t.isMessage(elementOf(state.Chan.Type())) {
		switch t.deliveredOn(state.Chan) {
		case lossyOnly:
			return true, true
		case manual:
			return true, false
		}
	}
	return receives, lost
}

// caseAround is the receiving case of a select in a loop that a block stands in, or nil.
func caseAround(b *ssa.BasicBlock, loop map[*ssa.BasicBlock]bool) *ssa.SelectState {
	for ; b != nil && loop[b]; b = b.Idom() {
		for _, from := range b.Preds {
			if state := taken(from, b); state != nil && len(b.Preds) == 1 && state.Dir == types.RecvOnly {
				return state
			}
		}
	}
	return nil
}

// taken is the case of a select that control takes by a turn, or nil.
func taken(from, to *ssa.BasicBlock) *ssa.SelectState {
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || from.Succs[0] != to || from.Succs[1] == to {
		return nil
	}
	cmp, ok := branch.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.EQL {
		return nil
	}
	chosen, ok := cmp.X.(*ssa.Extract)
	number, isConst := cmp.Y.(*ssa.Const)
	if !ok || !isConst || chosen.Index != 0 {
		return nil
	}
	sel, ok := chosen.Tuple.(*ssa.Select)
	if !ok || int(number.Int64()) >= len(sel.States) || number.Int64() < 0 {
		return nil
	}
	return sel.States[number.Int64()]
}

// takenIn is the type of what an instruction takes in, or nil, and whether that
// is acknowledged by taking it.
func (t *tracker) takenIn(instr ssa.Instruction) (types.Type, bool) {
	switch i := instr.(type) {
	case *ssa.UnOp:
		if i.Op == token.ARROW {
			return elementOf(i.X.Type()), false
		}
	case *ssa.IndexAddr:
		return deref(i.Type()), false
	case *ssa.TypeAssert: // what the library polls may be something else too
		if call, ok := i.X.(*ssa.Call); ok && t.isMessage(i.AssertedType) && !t.known(t.site(call)) {
			return i.AssertedType, hasRole(t.site(call), catalog.Ack)
		}
	case *ssa.Select:
		for _, state := range i.States {
			if ty := elementOf(state.Chan.Type()); state.Dir == types.RecvOnly && t.isMessage(ty) {
				return ty, false
			}
		}
	case *ssa.Call:
		s := t.site(i)
		if s.Callee == nil {
			return nil, false
		}
		for r := range s.Callee.Signature().Results().Variables() {
			if t.isMessage(r.Type()) {
				return r.Type(), hasRole(s, catalog.Ack)
			}
		}
	}
	return nil, false
}

// deliveredBy is how the subscription acknowledges by which an instruction receives, where
// the function has made that itself: others of the package may do otherwise.
func (t *tracker) deliveredBy(instr ssa.Instruction) delivery {
	receive, ok := instr.(*ssa.UnOp)
	if !ok || receive.Op != token.ARROW {
		return unknownDelivery
	}
	return t.deliveredOn(receive.X)
}

// deliveredOn is how the subscription acknowledges that a channel comes of.
func (t *tracker) deliveredOn(v ssa.Value) delivery {
	for range 8 {
		switch x := v.(type) {
		case *ssa.FreeVar:
			v = t.u.Binding(x)
		case *ssa.UnOp:
			v = x.X
		case *ssa.Alloc:
			puts := stored(x)
			if len(puts) != 1 {
				return unknownDelivery
			}
			v = puts[0]
		case *ssa.Extract:
			v = x.Tuple
		case *ssa.Call:
			if _, how := t.flagged(x); how != unknownDelivery {
				return how
			}
			_, how := acknowledgement(x)
			return how
		default:
			return unknownDelivery
		}
	}
	return unknownDelivery
}

func elementOf(ty types.Type) types.Type {
	if c, ok := ty.Underlying().(*types.Chan); ok {
		return c.Elem()
	}
	return nil
}

// lossy reports whether messages of a type are acknowledged without the
// program's doing, as far as this package and what it imports show.
func (t *tracker) lossy(ty types.Type) bool {
	for {
		switch u := types.Unalias(ty).(type) {
		case *types.Pointer:
			ty = u.Elem()
			continue
		case *types.Slice:
			ty = u.Elem()
			continue
		case *types.Named:
			return t.lossyMessage(u.Obj())
		}
		return false
	}
}

func (a *analysis) lossyMessage(obj *types.TypeName) bool {
	if obj.Pkg() == nil {
		return false
	}
	if ofStream(obj) {
		return a.subscriptions()[redisStreams] == lossyOnly
	}
	path := catalog.Canonical(effects.PkgPath(obj.Pkg()))
	switch e, ok := a.catalog.Message(path, obj.Name()); {
	case !ok:
		return false
	case e.Lossy:
		return a.subscriptions()[path] != manual
	}
	return a.subscriptions()[path] == lossyOnly
}

// A delivery is how a package's subscriptions to a library acknowledge.
type delivery int

const (
	unknownDelivery delivery = iota
	lossyOnly                // by themselves
	manual                   // at least one leaves it to the program
)

// subscriptions looks at how the package subscribes, by library: where nothing
// in it leaves acknowledging to the program, and the library's default is to do
// so by itself, messages are gone once they are delivered.
func (a *analysis) subscriptions() map[string]delivery {
	if a.deliveries != nil {
		return a.deliveries
	}
	a.deliveries = map[string]delivery{}
	note := func(path string, d delivery) {
		if d != unknownDelivery {
			a.deliveries[path] = max(a.deliveries[path], d)
		}
	}
	for _, u := range a.units {
		for instr := range effects.Instructions(u.Funcs...) {
			note(acknowledgement(instr))
			note(deadLetters, declares(instr))
			note(redisStreams, readsStream(instr))
			note(commands, processes(instr))
			if call, ok := instr.(ssa.CallInstruction); ok {
				note(a.flagged(call))
			}
		}
	}
	a.lossyMarks()
	for _, mark := range a.markNames {
		note(mark, lossyOnly)
	}
	own := maps.Clone(a.deliveries)
	for _, fact := range a.below() {
		for _, d := range fact.Deliveries {
			note(d.Library, d.How)
		}
	}
	for _, p := range a.polledBy() {
		p.made = own[p.library]
		if p.leftToClients() {
			a.deliveries[p.library] = lossyOnly // whatever others do with clients of theirs
		}
	}
	return a.deliveries
}

// deliveryFacts are the package's deliveries, for those that import it.
func (a *analysis) deliveryFacts() []Delivery {
	var list []Delivery
	for _, path := range slices.Sorted(maps.Keys(a.subscriptions())) {
		list = append(list, Delivery{path, a.deliveries[path]})
	}
	return list
}

// acknowledgement is what an instruction says of how a library acknowledges.
func acknowledgement(instr ssa.Instruction) (path string, d delivery) {
	switch i := instr.(type) {
	case *ssa.MapUpdate:
		if strings.HasPrefix(constantText(withoutInterface(i.Key)), "enable.auto.") {
			if c, ok := withoutInterface(i.Value).(*ssa.Const); ok && c.Value != nil && strings.Contains(c.Value.String(), "true") {
				return confluent, lossyOnly
			}
			return confluent, manual
		}
	case ssa.CallInstruction:
		fn := calleeOf(i)
		if fn == nil || fn.Pkg() == nil {
			return "", unknownDelivery
		}
		path := catalog.Canonical(effects.PkgPath(fn.Pkg()))
		return path, byCall(path, fn, i.Common())
	}
	return "", unknownDelivery
}

const (
	confluent = "github.com/confluentinc/confluent-kafka-go/kafka"
	kafkaGo   = "github.com/segmentio/kafka-go"
	paho      = "github.com/eclipse/paho.mqtt.golang"
)

// byCall is what a call of a library's function says of how it acknowledges.
func byCall(path string, fn *types.Func, call *ssa.CallCommon) delivery {
	switch path {
	case "github.com/rabbitmq/amqp091-go", "github.com/streadway/amqp":
		return byFlag(fn, call, "autoAck")
	case natsGo, goNats: // a subscription to a stream acknowledges after the callback
		switch fn.Name() {
		case "Subscribe", "QueueSubscribe", "ChanSubscribe", "ChanQueueSubscribe":
			return lossyOnly
		case "ManualAck", "PullSubscribe":
			return manual
		}
	case franz:
		switch fn.Name() {
		case "ConsumerGroup":
			return lossyOnly
		case "DisableAutoCommit", "AutoCommitMarks":
			return manual
		}
	case confluent:
		if fn.Name() == "NewConsumer" {
			return lossyOnly
		}
	case paho: // it is for nothing to acknowledge what the client does by itself
		if fn.Name() == "SetAutoAckDisabled" || fn.Name() == "Ack" {
			return manual
		}
	case kafkaGo:
		switch fn.Name() {
		case "ReadMessage": // commits what it returns
			return lossyOnly
		case "FetchMessage", "CommitMessages":
			return manual
		}
	}
	return unknownDelivery
}

// byFlag is what an argument says that is true where the broker acknowledges.
func byFlag(fn *types.Func, call *ssa.CallCommon, name string) delivery {
	if v := namedArg(fn, call, name); v != nil {
		return saidBy(v)
	}
	return unknownDelivery
}

func calleeOf(i ssa.CallInstruction) *types.Func {
	if m := i.Common().Method; m != nil {
		return m
	}
	if fn := i.Common().StaticCallee(); fn != nil {
		obj, _ := fn.Object().(*types.Func)
		return obj
	}
	return nil
}

// told is what a handler's results tell where they are not just an error: a
// constant that acknowledges or hands back, or whether to try again.
func (t *tracker) told(ret *ssa.Return) (Fault, bool) {
	for _, r := range ret.Results {
		if g := globalIn(r); g != nil && g.Pkg != nil {
			switch {
			case t.hasEntry(g.Pkg.Pkg, g.Name(), catalog.Ack):
				return Acked, true
			case t.hasEntry(g.Pkg.Pkg, g.Name(), catalog.Nack):
				return None, true
			}
		}
		c, ok := r.(*ssa.Const)
		if !ok || c.Value == nil {
			continue
		}
		n, ok := types.Unalias(c.Type()).(*types.Named)
		if !ok || n.Obj().Pkg() == nil {
			continue
		}
		switch t.settles(n.Obj().Pkg(), c) {
		case catalog.Ack:
			return Acked, true
		case catalog.Nack:
			return None, true
		}
	}
	return t.daprAnswer(ret)
}

// final reports whether an error says that the message shall not come again: one
// of the library's or the project's, or one that wraps it.
func (t *tracker) final(err ssa.Value) bool {
	if mi, ok := err.(*ssa.MakeInterface); ok && t.finalType(mi.X.Type()) {
		return true
	}
	switch v := withoutInterface(err).(type) {
	case *ssa.ChangeInterface:
		return t.final(v.X)
	case *ssa.UnOp:
		g, ok := v.X.(*ssa.Global)
		return ok && g.Pkg != nil && (t.hasEntry(g.Pkg.Pkg, g.Name(), catalog.Ack) || t.ownFinal(g.Pkg.Pkg, g.Name()))
	case *ssa.Call:
		fn := v.Call.StaticCallee()
		if fn == nil || fn.Pkg == nil {
			return false
		}
		if t.hasEntry(fn.Pkg.Pkg, fn.Name(), catalog.Ack) || fn.Signature.Recv() == nil && t.ownFinal(fn.Pkg.Pkg, fn.Name()) {
			return true
		}
		wraps := fn.Pkg.Pkg.Path() == "fmt" || fn.Pkg.Pkg.Path() == "errors"
		return wraps && slices.ContainsFunc(variadic(t.site(v)), t.final)
	}
	return false
}

// hasEntry reports whether the catalogue says something of a package's function,
// variable or constant.
func (t *tracker) hasEntry(pkg *types.Package, name string, role catalog.Role) bool {
	return slices.ContainsFunc(t.catalog.Lookup(effects.PkgPath(pkg), "", name), func(e catalog.Entry) bool { return e.Role == role })
}

// settles is the role of a library's constant of the value of c.
func (t *tracker) settles(pkg *types.Package, c *ssa.Const) catalog.Role {
	path := effects.PkgPath(pkg)
	for _, name := range pkg.Scope().Names() {
		k, ok := pkg.Scope().Lookup(name).(*types.Const)
		if !ok || !types.Identical(k.Type(), c.Type()) || !constant.Compare(k.Val(), token.EQL, c.Value) {
			continue
		}
		for _, e := range t.catalog.Lookup(path, "", name) {
			if e.Role == catalog.Ack || e.Role == catalog.Nack {
				return e.Role
			}
		}
	}
	return ""
}

// daprAnswer reads the results of a handler of dapr: whether to try again, and
// an error, which without that drops the message.
func (t *tracker) daprAnswer(ret *ssa.Return) (Fault, bool) {
	if len(ret.Results) != 2 || !isBool(ret.Results[0].Type()) || !isError(ret.Results[1].Type()) {
		return None, false
	}
	given := slices.ContainsFunc(ret.Parent().Params, func(p *ssa.Parameter) bool {
		n := effects.Named(p.Type())
		return n != nil && n.Obj().Name() == "TopicEvent" && t.isMessage(p.Type())
	})
	if !given {
		return None, false
	}
	if again, ok := ret.Results[0].(*ssa.Const); ok && again.Value != nil && !constant.BoolVal(again.Value) {
		return Acked, true
	}
	return None, true
}
