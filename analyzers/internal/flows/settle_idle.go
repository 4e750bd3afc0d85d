package flows

import (
	"go/types"
	"regexp"
	"slices"
)

// Whether events are raised is often a matter of wiring: what publishes is left
// out, or what is wired does nothing. Where a type of that kind is known, it may be
// the one that is meant.

// mayBeIdle reports whether there is a type that implements the interface and does
// nothing by it: the way to have nothing published.
func (s *settler) mayBeIdle(call Call) bool {
	for _, c := range s.idle {
		if c.Iface == call.Method.Iface && (call.Only == nil || slices.Contains(call.Only, c.Type)) {
			return true
		}
	}
	return false
}

// noteIdle notes a type that does nothing by an interface which may well be there
// to publish.
func (a *analysis) noteIdle(c Conversion, iface types.Type) {
	if standIn.MatchString(shortName(c.Type)) {
		return
	}
	for m := range iface.Underlying().(*types.Interface).Methods() {
		if tells.MatchString(m.Name()) {
			a.idle = append(a.idle, Conversion{Type: c.Type, Iface: c.Iface})
			return
		}
	}
}

// tells recognises the methods by which events are told.
var tells = regexp.MustCompile(`(?i)publish|emit|raise|notify|dispatch|send|produce|fire|push|enqueue|broadcast|announce`)

// someQuiet reports whether one of several implementations raises nothing, while
// others may.
func (s *settler) someQuiet(impls []string, method string) bool {
	quiet, loud := false, false
	for _, key := range impls {
		for _, m := range s.conversions[key].Methods {
			if m.Name != method {
				continue
			}
			raises := len(m.Func.Raises) > 0 || m.Func.Publishes != 0 || slices.ContainsFunc(m.Func.Calls, func(c Call) bool { return len(c.Sends) > 0 })
			quiet, loud = quiet || !raises, loud || raises
		}
	}
	return quiet && loud
}
