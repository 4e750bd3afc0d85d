package flows

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A service often has one function make a handler of another, which gets the
// decoded request, or what serves it, and no request of the library's:
// with(deps, func(l *Logic, in Req) error { … }). Whatever is handed to a maker of
// handlers runs for requests.

// adapted are the package's functions that it hands to a maker of handlers.
func (a *analysis) adapted() map[*ssa.Function]bool {
	found := map[*ssa.Function]bool{}
	for _, u := range a.units {
		for ci := range effects.Calls(u.Funcs...) {
			s := a.view.Site(u, ci)
			if s.Callee == nil || !makesHandler(s.Callee) {
				continue
			}
			for _, arg := range s.Args[s.Shift:] {
				if sig, ok := arg.Type().Underlying().(*types.Signature); ok && !givenMessages(sig) {
					a.handedOver(u, arg, found)
				}
			}
		}
	}
	return found
}

// makesHandler reports whether a function gives back a handler of requests, and not
// of messages that a broker pushes.
func makesHandler(f *types.Func) bool {
	sig := f.Signature()
	if sig.Results().Len() != 1 || soundsLikeMessages(f.Name()) || soundsLikeMessages(receiverName(f)) {
		return false
	}
	result := sig.Results().At(0).Type()
	if made, ok := result.Underlying().(*types.Signature); ok {
		return takesRequest(made)
	}
	n := effects.Named(result)
	return n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "net/http" && n.Obj().Name() == "Handler"
}

// givenMessages reports whether a function takes what is a message by its type's
// name.
func givenMessages(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		if n := effects.Named(p.Type()); n != nil && containsAny(n.Obj().Name(), "event", "message", "envelope", "notification", "webhook", "changed", "delivery") {
			return true
		}
	}
	return false
}
