package flows

import (
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A method may be a handler by what it implements: an interface that the catalogue
// or the config names. Nobody in sight need call it.

// handlerParams are the parameters of the unit's function that are messages
// because of what the function implements, or because the config says so.
func (t *tracker) handlerParams() Origin {
	obj := t.u.Object
	if obj == nil || obj.Pkg() == nil {
		return 0
	}
	recv := receiverName(obj)
	if t.cfg.MatchSymbol(config.RoleHandler, effects.PkgPath(obj.Pkg()), recv, obj.Name()) == config.Yes {
		return shifted(dataParams(obj.Signature()), obj)
	}
	if obj.Signature().Recv() == nil {
		return 0
	}
	var msg Origin
	for _, h := range t.handlerInterfaces() {
		if h.method != obj.Name() || !t.handlesBy(obj, h) {
			continue
		}
		if h.entry == nil {
			msg |= dataParams(obj.Signature())
			continue
		}
		for _, i := range h.entry.Params(obj.Signature().Params().Len()) {
			msg |= param(i)
		}
	}
	return shifted(msg, obj)
}

// answerOf is what becomes of a handler's failure, as far as the library says.
func answerOf(e *catalog.Entry) Answer {
	if e != nil && e.Lossy {
		return Answer{Fault: Acked, Quiet: Acked}
	}
	return Answer{}
}

// handlerAnswer is what becomes of the failure of the unit's function, by what it
// implements, or by who calls it.
func (t *tracker) handlerAnswer() Answer {
	obj := t.u.Object
	if obj == nil || obj.Signature().Recv() == nil {
		return t.handedDown(t.view.Index(t.u.Func))
	}
	for _, h := range t.handlerInterfaces() {
		if h.method == obj.Name() && t.handlesBy(obj, h) {
			return answerOf(h.entry)
		}
	}
	return t.handedDown(t.view.Index(t.u.Func))
}

func shifted(o Origin, f *types.Func) Origin {
	if f.Signature().Recv() != nil {
		return o << 1
	}
	return o
}

func deref(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// A handlerInterface is an interface whose method is given messages.
type handlerInterface struct {
	iface   *types.Interface
	name    *types.TypeName
	method  string
	entry   *catalog.Entry // nil: the config names it
	generic bool
	derived bool // nobody but the library's code says so
}

// implementedBy reports whether a type implements the interface. Of a generic
// one it need have the methods, with as many parameters.
func (h handlerInterface) implementedBy(ty types.Type) bool {
	if !h.generic {
		return types.Implements(ty, h.iface)
	}
	for m := range h.iface.Methods() {
		obj, _, _ := types.LookupFieldOrMethod(ty, true, m.Pkg(), m.Name())
		f, ok := obj.(*types.Func)
		if !ok || f.Signature().Params().Len() != m.Signature().Params().Len() {
			return false
		}
	}
	return true
}

// handlerInterfaces are those that the package sees.
func (a *analysis) handlerInterfaces() []handlerInterface {
	if a.handlerIfaces != nil {
		return a.handlerIfaces
	}
	a.handlerIfaces = []handlerInterface{}
	for _, pkg := range append(slices.Clone(a.pass.Pkg.Imports()), a.pass.Pkg) {
		path := effects.PkgPath(pkg)
		for _, e := range a.catalog.Handlers(path) {
			name, method, _ := strings.Cut(e.Symbol, ".")
			a.addHandlerInterface(pkg.Scope().Lookup(name), method, &e)
		}
		if !a.firstParty(path) {
			a.addDerivedInterfaces(pkg)
			continue
		}
		if !a.cfg.HasRole(config.RoleHandler) {
			continue
		}
		for _, name := range pkg.Scope().Names() {
			tn, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if !ok {
				continue
			}
			iface, ok := tn.Type().Underlying().(*types.Interface)
			if !ok {
				continue
			}
			for m := range iface.Methods() {
				if a.cfg.MatchSymbol(config.RoleHandler, path, name, m.Name()) == config.Yes {
					a.addHandlerInterface(tn, m.Name(), nil)
				}
			}
		}
	}
	return a.handlerIfaces
}

// addDerivedInterfaces adds the interfaces of handlers that a library declares which wraps a
// broker's: a company's own, of which no catalogue knows. What implements one is made by a
// function that gives it back as such, and subscribed far from there.
func (a *analysis) addDerivedInterfaces(pkg *types.Package) {
	if a.catalog.Messaging(effects.PkgPath(pkg)) || !a.view.DealsInMessages(pkg) {
		return
	}
	for _, name := range pkg.Scope().Names() {
		tn, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || !tn.Exported() || !handlerTypeName.MatchString(name) {
			continue
		}
		iface, ok := tn.Type().Underlying().(*types.Interface)
		if !ok || iface.NumMethods() > maxDerivedMethods {
			continue
		}
		for m := range iface.Methods() {
			if effects.HandlesByName(m.Name()) && givenData(m.Signature()) && !handsOver(m.Signature()) {
				a.addHandlerInterface(tn, m.Name(), nil)
			}
		}
	}
}

// handlerTypeName recognises the interfaces of what is given messages, by their names.
var handlerTypeName = regexp.MustCompile(`(Handler|Consumer|Subscriber|Listener|Processor|Worker|Receiver)$`)

// maxDerivedMethods bounds the methods of an interface of handlers: what has more is a client.
const maxDerivedMethods = 4

// givenData reports whether a method is given data, of whichever type.
func givenData(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		if carries(p.Type()) || isTypeParam(p.Type()) {
			return true
		}
	}
	return false
}

// handsOver reports whether a method is given functions, channels or handlers: then it is a
// consumer to which those are handed, rather than one of them.
func handsOver(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		switch u := p.Type().Underlying().(type) {
		case *types.Signature, *types.Chan:
			return true
		case *types.Interface:
			for m := range u.Methods() {
				if effects.HandlesByName(m.Name()) {
					return true
				}
			}
		}
	}
	return false
}

// handlesBy reports whether a method's type implements an interface of handlers. Of a generic
// one that is known by a library's code alone, it has to be seen to.
func (a *analysis) handlesBy(method *types.Func, h handlerInterface) bool {
	recv := deref(method.Signature().Recv().Type())
	return h.implementedBy(types.NewPointer(recv)) && (!h.generic || !h.derived || a.becomes(recv, h.name))
}

// becomes reports whether the package makes values of an instance of a generic interface of
// a type.
func (a *analysis) becomes(ty types.Type, iface *types.TypeName) bool {
	if a.made == nil {
		a.made = map[*types.TypeName][]types.Type{}
		for _, u := range a.units {
			for mi := range effects.Each[*ssa.MakeInterface](u.Funcs...) {
				if n := effects.Named(mi.Type()); n != nil && n.TypeArgs().Len() > 0 {
					obj := n.Origin().Obj()
					a.made[obj] = append(a.made[obj], deref(mi.X.Type()))
				}
			}
		}
	}
	return slices.ContainsFunc(a.made[iface], func(made types.Type) bool { return types.Identical(made, deref(ty)) })
}

func (a *analysis) addHandlerInterface(obj types.Object, method string, e *catalog.Entry) {
	tn, ok := obj.(*types.TypeName)
	if !ok {
		return
	}
	n, ok := tn.Type().(*types.Named)
	generic := ok && n.TypeParams().Len() > 0
	if generic && e != nil {
		return // its parameter's type tells
	}
	if iface, ok := tn.Type().Underlying().(*types.Interface); ok {
		a.handlerIfaces = append(a.handlerIfaces, handlerInterface{iface, tn, method, e, generic, e == nil && !a.firstParty(effects.PkgPath(tn.Pkg()))})
	}
}
