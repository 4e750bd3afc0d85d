package flows

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A repository of any row has the row itself say what is told of it:
//
//	msg := row.Message()
//	return r.out.Publish(ctx, msg.RoutingKey(), msg)
//
// Which type of message that is, is known where it is known what the row is: by the type
// argument, or by the argument that is passed as an interface.

// A Said is what a row says of itself by a method: the message that is published.
type Said struct {
	Param  int // 1 + the parameter, an interface, that is asked; 0: none
	Type   int // 1 + the type parameter whose value is asked; 0: none
	Method string
}

// saidBy is what is asked for a value that is no more than an interface here; zero where
// it comes from elsewhere.
func (t *tracker) saidBy(v ssa.Value) Said {
	for {
		ci, ok := v.(*ssa.ChangeInterface)
		if !ok {
			break
		}
		v = ci.X
	}
	call, ok := v.(*ssa.Call)
	if !ok || !call.Call.IsInvoke() || !types.IsInterface(call.Type()) || call.Call.Signature().Params().Len() > 0 {
		return Said{}
	}
	said := Said{Method: call.Call.Method.Name()}
	if i := t.typeParam(call.Call.Value.Type()); i >= 0 {
		said.Type = i + 1
	} else if p, ok := t.read(call.Call.Value).(*ssa.Parameter); ok && slices.Contains(t.u.Func.Params, p) {
		said.Param = slices.Index(t.u.Func.Params, p) + 1
	} else {
		return Said{}
	}
	return said
}

// typeParam is which of the unit's type parameters a type is, or that it points to; -1:
// none.
func (t *tracker) typeParam(ty types.Type) int {
	if p, ok := ty.(*types.Pointer); ok {
		ty = p.Elem()
	}
	tp, ok := types.Unalias(ty).(*types.TypeParam)
	if !ok || t.u.Object == nil {
		return -1
	}
	sig := t.u.Object.Signature()
	list := sig.TypeParams()
	if sig.RecvTypeParams().Len() > 0 {
		list = sig.RecvTypeParams()
	}
	return slices.Index(slices.Collect(list.TypeParams()), tp)
}

// saidIn are the messages among a publishing call's arguments that rows say of themselves.
func (t *tracker) saidIn(s effects.Site) []Raised {
	var list []Raised
	for _, v := range s.Args[s.Shift:] {
		if said := t.saidBy(v); said.Method != "" {
			list = append(list, Raised{Says: said, From: t.whole(v)})
		}
	}
	return list
}

// saidAt makes of what a callee's rows say of themselves what they are at a call: a type
// of message, or what the unit's own rows say.
func (t *tracker) saidAt(r *Raised, s effects.Site) {
	said := r.Says
	r.Says = Said{}
	switch {
	case said.Type > 0:
		fn := s.Instr.Common().StaticCallee()
		if fn == nil || said.Type > len(fn.TypeArgs()) {
			return
		}
		arg := fn.TypeArgs()[said.Type-1]
		if i := t.typeParam(arg); i >= 0 {
			r.Says = Said{Type: i + 1, Method: said.Method}
			return
		}
		r.Type = t.saidType(arg, said.Method)
	case said.Param > 0 && said.Param <= len(s.Args):
		arg := s.Args[said.Param-1]
		if made, ok := arg.(*ssa.MakeInterface); ok {
			r.Type = t.saidType(made.X.Type(), said.Method)
		} else if p, ok := t.read(arg).(*ssa.Parameter); ok && slices.Contains(t.u.Func.Params, p) {
			r.Says = Said{Param: slices.Index(t.u.Func.Params, p) + 1, Method: said.Method}
		}
	}
}

// saidType is the type of the message that a type's method gives, as findings name it; ""
// where it is one of several, or not known.
func (a *analysis) saidType(ty types.Type, method string) string {
	obj, _, _ := types.LookupFieldOrMethod(ty, true, a.pass.Pkg, method)
	f, ok := obj.(*types.Func)
	if !ok || f.Signature().Results().Len() != 1 {
		return ""
	}
	fn := a.funcOfObject(f.Origin())
	if fn == nil || len(fn.Makes) != 1 {
		return ""
	}
	return fn.Makes[0][strings.LastIndexByte(fn.Makes[0], '/')+1:]
}

// saysOfInstance tells what the rows of an instance of a generic type say of themselves.
func (a *analysis) saysOfInstance(fn Func, method *types.Func) Func {
	if !slices.ContainsFunc(fn.Raises, func(r Raised) bool { return r.Says.Type > 0 }) {
		return fn
	}
	recv := effects.Named(method.Signature().Recv().Type())
	if recv == nil {
		return fn
	}
	fn.Raises = slices.Clone(fn.Raises)
	for i := range fn.Raises {
		r := &fn.Raises[i]
		if n := r.Says.Type; n > 0 && n <= recv.TypeArgs().Len() && !isTypeParam(recv.TypeArgs().At(n-1)) {
			r.Type, r.Says = a.saidType(recv.TypeArgs().At(n-1), r.Says.Method), Said{}
		}
	}
	return fn
}
