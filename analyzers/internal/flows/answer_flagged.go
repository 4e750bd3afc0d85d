package flows

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Whether the broker acknowledges by itself may be left to a parameter: Consume(queue, true).
// Then each call of that function says it, and the function itself says nothing.

// amqp091 is the library of AMQP, by the name that its deliveries are known under.
const amqp091 = "github.com/rabbitmq/amqp091-go"

// An AckFlag is a parameter that says, where it is true, that the broker acknowledges by
// itself what a library brings by way of the function.
type AckFlag struct {
	Param   int // counted from 1, the receiver first; 0: none does
	Library string
}

// saidBy is what a flag says; nothing yet, where that is left to the caller.
func saidBy(v ssa.Value) delivery {
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value != nil && v.Value.String() == "true" {
			return lossyOnly
		}
	case *ssa.Parameter:
		return unknownDelivery
	}
	return manual
}

// namedArg is the argument for a parameter of a name, or nil.
func namedArg(fn *types.Func, call *ssa.CallCommon, name string) ssa.Value {
	shift := len(call.Args) - fn.Signature().Params().Len()
	for i := range fn.Signature().Params().Len() {
		if strings.EqualFold(fn.Signature().Params().At(i).Name(), name) && i+shift < len(call.Args) {
			return call.Args[i+shift]
		}
	}
	return nil
}

// flagged is what a call of a function of the project's says by such a parameter.
func (a *analysis) flagged(call ssa.CallInstruction) (library string, how delivery) {
	library, v := a.flagGiven(call)
	if v == nil {
		return "", unknownDelivery
	}
	return library, saidBy(v)
}

// flagGiven is the flag that a call gives to a function of the project's, or nil. Of the
// methods of interfaces the name of the parameter tells.
func (a *analysis) flagGiven(call ssa.CallInstruction) (library string, v ssa.Value) {
	fn := calleeOf(call)
	if fn == nil || fn.Pkg() == nil || !a.firstParty(effects.PkgPath(fn.Pkg())) {
		return "", nil
	}
	if call.Common().IsInvoke() {
		if path := a.bringsFrom(fn.Signature()); path != "" {
			return path, namedArg(fn, call.Common(), "autoAck")
		}
		return "", nil
	}
	flag := a.ackFlag(fn)
	if flag.Param == 0 || flag.Param > len(call.Common().Args) {
		return "", nil
	}
	return flag.Library, call.Common().Args[flag.Param-1]
}

// bringsFrom is the library of AMQP, if a function gives back its deliveries.
func (a *analysis) bringsFrom(sig *types.Signature) string {
	for r := range sig.Results().Variables() {
		ch, ok := r.Type().Underlying().(*types.Chan)
		if !ok {
			continue
		}
		n := effects.Named(ch.Elem())
		if n != nil && n.Obj().Pkg() != nil && n.Obj().Name() == "Delivery" && ofAMQPLibrary(effects.PkgPath(n.Obj().Pkg())) {
			return catalog.Canonical(effects.PkgPath(n.Obj().Pkg()))
		}
	}
	return ""
}

func ofAMQPLibrary(path string) bool {
	return catalog.Canonical(path) == amqp091 || strings.HasSuffix(path, "streadway/amqp")
}

// ackFlag is the parameter of a function by which it is told.
func (a *analysis) ackFlag(fn *types.Func) AckFlag {
	if i := a.view.IndexOf(fn.Origin()); i >= 0 {
		return a.unitFlag(i)
	}
	if f := a.funcOfObject(fn); f != nil {
		return f.AutoAck
	}
	return AckFlag{}
}

// unitFlag is ackFlag for a unit. One that is told of several subscriptions is told by no
// parameter alone.
func (a *analysis) unitFlag(unit int) AckFlag {
	if flag, ok := a.flags[unit]; ok {
		return flag
	}
	if a.flags == nil {
		a.flags = map[int]AckFlag{}
	}
	a.flags[unit] = AckFlag{} // of a function that calls itself, the other calls tell
	u, found := a.units[unit], AckFlag{}
	for call := range effects.Calls(u.Funcs...) {
		library, v := a.flagAt(call)
		if v == nil {
			continue
		}
		flag := AckFlag{flagParam(u, v), library}
		if flag.Param == 0 || found.Param != 0 && found != flag {
			return AckFlag{}
		}
		found = flag
	}
	a.flags[unit] = found
	return found
}

// flagAt is the flag that a call gives to a library, or to a function of the project's that
// hands it on; nil: none.
func (a *analysis) flagAt(call ssa.CallInstruction) (library string, v ssa.Value) {
	fn := calleeOf(call)
	if fn == nil || fn.Pkg() == nil {
		return "", nil
	}
	switch path := effects.PkgPath(fn.Pkg()); {
	case ofAMQPLibrary(path):
		return catalog.Canonical(path), namedArg(fn, call.Common(), "autoAck")
	case fn.Name() == "XReadGroup" && ofRedis(fn.Pkg()):
		v, _ := noAckOf(call)
		return redisStreams, v
	}
	return a.flagGiven(call)
}

// flagParam is the parameter of a unit's function that a value is, counted from 1, or 0.
func flagParam(u *effects.Unit, v ssa.Value) int {
	for range 6 {
		switch x := v.(type) {
		case *ssa.Parameter:
			for i, p := range u.Func.Params {
				if p == x {
					return i + 1
				}
			}
			return 0
		case *ssa.FreeVar:
			if v = u.Binding(x); v == nil {
				return 0
			}
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return 0
			}
			v = x.X
		case *ssa.Alloc:
			puts := stored(x)
			if len(puts) != 1 {
				return 0
			}
			v = puts[0]
		default:
			return 0
		}
	}
	return 0
}

// flaggedHandlers are handlers that a call is given, whose failures are lost where it says
// beside them that the broker acknowledges by itself.
func (t *tracker) flaggedHandlers(list []Handler, s effects.Site) []Handler {
	if _, how := t.flagged(s.Instr); how != lossyOnly {
		return list
	}
	for i := range list {
		list[i].Answer = list[i].above(Answer{Fault: Acked, Quiet: Acked})
	}
	return list
}
