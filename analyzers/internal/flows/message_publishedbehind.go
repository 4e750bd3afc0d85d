package flows

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A service often publishes by an interface that is declared beside the type which
// does so: bus.Publisher and bus.Stream. What such a method is given is a message if
// every implementation that is known this far publishes it, or puts it into an
// outbox. One that hands it around in the process may be the one that is meant.

// publishedBehind are the types of what an interface's method publishes.
func (t *tracker) publishedBehind(s effects.Site) []*types.Named {
	var list []*types.Named
	for _, sent := range t.sentTypes(s) {
		if t.allPublish(s, sent.arg) && !slices.Contains(list, sent.named) {
			list = append(list, sent.named)
		}
	}
	return list
}

// A sentType is the type of what a call is given, and as which argument, the
// receiver being 0.
type sentType struct {
	arg   int
	named *types.Named
}

// sentTypes are the types of what an interface's method that takes anything is given.
func (t *tracker) sentTypes(s effects.Site) []sentType {
	if s.Method == nil || s.Shift == 0 {
		return nil
	}
	var sent []sentType
	for i, v := range s.Args {
		if _, ok := v.(*ssa.MakeInterface); !ok || i == 0 {
			continue
		}
		if n := t.ownType(v); n != nil {
			sent = append(sent, sentType{i, n})
		}
	}
	return sent
}

// allPublish reports whether there are implementations of an interface's method, and
// all publish the i-th argument.
func (a *analysis) allPublish(s effects.Site, i int) bool {
	impls, name := a.implementers()[s.Method.Iface], s.Callee.Name()
	published, known := false, map[string]bool{}
	note := func(ty string, f *Func) bool {
		known[ty] = true
		published = published || f != nil && f.Publishes&param(i) != 0
		return f != nil && (f.Publishes&param(i) != 0 || f.fillsOutbox())
	}
	for i := range impls.below {
		c := &impls.below[i]
		at := slices.IndexFunc(c.Methods, func(o Method) bool { return o.Name == name })
		if c.Forward || at < 0 || !note(c.Type, &c.Methods[at].Func) {
			return false
		}
	}
	for _, ty := range impls.own {
		obj, _, _ := types.LookupFieldOrMethod(ty, true, a.pass.Pkg, name)
		f, ok := obj.(*types.Func)
		if !ok || types.IsInterface(ty) || !note(effects.TypeName(ty), a.funcOfObject(f.Origin())) {
			return false
		}
	}
	return published && !implementedBeside(s.Callee, known)
}

// implementedBeside reports whether the package that declares an interface has
// implementations beside those that are known to do something.
func implementedBeside(method *types.Func, known map[string]bool) bool {
	iface, ok := method.Signature().Recv().Type().Underlying().(*types.Interface)
	if !ok || method.Pkg() == nil {
		return true
	}
	scope := method.Pkg().Scope()
	return slices.ContainsFunc(scope.Names(), func(name string) bool {
		n := effects.Named(scope.Lookup(name).Type())
		if _, isType := scope.Lookup(name).(*types.TypeName); !isType || n == nil || types.IsInterface(n) || n.TypeParams().Len() > 0 {
			return false
		}
		return !known[effects.TypeName(n)] && (types.Implements(n, iface) || types.Implements(types.NewPointer(n), iface))
	})
}

// fillsOutbox reports whether a function puts something into an outbox.
func (f *Func) fillsOutbox() bool {
	return slices.ContainsFunc(f.Writes, func(w Write) bool { return strings.Contains(strings.ToLower(w.Table), "outbox") })
}
