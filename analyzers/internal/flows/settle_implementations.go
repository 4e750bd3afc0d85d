package flows

import (
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Which types stand behind which interfaces: those that the package converts
// itself, and those that the packages which it imports told of.

// Confidences of an implementation that is not certain to be the one.
const (
	onlyConf         = 95
	oneOfSeveralConf = 85
)

// ownConversions are the implementations that this package brings together with
// an interface.
func (a *analysis) ownConversions() []Conversion {
	found, wrapped := map[string]Conversion{}, a.wrapped()
	for conv := range a.view.Conversions {
		from, to, seen := conv.From, conv.To, conv.Seen
		c := Conversion{Type: effects.TypeName(from), Iface: effects.TypeName(to), Seen: seen}
		if n := effects.Named(from); n != nil && n.Obj().Pkg() != nil {
			c.Service = a.cfg.ServiceOf(effects.PkgPath(n.Obj().Pkg()))
		}
		key := conversionKey(from, to)
		c.Wrapped = seen && wrapped[key]
		if old, ok := found[key]; ok && (old.Seen || !seen) {
			continue
		}
		if types.IsInterface(from) {
			c.Forward = true
		} else if c.Methods = a.methodsOf(from, to.Underlying().(*types.Interface)); len(c.Methods) == 0 || c.standsIn() {
			a.noteIdle(c, to)
			a.noteQuiet(from, c, to.Underlying().(*types.Interface))
			continue
		}
		found[key] = c
	}
	var list []Conversion
	for _, key := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[key])
	}
	return list
}

// methodsOf are the methods of a type that do something that matters to an interface's
// callers, each with what it does.
func (a *analysis) methodsOf(ty types.Type, iface *types.Interface) []Method {
	var list []Method
	for m := range iface.Methods() {
		obj, _, _ := types.LookupFieldOrMethod(ty, true, m.Pkg(), m.Name())
		f, ok := obj.(*types.Func)
		if !ok {
			continue
		}
		if recv := f.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
			if im := a.view.FirstPartyMethod(recv.Type(), f); im != nil { // an embedded interface
				list = append(list, Method{Name: m.Name(), Shown: effects.ShortTypeName(ty), Func: forwarding(*im, f)})
			}
			continue
		}
		if fn := a.funcOfObject(f); fn != nil && fn.acts() {
			list = append(list, Method{Name: m.Name(), Shown: effects.ShortTypeName(ty), Func: a.saysOfInstance(a.ofInstance(carried(fn), f), f)})
		}
	}
	return list
}

// standsIn recognises a type that is made for tests, and has the test say what its methods
// do: generated mocks call a function that they keep. They often lie beside the interface,
// where they must not stand for the implementation that a package further up knows.
func (c *Conversion) standsIn() bool {
	return standIn.MatchString(shortName(c.Type)) && !slices.ContainsFunc(c.Methods, func(m Method) bool { return !m.Func.onlyPassesOn() })
}

// onlyPassesOn reports whether all that a function does is to call functions in fields with
// what it is given, or to keep it.
func (f *Func) onlyPassesOn() bool {
	return len(f.Writes)+len(f.Calls)+len(f.Reads)+len(f.Handlers)+len(f.Sent)+len(f.Raises) == 0 && f.Publishes == 0 && len(f.Locks) == 0 && f.Result&fromRemote == 0
}

// acts reports whether a function does anything that matters behind an interface.
// What keeps things in memory does not: it must not stand for the implementation
// that a package further up knows.
func (f *Func) acts() bool {
	return len(f.Passed)+len(f.Keeps) > 0 || f.Channel != nil || !f.onlyPassesOn()
}

// forwarding is a method that does nothing but call an interface's.
func forwarding(m summary.Method, f *types.Func) Func {
	c := Call{Method: m}
	for i := range f.Signature().Params().Len() {
		c.Args, c.Known, c.Rows = append(c.Args, param(i+1)), append(c.Known, Known(i+1)), append(c.Rows, Row{Param: i + 2})
		c.Keys = append(c.Keys, Row{Param: i + 2})
	}
	return Func{Calls: []Call{c}}
}

// carried is the part of a summary that matters by way of an interface.
func carried(f *Func) Func {
	return Func{
		Writes: f.Writes, Calls: f.Calls, Reads: f.Reads, Locks: f.Locks, Handlers: f.Handlers, TellsKeys: f.TellsKeys, Result: f.Result,
		Sent: f.Sent, Heeds: f.Heeds, Force: f.Force, Skips: f.Skips, Raises: f.Raises, Publishes: f.Publishes, When: f.When, Decoded: f.Decoded, Deletions: f.Deletions,
		Passed: f.Passed, Keeps: f.Keeps, Spares: f.Spares, Wins: f.Wins, States: f.States, Channel: f.Channel,
		Gives: Given{AsRead: f.Gives.AsRead, Keys: f.Gives.Keys},
	}
}

// convert notes an implementation, and who knows it ("" is this package).
func (s *settler) convert(c Conversion, from string) {
	key := c.Type + "→" + c.Iface
	old, ok := s.conversions[key]
	if !ok {
		s.byIface[c.Iface] = append(s.byIface[c.Iface], key)
		if generic, _, ok := strings.Cut(c.Iface, "["); ok { // generic code calls any instance
			s.byIface[generic] = append(s.byIface[generic], key)
		}
	}
	c.Wrapped = c.Wrapped && (old.Wrapped || !old.Seen)
	if !ok || c.Seen && !old.Seen || old.Wrapped && c.Seen && !c.Wrapped {
		s.conversions[key] = c
	}
	s.from.Note(key, from)
}

// implementations are the conversions of types to the interface, by way of
// others too.
func (s *settler) implementations(call Call) []string {
	var keys []string
	visited := map[string]bool{}
	var visit func(iface string)
	visit = func(iface string) {
		if visited[iface] {
			return
		}
		visited[iface] = true
		for _, key := range s.instances(iface) {
			if c := s.conversions[key]; c.Forward {
				visit(c.Type)
			} else if (call.Only == nil || slices.Contains(call.Only, c.Type)) && call.instance(c.Iface) {
				keys = append(keys, key)
			}
		}
	}
	visit(call.Method.Iface)
	return s.inField(call, keys)
}

// instances are the conversions to an interface and, where it is an instance of a
// generic one, those that generic code makes for any: NewRepository[T] returns
// Repository[T].
func (s *settler) instances(iface string) []string {
	generic, _, ok := strings.Cut(iface, "[")
	if !ok {
		return s.byIface[iface]
	}
	anyOf := slices.DeleteFunc(slices.Clone(s.byIface[generic]), func(key string) bool { return s.conversions[key].Iface != generic })
	return append(slices.Clone(s.byIface[iface]), anyOf...)
}

// instance reports whether an interface is one that generic code may mean, which
// was called with certain types: the first is that of what it hands on.
func (c *Call) instance(iface string) bool {
	_, args, generic := strings.Cut(iface, "[")
	return !generic || len(c.Types) == 0 || strings.Contains(args, c.Types[0])
}

// certainty is how sure it is that a call means an implementation.
func (s *settler) certainty(impls []string, key string, call Call) int {
	types := map[string]bool{}
	for _, k := range impls {
		if c := s.conversions[k]; k == key || !c.decorates(call.Method) {
			types[c.Type] = true
		}
	}
	switch {
	case len(types) > 1 && !call.Dispatch && !call.Raw && !dispatches(call.Method.Name):
		return oneOfSeveralConf
	case s.conversions[key].Seen:
		return 100
	}
	return onlyConf
}

// decorates reports whether a type does what the interface's method asks for by calling
// that of another value: it stands before whatever is meant, and beside nothing.
func (c *Conversion) decorates(m summary.Method) bool {
	return slices.ContainsFunc(c.Methods, func(own Method) bool {
		return own.Name == m.Name && slices.ContainsFunc(own.Func.Calls, func(call Call) bool {
			return call.Method.Name == m.Name && genericName(call.Method.Iface) == genericName(m.Iface)
		})
	})
}

// genericName is an interface's name without what it was made for.
func genericName(iface string) string {
	name, _, _ := strings.Cut(iface, "[")
	return name
}

// passesOn reports whether all that a type does by the interface's method is to call a
// function that it keeps: what that is, whoever makes it tells.
func (c *Conversion) passesOn(m summary.Method) bool {
	return slices.ContainsFunc(c.Methods, func(own Method) bool {
		return own.Name == m.Name && len(own.Func.Passed) > 0 && own.Func.onlyPassesOn()
	})
}

// onlyDecorated reports whether all that is known of a method's implementations
// stands before one that is not known yet.
func (s *settler) onlyDecorated(impls []string, m summary.Method) bool {
	return !slices.ContainsFunc(impls, func(key string) bool {
		c := s.conversions[key]
		return !c.decorates(m) && !c.passesOn(m)
	})
}

// dispatches recognises the methods by which messages are handed to their
// handlers: each of the implementations is one.
func dispatches(method string) bool {
	return hasAnyPrefix(method, "handle", "consume", "process", "on", "receive", "dispatch", "work", "execute", "run", "serve", "accept", "deliver", "ingest")
}

// raises recognises the methods by which the process tells itself what happened.
func raises(method string) bool {
	return hasAnyPrefix(method, "handle", "on", "dispatch", "notify", "publish", "raise", "emit", "fire")
}

// hasAnyPrefix reports whether a method's name begins with one of some words.
func hasAnyPrefix(method string, words ...string) bool {
	lower := strings.ToLower(method)
	return slices.ContainsFunc(words, func(w string) bool {
		rest := strings.TrimPrefix(method[min(len(w), len(method)):], "_")
		return strings.HasPrefix(lower, w) && (rest == "" || rest[0] >= 'A' && rest[0] <= 'Z')
	})
}
