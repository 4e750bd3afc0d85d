package flows

import (
	"cmp"
	"hash/fnv"
	"slices"
)

// Saves that raise events can mostly be told not to: by a parameter, an option,
// a context, or by how the repository was made. A Gate says which of these
// decide whether something happens. What is compared in the data does not matter:
// it happens for some messages; but where the caller gives a constant, it happens for
// that one or never. What cannot be told closes the gate, so that nothing is claimed.

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
	// Not says that it has to be anything else.
	Not bool
	// Some says that it may be data, of which some is as needed.
	Some bool
}

// met reports whether an argument is as needed.
func (n Need) met(k Known) bool {
	switch {
	case k > constants && n.Is <= constants:
		return n.Some // no constant
	case k == notKnown:
		return false
	}
	return (k == n.Is) != n.Not
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
	if n.Is <= constants {
		return "another value for " + n.Name
	}
	return "the option by which it is silent"
}

// Known is what is known of an argument: that it is the caller's own parameter,
// if it is not negative, or one of those below. From constants downwards, it is a
// constant text or number, by its hash.
type Known int64

// What is known of arguments.
const (
	notKnown Known = -1 - iota
	isFalse
	isTrue
	isNone // nil, or an empty list: no options
	plain  // a context that says nothing of events
	marked // a context that may
	looked // a value, and no row, that was looked up just now

	constants Known = -1 << 8
)

// constantKnown is what is known of a constant, as Go writes it.
func constantKnown(exact string) Known {
	h := fnv.New32a()
	h.Write([]byte(exact))
	return constants - Known(h.Sum32())
}

// join is both gates.
func (g Gate) join(o Gate) Gate {
	out := Gate{Needs: slices.Clone(g.Needs), Closed: g.Closed || o.Closed, Shut: cmp.Or(g.Shut, o.Shut)}
	for _, n := range o.Needs {
		if !slices.Contains(out.Needs, n) && (len(out.Needs) < 4 || !n.Some) {
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
		case k >= 0:
			n.Param = int(k)
			out = out.join(Gate{Needs: []Need{n}})
		case n.met(k):
			out.Shut = n.shut()
		default:
			return Gate{Closed: true}
		}
	}
	return out
}

// open reports whether the gate is open for an entry, which gets its context and its
// data from whoever calls it, and nothing else that a gate asks for.
func (g Gate) open() bool {
	return !g.Closed && !slices.ContainsFunc(g.Needs, func(n Need) bool { return n.Is != plain && !n.Some })
}
