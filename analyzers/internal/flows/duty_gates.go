package flows

import (
	"cmp"
	"slices"
)

// Saves that raise events can mostly be told not to: by a parameter, an option,
// a context, or by how the repository was made. A Gate says which of these
// decide whether something happens. What is compared in the data does not matter:
// it happens for some messages. What cannot be told closes the gate, so that
// nothing is claimed.

// A Gate is what has to hold for something to happen.
type Gate struct {
	Needs  []Need
	Closed bool // it may never happen
	// Shut is how it is shut by a call that does not; "" if there is no way.
	Shut string
}

// A Need is what a parameter has to be.
type Need struct {
	Param int
	Is    Known
	Name  string // of the parameter
}

// shut is how a call has it otherwise.
func (n Need) shut() string {
	switch n.Is {
	case isFalse:
		return "true for " + n.Name
	case isTrue:
		return "false for " + n.Name
	case plain:
		return "a context by which it is silent"
	}
	return "the option by which it is silent"
}

// Known is what is known of an argument: that it is the caller's own parameter,
// if it is not negative, or one of the constants.
type Known int8

// What is known of arguments.
const (
	notKnown Known = -1 - iota
	isFalse
	isTrue
	isNone // nil: no options
	plain  // a context that says nothing of events
	marked // a context that may
	looked // a value, and no row, that was looked up just now
)

// join is both gates.
func (g Gate) join(o Gate) Gate {
	out := Gate{Needs: slices.Clone(g.Needs), Closed: g.Closed || o.Closed, Shut: cmp.Or(g.Shut, o.Shut)}
	for _, n := range o.Needs {
		if !slices.Contains(out.Needs, n) {
			out.Needs = append(out.Needs, n)
		}
	}
	if len(out.Needs) > 4 {
		out.Closed = true
	}
	if out.Closed {
		out.Needs = nil
	}
	return out
}

// Silencer is what a call has to pass for the gate to be shut; "" if nothing
// does it.
func (g Gate) Silencer() string {
	if len(g.Needs) > 0 {
		return g.Needs[0].shut()
	}
	return g.Shut
}

// given is the gate once the arguments are known.
func (g Gate) given(args []Known) Gate {
	out := Gate{Closed: g.Closed, Shut: g.Shut}
	for _, n := range g.Needs {
		k := notKnown
		if n.Param < len(args) {
			k = args[n.Param]
		}
		switch {
		case k == n.Is:
			out.Shut = n.shut()
		case k >= 0:
			out = out.join(Gate{Needs: []Need{{int(k), n.Is, n.Name}}})
		default:
			return Gate{Closed: true}
		}
	}
	return out
}

// open reports whether the gate is open for an entry, which gets its context from
// whoever calls it, and nothing else that a gate asks for.
func (g Gate) open() bool {
	return !g.Closed && !slices.ContainsFunc(g.Needs, func(n Need) bool { return n.Is != plain })
}
