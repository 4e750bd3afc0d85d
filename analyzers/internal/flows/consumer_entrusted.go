package flows

import (
	"slices"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A loop that receives is often given how a message is to be settled, beside the handler:
//
//	func (p *Poller) Run(ctx context.Context, h Handler) error { return p.receive(ctx, h, p.deleteAfter) }
//
// Whether the handler is given messages is then known where both are.

// Entrusted is a parameter that is handed to a function among the parameters, which may
// give it messages.
type Entrusted struct {
	Param int
	To    int // the function
	Arg   int // of the function
}

// noteEntrusted notes the handlers that a function among the parameters is handed.
func (t *tracker) noteEntrusted(f *Func, s effects.Site) {
	to := t.paramsBehind(s.Instr.Common().Value)
	if len(to) == 0 {
		return
	}
	for i, v := range s.Instr.Common().Args {
		if !callable(v.Type()) || isContext(v.Type()) {
			continue
		}
		for _, p := range t.paramsBehind(v) {
			for _, fn := range to {
				f.addEntrusted(Entrusted{Param: p, To: fn, Arg: i})
			}
		}
	}
}

func (f *Func) addEntrusted(e Entrusted) {
	if !slices.Contains(f.Entrusted, e) && len(f.Entrusted) < maxApplies {
		f.Entrusted = append(f.Entrusted, e)
	}
}

// entrustedHandlers are the handlers that a callee hands to functions which it is given
// beside them, where those give them messages.
func (t *tracker) entrustedHandlers(s effects.Site, callee *Func) []Handler {
	var list []Handler
	for _, e := range callee.Entrusted {
		if e.Param >= len(s.Args) || e.To >= len(s.Args) {
			continue
		}
		for _, to := range t.functionsOf(s.Args[e.To], foreignLiterals) {
			for _, h := range to.fn.Handlers {
				if h.Param == e.Arg+to.shift {
					h.Param = e.Param
					list = append(list, h)
				}
			}
		}
	}
	return list
}

// takeEntrusted makes the unit's own what a callee hands to a function that the unit itself
// is given.
func (t *tracker) takeEntrusted(f *Func, s effects.Site, callee *Func) {
	for _, e := range callee.Entrusted {
		if e.Param >= len(s.Args) || e.To >= len(s.Args) {
			continue
		}
		for _, p := range t.paramsBehind(s.Args[e.Param]) {
			for _, to := range t.paramsBehind(s.Args[e.To]) {
				f.addEntrusted(Entrusted{Param: p, To: to, Arg: e.Arg})
			}
		}
	}
}
