package flows

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Where the sender of a message waits for the answer, a broker carries no message but a
// request, and what handles it serves that as an HTTP handler would: the sender knows
// whether it was done, and in which order. What makes it one is an answer that carries
// what the handler worked out. An acknowledgement is none, nor is the text of an error:
// a message may be acknowledged by such too, unless it calls itself a request.

// A Reply is how a function answers a message: the parameters of which one is that message,
// or tells where its answer goes to, and those that it answers with.
type Reply struct {
	To, With Origin
	// Result says that it answers with what it works out itself.
	Result bool
}

// findReplies finds the functions of the package that serve requests, and those that
// answer for others.
func (a *analysis) findReplies() {
	a.rpc = map[*ssa.Function]bool{}
	a.replies = map[*types.Func]Reply{}
	for _, u := range a.units {
		if a.handsBack(u) {
			a.rpc[u.Func] = true
		}
	}
	for range maxRounds {
		changed := false
		for _, u := range a.units {
			changed = a.noteReplies(u) || changed
		}
		if !changed {
			break
		}
	}
	for range maxRounds {
		if len(a.rpc) == 0 || !a.noteServing() {
			return // most packages serve none
		}
	}
}

// noteServing notes the functions that are given a message by none but those that serve
// requests: they are part of these. It reports whether any of that is news.
func (a *analysis) noteServing() bool {
	told := map[*ssa.Function]bool{} // by whom nobody waits
	asked := map[*ssa.Function]bool{}
	for _, u := range a.units {
		for ci := range effects.Calls(u.Funcs...) {
			if fn := ci.Common().StaticCallee(); fn != nil && fn.Pkg == u.Func.Pkg && !a.rpc[fn] {
				if a.servesRequests(ci.Parent()) {
					asked[fn] = true
				} else {
					told[fn] = true
				}
			}
		}
	}
	news := false
	for fn := range asked {
		obj, ok := fn.Object().(*types.Func)
		if ok && !told[fn] && !a.usedAsValue(obj) && slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return a.isMessage(p.Type()) }) {
			a.rpc[fn], news = true, true
		}
	}
	return news
}

// noteReplies notes whose messages a unit answers, and reports whether any of that is news.
func (a *analysis) noteReplies(u *effects.Unit) bool {
	var reply Reply
	news := false
	for ci := range effects.Calls(u.Funcs...) {
		to, with, result := a.answersBy(u, a.view.Site(u, ci))
		if to == nil || a.afterError(ci.Block()) {
			continue
		}
		owner := a.ownerOf(u, to)
		if owner == nil || a.acknowledgesStream(u, owner) {
			continue
		}
		made := a.madeOf(u, with)
		made.result = made.result || result || a.decodesRequest(u, owner)
		if made.result && !a.rpc[owner] {
			a.rpc[owner], news = true, true
		}
		if p := paramAt(u, to); p >= 0 {
			reply.To, reply.With, reply.Result = reply.To|param(p), reply.With|made.params, reply.Result || made.result
		}
	}
	if u.Object == nil || a.replies[u.Object] == reply {
		return news
	}
	a.replies[u.Object] = reply
	return true
}

// decodesRequest reports whether a function decodes its message to what calls itself a
// request, by its type: whoever sent it asked for something, and is told at least that it
// is done.
func (a *analysis) decodesRequest(u *effects.Unit, fn *ssa.Function) bool {
	for instr := range effects.Instructions(fn) {
		switch v := instr.(type) {
		case *ssa.Alloc:
			if calledRequest(deref(v.Type())) && slices.ContainsFunc(pointedIn(v), func(ci ssa.CallInstruction) bool {
				s := a.view.Site(u, ci)
				return s.Callee != nil && decodes(s.Callee.Name())
			}) {
				return true
			}
		case *ssa.Call:
			made := resultTypes(v.Type())
			if callee := v.Call.StaticCallee(); callee != nil {
				made = append(made, callee.TypeArgs()...) // what a helper decodes to, for whichever
			}
			if slices.ContainsFunc(made, calledRequest) && slices.ContainsFunc(v.Call.Args, func(arg ssa.Value) bool { return a.isMessage(arg.Type()) }) {
				return true
			}
		}
	}
	return false
}

// calledRequest recognises the types of requests by their names.
func calledRequest(ty types.Type) bool {
	n := effects.Named(ty)
	if n == nil {
		return false
	}
	_, isStruct := n.Underlying().(*types.Struct)
	return isStruct && (strings.HasSuffix(n.Obj().Name(), "Request") || strings.HasSuffix(n.Obj().Name(), "Req"))
}

// servesRequests reports whether a function, or the one that a literal is in, serves
// requests that a broker carries.
func (a *analysis) servesRequests(fn *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		if a.rpc[fn] {
			return true
		}
	}
	return false
}

// serveRequests notes that the functions of the package which a value may be are called
// with requests.
func (t *tracker) serveRequests(v ssa.Value) {
	for _, v := range elements(v) {
		for _, target := range t.view.Targets(t.u, v) {
			if target.Literal != nil {
				t.rpc[target.Literal] = true
			} else if target.Object != nil {
				if i := t.view.IndexOf(target.Object); i >= 0 {
					t.rpc[t.units[i].Func] = true
				}
			}
		}
	}
}

// handsBack reports whether a function is given a message that can be answered, and gives
// back more than whether it failed: whoever calls it, which is nobody of its package, has
// that for the answer.
func (a *analysis) handsBack(u *effects.Unit) bool {
	if u.Object == nil || a.callers(u.Object) > 0 || !slices.ContainsFunc(u.Func.Params, func(p *ssa.Parameter) bool { return a.isMessage(p.Type()) && answerable(p.Type()) }) {
		return false
	}
	gives := false
	for r := range u.Func.Signature.Results().Variables() {
		gives = gives || !basic(r.Type()) && !isError(r.Type())
	}
	return gives && !a.blank(u, u.Func)
}

// answerable reports whether a message of a type tells where its answer goes to, as each of
// NATS does. That there may be a queue for it, as with AMQP, does not make it a request.
func answerable(ty types.Type) bool {
	st, ok := deref(ty).Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if f.Name() == "Reply" {
			return true
		}
	}
	return false
}

// replyAddress recognises what tells where an answer goes to, by its name.
func replyAddress(name string) bool {
	return slices.Contains([]string{"reply", "replyto", "replysubject", "replysubj"}, strings.ToLower(name))
}

// answersBy is the message that a call answers, or what tells where its answer goes to,
// and what it answers with, beside what the callee works out; nil: it answers none.
func (a *analysis) answersBy(u *effects.Unit, s effects.Site) (to ssa.Value, with []ssa.Value, result bool) {
	if s.Callee == nil || len(s.Args) == 0 {
		return nil, nil, false
	}
	if r := a.replyOf(s); r.To != 0 {
		for i, arg := range s.Args {
			switch {
			case r.To&param(i) != 0: // the answer may say it, too
				to = arg
			case r.With&param(i) != 0:
				with = append(with, arg)
			}
		}
		return a.addressed(u, to), with, r.Result
	}
	if s.Shift == 1 && responds(s.Callee.Name()) && (a.isMessage(s.Args[0].Type()) || s.Invoke && isParam(s.Args[0])) {
		return s.Args[0], s.Args[1:], false
	}
	if !a.publishing(s) {
		return nil, nil, false
	}
	for i, arg := range s.Args[s.Shift:] {
		if to = a.addressIn(u, arg, 8); to != nil {
			with = slices.Clone(s.Args[s.Shift:])
			if _, text := arg.Type().Underlying().(*types.Basic); text {
				with = slices.Delete(with, i, i+1)
			}
			return to, with, false
		}
	}
	return nil, nil, false
}

// replyOf is how a call's static callee answers messages.
func (a *analysis) replyOf(s effects.Site) Reply {
	if s.Invoke {
		return Reply{}
	}
	if r, ok := a.replies[s.Callee.Origin()]; ok {
		return r
	}
	if f := a.funcOf(s); f != nil {
		return f.Replies
	}
	return Reply{}
}

// responds recognises the methods of messages by which they are answered.
func responds(method string) bool { return hasAnyPrefix(method, "respond", "reply") }

// publishing reports whether a call publishes, by what is known of it or by its name: what
// writes a log line may be told the address of an answer as well.
func (a *analysis) publishing(s effects.Site) bool {
	return a.publishes(s) || containsAny(s.Callee.Name(), "publish", "send", "reply", "respond", "answer", "produce", "push", "write")
}

// addressed is the message that an argument is, or the address of whose answer it is.
func (a *analysis) addressed(u *effects.Unit, arg ssa.Value) ssa.Value {
	if arg == nil {
		return nil
	}
	if _, text := arg.Type().Underlying().(*types.Basic); text {
		return a.addressIn(u, arg, 8)
	}
	return arg
}

// addressIn is the message whose answer a value says where to send, itself or in a field:
// nats.Msg{Subject: msg.Reply}. A parameter by such a name stands for its message.
func (a *analysis) addressIn(u *effects.Unit, v ssa.Value, steps int) ssa.Value {
	var found ssa.Value
	seek(v, steps, func(v ssa.Value) []ssa.Value { return addressFrom(u, v) }, func(v ssa.Value) bool {
		switch v := v.(type) {
		case *ssa.Parameter:
			if b, ok := v.Type().Underlying().(*types.Basic); ok && b.Kind() == types.String && replyAddress(v.Name()) {
				found = v
			}
		case *ssa.FieldAddr:
			if a.isMessage(v.X.Type()) && replyAddress(structField(v.X.Type(), v.Field)) {
				found = v.X
			}
		case *ssa.Field:
			if a.isMessage(v.X.Type()) && replyAddress(structField(v.X.Type(), v.Field)) {
				found = v.X
			}
		}
		return found != nil
	})
	return found
}

// addressFrom are the values of which the address of an answer may be taken over.
func addressFrom(u *effects.Unit, v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return []ssa.Value{v.X}
		}
	case *ssa.Phi:
		return v.Edges
	case *ssa.FreeVar:
		if b := u.Binding(v); b != nil {
			return []ssa.Value{b}
		}
	case *ssa.MakeInterface:
		return []ssa.Value{v.X}
	case *ssa.Convert:
		return []ssa.Value{v.X}
	case *ssa.ChangeType:
		return []ssa.Value{v.X}
	case *ssa.Alloc:
		return partsPut(v)
	case *ssa.Call: // nats.NewMsg(msg.Reply)
		if _, ok := v.Type().(*types.Pointer); ok {
			return v.Call.Args
		}
	}
	return nil
}

// partsPut are the values that are stored in a variable, its fields or its elements.
func partsPut(v ssa.Value) []ssa.Value {
	var list []ssa.Value
	if v.Referrers() == nil {
		return nil
	}
	for _, ref := range *v.Referrers() {
		switch r := ref.(type) {
		case *ssa.Store:
			if r.Addr == v {
				list = append(list, r.Val)
			}
		case *ssa.MapUpdate:
			if r.Map == v {
				list = append(list, r.Value)
			}
		case *ssa.FieldAddr:
			list = append(list, partsPut(r)...)
		case *ssa.IndexAddr:
			list = append(list, partsPut(r)...)
		}
	}
	return list
}

// ownerOf is the function in which a message comes in: the one whose parameter it is, or
// that receives it; nil: that cannot be told.
func (a *analysis) ownerOf(u *effects.Unit, msg ssa.Value) *ssa.Function {
	for range 12 {
		switch v := msg.(type) {
		case *ssa.Parameter:
			return v.Parent()
		case *ssa.FreeVar:
			msg = u.Binding(v)
		case *ssa.Alloc:
			puts := stored(v)
			if len(puts) != 1 {
				return v.Parent()
			}
			msg = puts[0]
		case *ssa.Extract:
			msg = v.Tuple
		case *ssa.UnOp:
			if v.Op == token.ARROW {
				return v.Parent()
			}
			msg = v.X
		case *ssa.FieldAddr:
			msg = v.X
		case *ssa.Field:
			msg = v.X
		case *ssa.IndexAddr:
			msg = v.X
		case *ssa.MakeInterface:
			msg = v.X
		case *ssa.ChangeInterface:
			msg = v.X
		case *ssa.TypeAssert:
			msg = v.X
		case ssa.Instruction:
			return v.Parent()
		default:
			return nil
		}
	}
	return nil
}

// paramAt is the parameter of the unit's function that a message is, or of which it is a
// part; -1: none.
func paramAt(u *effects.Unit, msg ssa.Value) int {
	for range 12 {
		switch v := msg.(type) {
		case *ssa.Parameter:
			return slices.Index(u.Func.Params, v)
		case *ssa.FreeVar:
			msg = u.Binding(v)
		case *ssa.UnOp:
			msg = v.X
		case *ssa.FieldAddr:
			msg = v.X
		case *ssa.Field:
			msg = v.X
		case *ssa.Alloc:
			puts := stored(v)
			if len(puts) != 1 {
				return -1
			}
			msg = puts[0]
		default:
			return -1
		}
	}
	return -1
}

// afterError reports whether a block is reached only where something has failed: what is
// answered there is that.
func (a *analysis) afterError(b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(a.conditionsOf(b), func(c condition) bool {
		failed, ok := asksForError(c.value)
		return ok && failed == c.want
	})
}

// acknowledgesStream reports whether a function acknowledges messages of a kind that can be
// answered instead: such are of a stream, which has no senders who wait.
func (a *analysis) acknowledgesStream(u *effects.Unit, fn *ssa.Function) bool {
	for _, inside := range u.Funcs {
		if !within(inside, fn) {
			continue
		}
		for ci := range effects.Calls(inside) {
			callee := a.view.Site(u, ci).Callee
			if callee == nil || callee.Signature().Recv() == nil || !hasAnyPrefix(callee.Name(), "ack", "nak", "term", "inprogress") {
				continue
			}
			recv := callee.Signature().Recv().Type()
			if m, _, _ := types.LookupFieldOrMethod(recv, true, callee.Pkg(), "Respond"); m != nil && a.isMessage(recv) {
				return true
			}
		}
	}
	return false
}
