package flows

import (
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A mediator finds the handler of a request by the request's type, at run time:
// Send[*Rename, *Done](ctx, cmd) reaches what was given to
// RegisterRequestHandler[*Rename, *Done]. The type argument stands for an
// interface of one method that the two have between them.

// mediated is the method by which a mediator hands a request to its handler, or
// nil; and where the request is among the call's arguments.
func mediated(s effects.Site) (*summary.Method, int) {
	request := requestType(s)
	if request == nil || !asks(s.Callee.Name()) {
		return nil, 0
	}
	i := slices.IndexFunc(s.Args, func(v ssa.Value) bool { return types.Identical(v.Type(), request) })
	if i < 0 {
		return nil, 0
	}
	return &summary.Method{Iface: mediatorOf(request), Name: "Handle"}, i
}

func asks(name string) bool { return name == "Send" || name == "Dispatch" || name == "Execute" }

// requestType is the first type argument of a generic function's call, if it is a
// struct of the project's or a pointer to one.
func requestType(s effects.Site) types.Type {
	fn := s.Instr.Common().StaticCallee()
	if fn == nil || s.Callee == nil || s.Callee.Signature().Recv() != nil || len(fn.TypeArgs()) == 0 {
		return nil
	}
	request := fn.TypeArgs()[0]
	if n := effects.Named(request); n == nil || n.Obj().Pkg() == nil || !isStruct(n) {
		return nil
	}
	return request
}

// mediatorOf names what stands between the senders of a request and its handler.
func mediatorOf(request types.Type) string { return ofMediator + effects.TypeName(request) }

const ofMediator = "mediator of "

// mediators recognises, by the names that everybody gives them, the types and packages
// that find handlers for what they are given.
var mediators = regexp.MustCompile(`(?i)bus|mediat|dispatch|command|cqrs`)

// dispatched are the types of the request that a mediator is given as a value of any type,
// as far as they are known, and where it is among the call's arguments: what a message is
// translated to is one command of several, bus.Dispatch(ctx, cmd).
func (t *tracker) dispatched(s effects.Site) ([]string, int) {
	if s.Callee == nil || s.Callee.Pkg() == nil || !asks(s.Callee.Name()) || !mediators.MatchString(receiverName(s.Callee)+" "+s.Callee.Pkg().Name()) {
		return nil, 0
	}
	at := -1
	for i := s.Shift; i < len(s.Args); i++ {
		switch ty := s.Args[i].Type(); {
		case isContext(ty):
		case !types.IsInterface(ty), at >= 0:
			return nil, 0
		default:
			at = i
		}
	}
	if at < 0 {
		return nil, 0
	}
	return t.madeOf(s.Args[at]), at
}

// noteMediated adds the calls that a mediator makes for the unit.
func (t *tracker) noteMediated(f *Func, s effects.Site) {
	if method, i := mediated(s); method != nil {
		t.mediate(f, s, i, *method, nil)
		return
	}
	requests, i := t.dispatched(s)
	for k, request := range requests {
		here := placeKey(t.view.Place(t.u, t.view.CallPos(s.Instr)))
		t.mediate(f, s, i, summary.Method{Iface: ofMediator + request, Name: "Handle"}, oneOf(here, k, len(requests)))
	}
}

// mediate adds a call of a request's handler, which is the i-th argument; which says
// of which of several requests it is.
func (t *tracker) mediate(f *Func, s effects.Site, i int, method summary.Method, which Branches) {
	origins := t.argOrigins(s)
	if origins[i]&^flags == 0 {
		return
	}
	pos := t.view.CallPos(s.Instr)
	f.Calls = append(f.Calls, Call{
		Method: method, Args: []Origin{0, origins[i]}, Given: t.givenArgs([]ssa.Value{s.Args[0], s.Args[i]}), Guard: t.guardOf(s.Instr),
		Answer: t.answer(s), Branches: which.within(t.branchesOf(s.Instr)), Gate: Gate{Closed: true}, Place: t.view.Place(t.u, pos), About: t.aboutAt(s.Instr),
		Steps: []summary.Step{t.view.Step(pos, "sends it by "+effects.DisplayName(s.Callee))},
	})
}

// mediatorHandlers are the handlers that the package registers with a mediator,
// as implementations.
func (a *analysis) mediatorHandlers() []Conversion {
	var list []Conversion
	for i, u := range a.units {
		t := a.trackers[i]
		for ci := range effects.Calls(u.Funcs...) {
			s := t.site(ci)
			request := requestType(s)
			if request == nil || !registersHandler(s.Callee.Name()) || len(s.Args) == 0 {
				continue
			}
			last := s.Args[len(s.Args)-1]
			for _, ty := range t.concreteTypes(last) {
				list = append(list, a.handlerOf(request, ty)...)
			}
			for _, c := range t.functionsOf(last, foreignLiterals) {
				list = append(list, a.methodFor(request, last.Type(), c)...)
			}
		}
	}
	return list
}

// registersHandler recognises the functions by which a mediator is given its handlers.
func registersHandler(name string) bool {
	return hasAnyPrefix(name, "register", "handle", "bind", "add")
}

// methodFor is a method that is registered by itself as the handler of a request:
// Register(m, h.rename). What it is given follows its receiver, as by an interface.
func (a *analysis) methodFor(request, ty types.Type, c handlerFunc) []Conversion {
	sig, ok := ty.Underlying().(*types.Signature)
	if !ok || c.shift != 1 || sig.Params().Len() != 2 || !types.Identical(sig.Params().At(1).Type(), request) {
		return nil
	}
	return []Conversion{{
		Type: c.place.Package + "." + c.name, Iface: mediatorOf(request), Seen: true, Service: c.place.Service,
		Methods: []Method{{Name: "Handle", Shown: c.name, Func: carried(c.fn)}},
	}}
}

// handlerOf is a type as the handler of a request.
func (a *analysis) handlerOf(request, ty types.Type) []Conversion {
	n := effects.Named(ty)
	if n == nil || n.Obj().Pkg() == nil {
		return nil
	}
	obj, _, _ := types.LookupFieldOrMethod(ty, true, n.Obj().Pkg(), "Handle")
	f, ok := obj.(*types.Func)
	if !ok || f.Signature().Params().Len() != 2 || !types.Identical(f.Signature().Params().At(1).Type(), request) {
		return nil
	}
	fn := a.funcOfObject(f.Origin())
	if fn == nil {
		return nil
	}
	return []Conversion{{
		Type: effects.TypeName(ty), Iface: mediatorOf(request), Seen: true, Service: a.cfg.ServiceOf(effects.PkgPath(n.Obj().Pkg())),
		Methods: []Method{{Name: "Handle", Shown: effects.ShortTypeName(ty), Func: carried(fn)}},
	}}
}
