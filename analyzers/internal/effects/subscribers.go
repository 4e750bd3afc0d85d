package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Companies keep how they consume in a module of their own, which wraps a
// broker's library: shared.Consume(ctx, topic, handle). Between the function that
// it is given and the library's call of it lie fields, goroutines and other
// packages, and the syntax of a dependency is all that is looked at; but a package
// that deals in a broker's messages, and a function of it that is named for
// consuming and takes a function of data, leave little doubt.

// subscriptions notes what a dependency has handle messages, and what it gives
// them back by. It reports whether messages come in by the package at all.
func (w *walker) subscriptions(imports map[string]*summary.Pkg) bool {
	if w.engine.catalog.Messaging(pkgPath(w.pass.Pkg)) {
		return false // the catalogue knows better
	}
	if !w.dealsInMessages(imports) && !declaresMessages(w.pass.Pkg.Scope()) {
		return false
	}
	scope := w.pass.Pkg.Scope()
	for _, name := range scope.Names() {
		switch obj := scope.Lookup(name).(type) {
		case *types.Func:
			w.subscription(obj)
		case *types.TypeName:
			for _, m := range declaredMethods(obj) {
				w.subscription(m)
			}
		}
	}
	return true
}

// declaredMethods are the methods that a type, or an interface, declares.
func declaredMethods(tn *types.TypeName) []*types.Func {
	n, ok := tn.Type().(*types.Named)
	if !ok || tn.IsAlias() {
		return nil
	}
	if iface, ok := n.Underlying().(*types.Interface); ok {
		return slices.Collect(iface.ExplicitMethods())
	}
	return slices.Collect(n.Methods())
}

// dealsInMessages reports whether the package has messages of a broker's library
// in its hands, or builds on a package of its own module that has.
func (w *walker) dealsInMessages(imports map[string]*summary.Pkg) bool {
	direct := false
	for path, fact := range imports {
		if fact.Brokers && ownModule(w.pass, path) {
			return true
		}
		direct = direct || w.engine.catalog.Messaging(path)
	}
	if !direct {
		return false
	}
	for _, obj := range w.pass.TypesInfo.Uses {
		tn, ok := obj.(*types.TypeName)
		if ok && tn.Pkg() != nil && tn.Pkg() != w.pass.Pkg {
			if _, ok := w.engine.catalog.Message(pkgPath(tn.Pkg()), tn.Name()); ok {
				return true
			}
		}
	}
	for _, tv := range w.pass.TypesInfo.Types {
		if w.ofMessages(tv.Type) {
			return true
		}
	}
	return false
}

// ofMessages reports whether a type is that of a broker's messages, or of a
// channel of them.
func (w *walker) ofMessages(t types.Type) bool {
	if c, ok := t.(*types.Chan); ok {
		t = c.Elem()
	}
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	_, ok := w.engine.catalog.Message(pkgPath(n.Obj().Pkg()), n.Obj().Name())
	return ok
}

// declaresMessages reports whether a package has a type of messages of its own. A library
// that leaves it to others which broker stands behind it deals in no broker's messages,
// but in what all of them have: a body of bytes, and the place in a topic that it comes
// from. What is called a message and is none, such as a mail, has no such place.
func declaresMessages(scope *types.Scope) bool {
	return slices.ContainsFunc(scope.Names(), func(name string) bool {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		return ok && tn.Exported() && messageName(name) && hasPlaceAndBody(tn.Type())
	})
}

func messageName(name string) bool {
	return slices.ContainsFunc([]string{"Message", "Msg", "Delivery", "Record"}, func(part string) bool { return strings.HasSuffix(name, part) })
}

func hasPlaceAndBody(t types.Type) bool {
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	place, body := false, false
	for f := range st.Fields() {
		switch f.Name() {
		case "Topic", "Partition", "Offset", "RoutingKey", "Exchange":
			_, basic := f.Type().Underlying().(*types.Basic)
			place = place || basic
		case "Body", "Value", "Data", "Payload":
			sl, ok := f.Type().Underlying().(*types.Slice)
			body = body || ok && types.Identical(sl.Elem(), types.Typ[types.Byte])
		}
	}
	return place && body
}

func ownModule(pass *analysis.Pass, path string) bool {
	return pass.Module != nil && (path == pass.Module.Path || strings.HasPrefix(path, pass.Module.Path+"/"))
}

// subscription notes what a function has handle messages.
func (w *walker) subscription(f *types.Func) {
	if !f.Exported() || !NamedForConsuming(f) {
		return
	}
	fact := w.factOf(f)
	sig := f.Signature()
	for i := range sig.Params().Len() {
		if w.mayHandle(sig.Params().At(i).Type()) {
			fact.Subscribes = append(fact.Subscribes, i)
		}
	}
	fact.Receives = len(fact.Subscribes) == 0 && givesMessages(sig)
	if w.funcs[f] == nil && !fact.Empty() { // or it is exported with the others
		w.pass.ExportObjectFact(f, fact)
	}
}

// factOf is the summary of a function of the package, if the walk has made one,
// or a new one.
func (w *walker) factOf(f *types.Func) *summary.Func {
	if df := w.funcs[f]; df != nil {
		return &df.summary
	}
	return new(summary.Func)
}

// NamedForConsuming recognises, by its name or by that of its type, a function
// that subscribes or receives.
func NamedForConsuming(f *types.Func) bool {
	name := strings.ToLower(f.Name())
	switch {
	case strings.Contains(name, "unsubscri") || strings.HasPrefix(name, "with"):
		return false
	case containsAny(name, "subscri", "consum", "receiv", "onmessage", "listen"):
		return true
	case containsAny(name, "register", "add", "bind", "set") && strings.Contains(name, "handler"):
		// A handler may be one of errors or signals: a consumer's is one of messages,
		// unless its name says otherwise.
		ofConsumer := consumes(f) && !containsAny(name, "err", "signal", "rebalance", "close", "http", "health")
		return ofConsumer || containsAny(name, "message", "topic", "event", "command", "queue")
	}
	switch name {
	case "start", "run", "serve", "poll", "process", "handle", "work", "loop":
		return consumes(f)
	}
	return false
}

// consumes reports whether a method's type is named for consuming.
func consumes(f *types.Func) bool {
	return containsAny(strings.ToLower(recvName(f)), "consum", "subscri", "receiv", "listen")
}

// mayHandle reports whether values of a type can be handed data: a function, or a
// value of an interface of the module's with few methods, of which one is named
// for handling.
func (w *walker) mayHandle(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Signature:
		return takesData(u)
	case *types.Interface:
		n, ok := types.Unalias(t).(*types.Named)
		if !ok || n.Obj().Pkg() == nil || !ownModule(w.pass, pkgPath(n.Obj().Pkg())) || u.NumMethods() > 4 {
			return false
		}
		for m := range u.Methods() {
			if HandlesByName(m.Name()) && takesData(m.Signature()) {
				return true
			}
		}
	}
	return false
}

// HandlesByName recognises the method of a handler by its name.
func HandlesByName(method string) bool {
	lower := strings.ToLower(method)
	return slices.ContainsFunc([]string{"handle", "consume", "process", "on", "receive"}, func(word string) bool { return strings.HasPrefix(lower, word) })
}

// takesData reports whether a function is given data: neither nothing, nor just a
// context or an error.
func takesData(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		if isData(p.Type()) {
			return true
		}
	}
	return false
}

func isData(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Slice, *types.Struct, *types.Map:
		return true
	case *types.Pointer:
		return isData(u.Elem())
	case *types.Interface:
		_, generic := types.Unalias(t).(*types.TypeParam)
		n := named(t)
		isError := n != nil && n.Obj().Pkg() == nil
		isContext := n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "context"
		return generic || !isError && !isContext
	}
	return false
}

// givesMessages reports whether the first result of a function is data, or a
// channel of it.
func givesMessages(sig *types.Signature) bool {
	if sig.Results().Len() == 0 {
		return false
	}
	t := sig.Results().At(0).Type()
	if c, ok := t.Underlying().(*types.Chan); ok {
		return c.Dir() != types.SendOnly && isData(c.Elem())
	}
	if sl, ok := t.Underlying().(*types.Slice); ok {
		return isData(sl.Elem()) || types.Identical(sl.Elem(), types.Typ[types.Byte])
	}
	n := named(t)
	return n != nil && messageName(n.Obj().Name()) && hasPlaceAndBody(n)
}
