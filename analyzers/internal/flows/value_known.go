package flows

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// rebound is what is known of a callee's arguments at a call of it.
func rebound(list, args []Known) []Known {
	list = slices.Clone(list)
	for i, k := range list {
		if k < 0 {
			continue
		}
		if list[i] = notKnown; int(k) < len(args) {
			list[i] = args[k]
		}
	}
	return list
}

// knownArgs is what is known of a call's arguments, the receiver first.
func (t *tracker) knownArgs(s effects.Site) []Known {
	list := make([]Known, len(s.Args))
	for i, v := range s.Args {
		if list[i] = t.knownArg(v, 0); list[i] == notKnown && t.lookedUp(v, s.Args) {
			list[i] = looked
		}
	}
	return list
}

func (t *tracker) knownArg(v ssa.Value, depth int) Known {
	if isContext(v.Type()) {
		return t.knownContext(v, 0)
	}
	if isGormDB(v.Type()) {
		return t.knownSession(v)
	}
	switch x := t.read(v).(type) {
	case *ssa.Const:
		switch {
		case x.IsNil():
			return isNone
		case isBool(x.Type()) && x.Value.String() == "true":
			return isTrue
		case isBool(x.Type()):
			return isFalse
		case x.Value != nil:
			return constantKnown(x.Value.ExactString())
		}
	case *ssa.Parameter:
		if i := slices.Index(t.u.Func.Params, x); i >= 0 {
			return Known(i)
		}
	default:
		if emptyList(x) {
			return isNone
		}
	}
	return notKnown
}

// read is the value behind a variable that is captured, or set but once.
func (t *tracker) read(v ssa.Value) ssa.Value {
	for range 4 {
		switch x := v.(type) {
		case *ssa.FreeVar:
			b := t.u.Binding(x)
			if b == nil {
				return v
			}
			v = b
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return v
			}
			addr := x.X
			if fv, ok := addr.(*ssa.FreeVar); ok {
				addr = t.u.Binding(fv)
			}
			alloc, ok := addr.(*ssa.Alloc)
			if !ok {
				return v
			}
			vals := stored(alloc)
			if len(vals) != 1 {
				return v
			}
			v = vals[0]
		default:
			return v
		}
	}
	return v
}

func isContext(ty types.Type) bool {
	n, ok := types.Unalias(ty).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "context" && n.Obj().Name() == "Context"
}

// knownContext is whether a context may say something of events. What libraries
// make of one says nothing, but for values; what the project makes of it may.
func (t *tracker) knownContext(v ssa.Value, depth int) Known {
	if depth > 8 {
		return marked
	}
	switch x := t.read(v).(type) {
	case *ssa.Parameter:
		if i := slices.Index(t.u.Func.Params, x); i >= 0 {
			return Known(i)
		}
		return plain // a literal's
	case *ssa.Extract:
		return t.knownContext(x.Tuple, depth+1)
	case *ssa.Phi:
		first := t.knownContext(x.Edges[0], depth+1)
		for _, e := range x.Edges[1:] {
			if t.knownContext(e, depth+1) != first {
				return marked
			}
		}
		return first
	case *ssa.Call:
		return t.madeContext(x, depth)
	case *ssa.UnOp:
		if session := sessionOf(x); session != nil {
			return t.knownSession(session)
		}
	}
	return marked
}

func (t *tracker) madeContext(call *ssa.Call, depth int) Known {
	s := t.site(call)
	if s.Callee == nil || s.Callee.Pkg() == nil || t.firstParty(effects.PkgPath(s.Callee.Pkg())) || s.Callee.Name() == "WithValue" {
		return marked
	}
	for _, a := range s.Args {
		if isContext(a.Type()) {
			return t.knownContext(a, depth+1)
		}
	}
	return plain // Background, a request's
}
