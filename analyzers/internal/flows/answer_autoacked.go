package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A package may leave it to the program to acknowledge what one subscription brings, and to
// the library what another does:
//
//	js.Subscribe("teams", c.team, nats.ManualAck())
//	js.Subscribe("players", c.player)
//
// Where a subscription tells by its own options, those count, and not what others are given.

const (
	natsGo = "github.com/nats-io/nats.go"
	goNats = "github.com/nats-io/go-nats" // as it was called before
)

// lostHere are entries, whose failures are lost where the call that made them known gives
// their handler to a subscription that acknowledges by itself once the handler returned.
func (t *tracker) lostHere(list []Entry, s effects.Site) []Entry {
	made := s.Instr.Value()
	if len(list) == 0 || !t.autoAcked(s) && (made == nil || !t.givenAutoAcked(made)) {
		return list
	}
	for i, e := range list {
		list[i] = e.losing()
	}
	return list
}

// autoAcked reports whether a call subscribes to subjects without the option by which the
// program acknowledges.
func (t *tracker) autoAcked(s effects.Site) bool {
	return natsSubscribes(s) && (!s.Callee.Signature().Variadic() || len(s.Args) > 0 && autoAckOptions(s.Args[len(s.Args)-1]))
}

// natsSubscribes reports whether a call gives a function to a subscription.
func natsSubscribes(s effects.Site) bool {
	if s.Callee == nil || s.Callee.Pkg() == nil {
		return false
	}
	if path := catalog.Canonical(effects.PkgPath(s.Callee.Pkg())); path != natsGo && path != goNats {
		return false
	}
	return s.Callee.Name() == "Subscribe" || s.Callee.Name() == "QueueSubscribe"
}

// givenAutoAcked reports whether a handler that a call makes is given to such a subscription,
// or put into a struct beside the options of one, which leave acknowledging to the library.
func (t *tracker) givenAutoAcked(handler ssa.Value) bool {
	if handler == nil || handler.Referrers() == nil {
		return false
	}
	for _, ref := range *handler.Referrers() {
		switch ref := ref.(type) {
		case *ssa.ChangeType:
			if t.givenAutoAcked(ref) {
				return true
			}
		case *ssa.Call:
			if t.autoAcked(t.site(ref)) {
				return true
			}
		case *ssa.Store:
			if fa, ok := ref.Addr.(*ssa.FieldAddr); ok && ref.Val == handler && optionsIn(fa.X) {
				return true
			}
		}
	}
	return false
}

// noteSubscribed notes of the declared functions that the unit subscribes whether each of their
// subscriptions acknowledges by itself.
func (t *tracker) noteSubscribed() {
	for call := range effects.Each[*ssa.Call](t.u.Funcs...) {
		s := t.site(call)
		if !natsSubscribes(s) {
			continue
		}
		how := manual
		if t.autoAcked(s) {
			how = lossyOnly
		}
		for _, v := range s.Args {
			if _, ok := v.Type().Underlying().(*types.Signature); !ok {
				continue
			}
			for _, target := range t.view.Targets(t.u, v) {
				if target.Object != nil {
					t.streamed[target.Object] = max(t.streamed[target.Object], how)
				}
			}
		}
	}
}

// bySubscription is how the subscription acknowledges that a literal is given to, where that
// tells by its options.
func (t *tracker) bySubscription(lit *ssa.Function) delivery {
	for call := range effects.Each[*ssa.Call](lit.Parent()) {
		if slices.ContainsFunc(call.Call.Args, func(a ssa.Value) bool { return t.literalOf(a) == lit }) && t.autoAcked(t.site(call)) {
			return lossyOnly
		}
	}
	return unknownDelivery
}

// optionsIn reports whether a struct is given options that leave acknowledging to the
// library.
func optionsIn(row ssa.Value) bool {
	for _, ref := range *row.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		for _, use := range *fa.Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == fa && subscriptionOptions(st.Val) && autoAckOptions(st.Val) {
				return true
			}
		}
	}
	return false
}

// subscriptionOptions recognises lists of options of a subscription by their type.
func subscriptionOptions(v ssa.Value) bool {
	list, ok := v.Type().Underlying().(*types.Slice)
	return ok && ofNats(list.Elem(), "SubOpt")
}

// ofNats reports whether a type is one of the library's, by its name if one is given.
func ofNats(ty types.Type, name string) bool {
	n := effects.Named(ty)
	return n != nil && (name == "" || n.Obj().Name() == name) && n.Obj().Pkg() != nil && catalog.Canonical(effects.PkgPath(n.Obj().Pkg())) == natsGo
}

// autoAckOptions reports whether options are known, each of them, and none leaves
// acknowledging to the program.
func autoAckOptions(options ssa.Value) bool {
	if isNil(options) {
		return true
	}
	list := elements(options)
	return len(list) > 0 && !slices.ContainsFunc(list, func(v ssa.Value) bool { return !keepsAutoAck(v) })
}

// keepsAutoAck reports whether an option is one of the library's that does not leave
// acknowledging to the program. A consumer that is there already may be of any kind.
func keepsAutoAck(option ssa.Value) bool {
	call, ok := withoutInterface(option).(*ssa.Call)
	if !ok {
		_, isConst := option.(*ssa.Const)
		return isConst && ofNats(option.Type(), "") // nats.AckWait(time.Second) is no call
	}
	fn := calleeOf(call)
	return fn != nil && fn.Pkg() != nil && catalog.Canonical(effects.PkgPath(fn.Pkg())) == natsGo && fn.Name() != "ManualAck" && fn.Name() != "Bind"
}
