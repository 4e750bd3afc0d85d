package effects

import (
	"slices"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A program says which implementations of an interface it uses by making them
// the interface: in its main package, or on the way there. Those that nothing
// makes it are there for other programs, such as the publisher that sends at once
// beside the one that writes to the outbox. Where a main package sees none of them
// made the interface, they are brought together out of sight, and any may be meant.

// inUse are the implementations of a method that a call may mean, of those that
// this package knows.
func (s *settler) inUse(impls []string, m summary.Method) []string {
	if !s.isMain() {
		return impls
	}
	types := map[string]bool{}
	for _, key := range impls {
		// A decorator shows only that there is something behind it.
		if c := s.conversions[key]; c.Seen && !passesOn(methodOf(c, m.Name), m) {
			types[c.Type] = true
		}
	}
	if len(types) == 0 {
		return impls
	}
	return slices.DeleteFunc(slices.Clone(impls), func(key string) bool {
		c := s.conversions[key]
		return !c.Seen && !types[c.Type]
	})
}

// leftToMain reports whether this package cannot tell that an implementation is
// in use, where the main package can.
func (s *settler) leftToMain(key string, impls []string, m summary.Method) bool {
	return !s.isMain() && s.contested(key, impls, m, "")
}

func (s *settler) isMain() bool { return s.p.pass.Pkg.Name() == "main" }

// contested reports whether, as far as an import knows ("" is this package with
// all its imports), an implementation that nothing makes the interface stands
// beside others: one that is in use, or that stays inside the process.
func (s *settler) contested(key string, impls []string, m summary.Method, from string) bool {
	seen := func(key string) bool { return from == "" && s.conversions[key].Seen || s.seenBy[key+" "+from] }
	if c := s.conversions[key]; !seen(key) {
		return slices.ContainsFunc(impls, func(other string) bool {
			o := s.conversions[other]
			e := methodOf(o, m.Name)
			return o.Type != c.Type && (from == "" || s.from[other][from]) && !passesOn(e, m) && (seen(other) || staysInside(e))
		})
	}
	return false
}

// staysInside reports whether an implementation of a method neither leaves the
// process nor opens a transaction, as far as known.
func staysInside(e *summary.MethodEffects) bool {
	return e == nil || e.Remote == nil && len(e.RunsTx) == 0
}

// passesOn reports whether an implementation calls the method that it
// implements, as a decorator does.
func passesOn(e *summary.MethodEffects, m summary.Method) bool {
	return e != nil && slices.ContainsFunc(e.Dyn, func(d summary.DynCall) bool { return d.Method == m })
}
