package flows

import (
	"go/types"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// wrapperHandlers are a call's arguments that handle messages, where the call is of an
// interface of the project's that stands for a wrapper of a broker's library:
//
//	type Consumer interface { Start(handle func(kafka.Message)) }
//
// The interface says no more than that; but a method named for consuming that is given
// a function of a type which a package of messages declares leaves little doubt. What
// is given a function of the project's own types may tell it of anything.
func (t *tracker) wrapperHandlers(s effects.Site) []Handler {
	if s.Method == nil || !effects.NamedForConsuming(s.Callee) {
		return nil
	}
	var list []Handler
	for i := s.Shift; i < len(s.Args); i++ {
		sig, ok := s.Args[i].Type().Underlying().(*types.Signature)
		if !ok {
			continue
		}
		h := Handler{Param: i}
		for k := range sig.Params().Len() {
			if t.ofWrapper(sig.Params().At(k).Type()) {
				h.Args |= param(k)
			}
		}
		if h.Args != 0 {
			list = append(list, h)
		}
	}
	return list
}

// ofWrapper reports whether a type is one that a dependency declares by which messages
// come in.
func (t *tracker) ofWrapper(ty types.Type) bool {
	n := effects.Named(ty)
	return n != nil && n.Obj().Pkg() != nil && !t.firstParty(effects.PkgPath(n.Obj().Pkg())) && carries(ty) && t.view.DealsInMessages(n.Obj().Pkg())
}
