package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A consumer of a stream may be made such that nothing is acknowledged: what was
// delivered once does not come again. Other consumers beside it may well be made
// otherwise, so this is told function by function, not of the package.

const jetStream = "github.com/nats-io/nats.go/jetstream"

// unacknowledged reports whether all consumers by which a function, of the unit or
// of the package, is given messages are of that kind.
func (t *tracker) unacknowledged(fn *ssa.Function) bool {
	if fn.Parent() != nil {
		return streamsOf(t.u) == lossyOnly || t.bySubscription(fn) == lossyOnly
	}
	obj, ok := fn.Object().(*types.Func)
	return ok && t.streamHandlers()[obj] == lossyOnly
}

// acksAtEnd reports whether a call is a deferred one of a literal that acknowledges the
// message whatever has become of it: defer func() { _ = msg.Ack() }().
func (t *tracker) acksAtEnd(ci ssa.CallInstruction) bool {
	deferred, ok := ci.(*ssa.Defer)
	if !ok {
		return false
	}
	lit := t.literalOf(deferred.Call.Value)
	if lit == nil {
		return false
	}
	acked := false
	for inner := range effects.Calls(lit) {
		switch s := t.site(inner); {
		case t.nacks(s):
			return false
		case t.acks(s):
			acked = acked || !slices.ContainsFunc(slices.Collect(effects.Returns(lit)), func(ret *ssa.Return) bool { return !inner.Block().Dominates(ret.Block()) })
		}
	}
	return acked
}

// streamsOf is how the consumers acknowledge that a unit makes. One that is only
// looked up, or whose config is filled elsewhere, may be of any kind.
func streamsOf(u *effects.Unit) delivery {
	how := unknownDelivery
	for instr := range effects.Instructions(u.Funcs...) {
		how = max(how, ackPolicy(instr))
	}
	return how
}

// streamHandlers are the declared functions that the package has streams' consumers
// call, and how those acknowledge.
func (a *analysis) streamHandlers() map[*types.Func]delivery {
	if a.streamed != nil {
		return a.streamed
	}
	a.streamed = map[*types.Func]delivery{}
	for i, u := range a.units {
		how := streamsOf(u)
		a.trackerOf(i).noteSubscribed()
		for instr := range effects.Instructions(u.Funcs...) {
			for _, obj := range a.givenToStream(u, instr) {
				a.streamed[obj] = max(a.streamed[obj], how)
				if how == unknownDelivery {
					a.streamed[obj] = manual
				}
			}
		}
	}
	return a.streamed
}

// givenToStream are the declared functions that a call hands to the library.
func (a *analysis) givenToStream(u *effects.Unit, instr ssa.Instruction) []*types.Func {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return nil
	}
	fn := calleeOf(call)
	if fn == nil || fn.Pkg() == nil || catalog.Canonical(effects.PkgPath(fn.Pkg())) != jetStream {
		return nil
	}
	var list []*types.Func
	for _, v := range call.Common().Args {
		if _, ok := v.Type().Underlying().(*types.Signature); !ok {
			continue
		}
		for _, target := range a.view.Targets(u, v) {
			if target.Object != nil {
				list = append(list, target.Object)
			}
		}
	}
	return list
}

// ackPolicy is what an instruction says of how a stream's consumer acknowledges.
func ackPolicy(instr ssa.Instruction) delivery {
	switch i := instr.(type) {
	case *ssa.Alloc:
		if isJetStream(deref(i.Type()), "ConsumerConfig") {
			return configured(i)
		}
	case ssa.CallInstruction:
		fn := calleeOf(i)
		if fn == nil || fn.Pkg() == nil || catalog.Canonical(effects.PkgPath(fn.Pkg())) != jetStream {
			return unknownDelivery
		}
		switch fn.Name() {
		case "Consumer":
			return manual
		case "OrderedConsumer":
			return lossyOnly
		}
	}
	return unknownDelivery
}

// configured is how a config has messages acknowledged: each of them, unless it
// says otherwise.
func configured(config *ssa.Alloc) delivery {
	how := manual
	for _, ref := range *config.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || structField(fa.X.Type(), fa.Field) != "AckPolicy" {
			continue
		}
		for _, r := range *fa.Referrers() {
			st, ok := r.(*ssa.Store)
			if !ok || st.Addr != fa {
				continue
			}
			if !noAck(st.Val) {
				return manual
			}
			how = lossyOnly
		}
	}
	return how
}

// noAck reports whether a value is the policy by which nothing is acknowledged.
func noAck(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	n := effects.Named(v.Type())
	if !ok || c.Value == nil || n == nil || n.Obj().Pkg() == nil {
		return false
	}
	none, ok := n.Obj().Pkg().Scope().Lookup("AckNonePolicy").(*types.Const)
	return ok && none.Val().ExactString() == c.Value.ExactString()
}

func isJetStream(ty types.Type, name string) bool {
	n := effects.Named(ty)
	return n != nil && n.Obj().Pkg() != nil && n.Obj().Name() == name && catalog.Canonical(effects.PkgPath(n.Obj().Pkg())) == jetStream
}
