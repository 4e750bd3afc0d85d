package flows

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A handler may be a method that is taken from an interface's value without being
// called: newSubscription(topic, h.Process). Whoever is given that gives messages to
// a method of h.

// boundMethod is the interface's value and the name of its method that a function
// is, or nil.
func boundMethod(v ssa.Value) (recv ssa.Value, method string) {
	bound, ok := unwrap(v).(*ssa.MakeClosure)
	if !ok || len(bound.Bindings) != 1 || !types.IsInterface(bound.Bindings[0].Type()) {
		return nil, ""
	}
	fn := bound.Fn.(*ssa.Function)
	if !strings.HasPrefix(fn.Synthetic, "bound method") || fn.Object() == nil {
		return nil, ""
	}
	return bound.Bindings[0], fn.Object().Name()
}

// methodOf is the value of whose method a handler is made, with what handles
// messages then: that method. Any other value is left as it is.
func methodOf(v ssa.Value, h Handler) (ssa.Value, Handler) {
	if h.Method != "" {
		return v, h
	}
	if recv, method := boundMethod(v); recv != nil {
		h.Method = method
		return recv, h
	}
	return v, h
}
