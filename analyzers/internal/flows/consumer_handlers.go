package flows

import (
	"cmp"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

// A HandlerDecl is a declared function or method that is there to be given
// messages.
type HandlerDecl struct {
	Object *types.Func
	Name   string
	Place  summary.Place
	// Implements says that it implements an interface of handlers, so that
	// whoever subscribes it may name its type alone.
	Implements bool
	// Methods are those of its type, of which it takes another package to know
	// whether an interface of handlers wants them; nil: it is a handler in any case.
	Methods []string
	// Beside are the methods of its type that take just what it takes, where it is a
	// handler only if another package hands one of them on; nil: it is one in any case.
	Beside []*types.Func
}

// A HandlerInterface is an interface of the project's whose method is given
// messages.
type HandlerInterface struct {
	Method  string
	Methods []string
}

// handlerDecls are those of a service's package.
func (a *analysis) handlerDecls() []HandlerDecl {
	var list []HandlerDecl
	values, away := a.handedValues(), a.handedAway()
	for i, u := range a.units {
		obj := u.Object
		if obj == nil || obj.Pkg() == nil || obj.Name() == "main" || obj.Name() == "init" || a.view.Generated(u.Func) || noConsumer(obj) {
			continue
		}
		implements := a.trackers[i].handlerParams() != 0
		shaped := a.handlerShape(u.Func)
		if !implements && (!shaped || !handlerName(obj.Name()) && !slices.Contains(values, obj) && !a.besideHandler(obj, values) && !a.handlesUncalled(i)) {
			if handed, receives := slices.Contains(away, obj) || a.handedOn(i) || a.takesShared(i, values) || a.makesHandler(i), a.receivesItself(i); handed || receives {
				list = append(list, HandlerDecl{Object: obj, Name: u.Name(), Place: a.view.Place(u, obj.Pos()), Implements: receives})
			} else if methods := a.mayImplement(obj); methods != nil {
				list = append(list, HandlerDecl{Object: obj, Name: u.Name(), Place: a.view.Place(u, obj.Pos()), Implements: true, Methods: methods})
			}
			if beside := a.alike(obj); shaped && len(beside) > 0 {
				list = append(list, HandlerDecl{Object: obj, Name: u.Name(), Place: a.view.Place(u, obj.Pos()), Beside: beside})
			}
			continue
		}
		implements = implements || a.ofLibrary(obj)
		named := a.cfg.MatchSymbol(config.RoleHandler, effects.PkgPath(obj.Pkg()), receiverName(obj), obj.Name()) == config.Yes
		list = append(list, HandlerDecl{Object: obj, Name: u.Name(), Place: a.view.Place(u, obj.Pos()), Implements: implements && !named})
	}
	return list
}

// noConsumer reports whether a method is none whoever subscribes it: a stand-in of the
// tests, wherever it is kept, or an adapter that handles what type it is made for.
func noConsumer(obj *types.Func) bool {
	recv := obj.Signature().Recv()
	if recv == nil {
		return false
	}
	n := effects.Named(recv.Type())
	if n == nil {
		return false
	}
	st, ok := n.Underlying().(*types.Struct)
	return n.TypeParams().Len() > 0 || ok && slices.ContainsFunc(slices.Collect(st.Fields()), standsIn)
}

// standsIn reports whether a field makes a struct a mock.
func standsIn(f *types.Var) bool {
	n := effects.Named(f.Type())
	return f.Embedded() && n != nil && n.Obj().Pkg() != nil && n.Obj().Name() == "Mock" && effects.PkgPath(n.Obj().Pkg()) == "github.com/stretchr/testify/mock"
}

// ofLibrary reports whether a method is one that an interface of an imported library
// asks for: its type may be given to that, which calls it.
func (a *analysis) ofLibrary(obj *types.Func) bool {
	recv := obj.Signature().Recv()
	if recv == nil {
		return false
	}
	n := effects.Named(recv.Type())
	if n == nil || n.TypeParams().Len() > 0 {
		return false
	}
	for _, imp := range a.view.Imports() {
		if a.firstParty(effects.PkgPath(imp)) {
			continue
		}
		for _, name := range imp.Scope().Names() {
			tn, ok := imp.Scope().Lookup(name).(*types.TypeName)
			if !ok || !tn.Exported() || !types.IsInterface(tn.Type()) {
				continue
			}
			iface := tn.Type().Underlying().(*types.Interface)
			if m, _, _ := types.LookupFieldOrMethod(iface, false, obj.Pkg(), obj.Name()); m != nil && iface.IsMethodSet() && types.Implements(types.NewPointer(n), iface) {
				return true
			}
		}
	}
	return false
}

// handedOn reports whether a unit's function is handed to a subscription by some
// code of the package, which has to be reached; or, if it is no method, that a
// consumer is made in it.
func (a *analysis) handedOn(i int) bool {
	u := a.units[i]
	plain := u.Object.Signature().Recv() == nil
	if _, receives := a.trackers[i].unitEntry(a.funcs[i]); receives && !plain {
		return false // see receivesItself
	}
	at := a.view.Place(u, u.Object.Pos())
	return slices.ContainsFunc(a.entered, func(e Entry) bool {
		return e.Place.File == at.File && e.Name == u.Name() && (plain || e.Place.Line == at.Line)
	})
}

// receivesItself reports whether a unit is a method that receives messages in a loop and
// makes something of them. A library may call it by an interface. One that hands its
// messages on as they came is an adapter, which is there for whoever wants one.
func (a *analysis) receivesItself(i int) bool {
	u, t := a.units[i], a.trackers[i]
	if u.Object.Signature().Recv() == nil || len(t.receiveLoops()) == 0 {
		return false
	}
	if len(t.typesDecoded()) > 0 {
		return true
	}
	e, receives := t.unitEntry(a.funcs[i])
	return receives && (len(e.Writes) > 0 || slices.ContainsFunc(e.Calls, func(c Call) bool { return c.Message != "" }))
}

// handlesUncalled reports whether a unit that is given a message decodes it, or writes
// what is in it to a copy, and no function of the package calls it for one of its own.
// What sends or keeps messages is none.
func (a *analysis) handlesUncalled(i int) bool {
	u, t := a.units[i], a.trackers[i]
	if a.callers(u.Object) > 0 || a.funcs[i].Publishes != 0 {
		return false
	}
	if len(t.decodedTypes(t.u.Funcs...)) > 0 {
		return true
	}
	e, receives := t.unitEntry(a.funcs[i])
	return receives && slices.ContainsFunc(e.Writes, func(w Write) bool {
		return len(a.cfg.CopiesOf(a.cfg.ServiceOf(a.view.Path()), config.Table{Schema: w.Schema, Name: w.Table})) > 0
	})
}

// handlerShape recognises handlers by what they take and return: a message, with
// a context at most, and nothing or an error, or as watermill's messages in turn.
// A helper that has a message beside others is none, nor is one that tells
// something of it.
func (a *analysis) handlerShape(fn *ssa.Function) bool {
	sig := fn.Signature
	if sig.TypeParams().Len() > 0 || sig.Variadic() {
		return false
	}
	messages := 0
	for p := range sig.Params().Variables() {
		switch {
		case a.isMessage(p.Type()):
			messages++
		case carries(p.Type()):
			return false
		}
	}
	results := sig.Results()
	for i := range results.Len() {
		if !isError(results.At(i).Type()) && !a.isMessage(results.At(i).Type()) {
			return false
		}
	}
	return messages == 1
}

// handedValues are the functions and methods of its own that the package hands on: what
// routes and tables of handlers are made of.
func (a *analysis) handedValues() []*types.Func {
	var list []*types.Func
	add := func(v ssa.Value) {
		fn, ok := v.(*ssa.Function)
		if !ok {
			return
		}
		if obj, ok := fn.Object().(*types.Func); ok && obj.Pkg() == a.pass.Pkg && !slices.Contains(list, obj) {
			list = append(list, obj)
		}
	}
	for _, u := range a.units {
		for mc := range effects.Each[*ssa.MakeClosure](u.Funcs...) {
			if fn, ok := mc.Fn.(*ssa.Function); ok && strings.HasPrefix(fn.Synthetic, "bound method") {
				add(fn)
			}
		}
		for ci := range effects.Calls(u.Funcs...) {
			for _, arg := range ci.Common().Args {
				add(effects.Unwrapped(arg))
			}
		}
		for up := range effects.Each[*ssa.MapUpdate](u.Funcs...) {
			add(effects.Unwrapped(up.Value))
		}
		for st := range effects.Each[*ssa.Store](u.Funcs...) {
			add(effects.Unwrapped(st.Val))
		}
	}
	return list
}

// alike are the methods of a method's type that take just what it takes. One that is
// called here is but a part of what calls it.
func (a *analysis) alike(obj *types.Func) []*types.Func {
	recv := obj.Signature().Recv()
	if recv == nil || a.callers(obj) > 0 {
		return nil
	}
	n := effects.Named(recv.Type())
	if n == nil {
		return nil
	}
	var list []*types.Func
	for m := range n.Methods() {
		if takesTheSame(m, obj) {
			list = append(list, m)
		}
	}
	return list
}

// takesTheSame reports whether two are different methods of one type that take the same.
func takesTheSame(m, other *types.Func) bool {
	of, otherOf := m.Signature().Recv(), other.Signature().Recv()
	return m != other && of != nil && otherOf != nil && types.Identical(of.Type(), otherOf.Type()) && types.Identical(m.Signature(), other.Signature())
}

// besideHandler reports whether a method looks, whatever it is called, like another
// method of its type that is handed on: what stands beside handlers and takes just what
// they take is one of them. One that is not exported, and called here, is but a part of
// what calls it.
func (a *analysis) besideHandler(obj *types.Func, values []*types.Func) bool {
	return (obj.Exported() || a.callers(obj) == 0) && slices.ContainsFunc(values, func(m *types.Func) bool { return takesTheSame(m, obj) })
}

// handlerName leaves functions alone that are called with a message to do one
// thing with it.
func handlerName(name string) bool {
	name = strings.ToLower(name)
	for _, prefix := range []string{"on", "handle", "consume", "process", "receive", "subscribe"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return strings.HasSuffix(name, "handler") || strings.HasSuffix(name, "consumer") || strings.HasSuffix(name, "listener")
}

// maxMethods bounds the methods of a type that may be a handler's.
const maxMethods = 12

// mayImplement are the methods of a method's type, if an interface that the package
// does not see may have messages handled by it: it is given data, and gives back
// nothing but an error.
func (a *analysis) mayImplement(obj *types.Func) []string {
	sig := obj.Signature()
	if sig.Recv() == nil || !obj.Exported() || dataParams(sig) == 0 || sig.Results().Len() > 1 || sig.Results().Len() == 1 && !isError(sig.Results().At(0).Type()) {
		return nil
	}
	n := effects.Named(sig.Recv().Type())
	if n == nil || n.TypeParams().Len() > 0 {
		return nil
	}
	return methodTexts(types.NewMethodSet(types.NewPointer(n)))
}

// methodTexts are the exported methods of a set, each as a text by which those of
// other packages' types can be compared with it.
func methodTexts(set *types.MethodSet) []string {
	var list []string
	for m := range set.Methods() {
		if f, ok := m.Obj().(*types.Func); ok && f.Exported() {
			list = append(list, methodText(f))
		}
	}
	if len(list) > maxMethods {
		return nil
	}
	slices.Sort(list)
	return list
}

func methodText(f *types.Func) string {
	tuple := func(t *types.Tuple) string {
		var list []string
		for v := range t.Variables() {
			list = append(list, types.TypeString(v.Type(), effects.PkgPath))
		}
		return "(" + strings.Join(list, ",") + ")"
	}
	return f.Name() + tuple(f.Signature().Params()) + tuple(f.Signature().Results())
}

// handlerInterfaceDecls are the interfaces by which the package has messages
// handled: the config names them, or a value of theirs is given messages.
func (a *analysis) handlerInterfaceDecls() []HandlerInterface {
	var list []HandlerInterface
	add := func(t types.Type, method string) {
		n, ok := types.Unalias(t).(*types.Named)
		if !ok || n.TypeParams().Len() > 0 || n.TypeArgs().Len() > 0 || n.Obj().Pkg() == nil || !a.firstParty(effects.PkgPath(n.Obj().Pkg())) || !types.IsInterface(n) {
			return
		}
		list = append(list, HandlerInterface{method, methodTexts(types.NewMethodSet(n))})
	}
	for _, h := range a.handlerInterfaces() {
		if h.entry == nil && !h.generic && h.name.Pkg() == a.pass.Pkg {
			add(h.name.Type(), h.method)
		}
	}
	for i, u := range a.units {
		for _, h := range a.funcs[i].Handlers {
			if h.Method != "" && h.Param < len(u.Func.Params) {
				add(listed(u.Func.Params[h.Param].Type()), h.Method)
			}
		}
	}
	list = slices.DeleteFunc(list, func(h HandlerInterface) bool { return h.Methods == nil })
	slices.SortFunc(list, func(x, y HandlerInterface) int {
		return cmp.Or(cmp.Compare(x.Method, y.Method), slices.Compare(x.Methods, y.Methods))
	})
	return slices.CompactFunc(list, func(x, y HandlerInterface) bool { return x.Method == y.Method && slices.Equal(x.Methods, y.Methods) })
}

// listed is the type of what a list or a map holds, or the type itself.
func listed(t types.Type) types.Type {
	switch u := t.Underlying().(type) {
	case *types.Slice:
		return u.Elem()
	case *types.Map:
		return u.Elem()
	}
	return t
}
