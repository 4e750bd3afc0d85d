package flows

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Middleware stands between a library and each of its handlers. One that answers
// success where the handler failed loses the messages of all.

// swallowing is what becomes of failures by the middleware that the unit adds, by
// the type that it is added to.
func (t *tracker) swallowing() map[string]Answer {
	var found map[string]Answer
	for ci := range effects.Calls(t.u.Funcs...) {
		s := t.site(ci)
		if s.Callee == nil || s.Callee.Signature().Recv() == nil || len(s.Args) < 2 || !addsMiddleware(s.Callee.Name()) {
			continue
		}
		for _, v := range members(s.Args[len(s.Args)-1]) {
			a := t.answerAround(v)
			if f := t.softener(v); a == (Answer{}) && lost(f) {
				a.Fault = f
			}
			if a != (Answer{}) {
				if found == nil {
					found = map[string]Answer{}
				}
				found[routerOf(s)] = a
			}
		}
	}
	return found
}

func addsMiddleware(name string) bool {
	return name == "Use" || strings.Contains(name, "Middleware") || strings.Contains(name, "Interceptor")
}

// routerOf names the type of what a method is called on.
func routerOf(s effects.Site) string { return effects.TypeName(s.Args[0].Type()) }

// answerAround is what becomes of the failure of a handler that a function wraps.
func (t *tracker) answerAround(v ssa.Value) Answer {
	for _, fn := range t.functionsOf(v, allLiterals) {
		for _, h := range fn.fn.Handlers {
			if h.Fault == Swallowed || h.Fault == Acked {
				return h.Answer
			}
		}
	}
	return Answer{}
}

// wrappedEntries are the handlers of messages that a call adds to what has such
// middleware.
func (t *tracker) wrappedEntries(s effects.Site, wrapped map[string]Answer) []Entry {
	if s.Callee == nil || s.Callee.Signature().Recv() == nil || len(s.Args) == 0 || addsMiddleware(s.Callee.Name()) {
		return nil
	}
	behind := Handler{Handling: Handling{Answer: wrapped[routerOf(s)]}}
	if v := s.Instr.Value(); v != nil {
		behind = t.comingThrough(behind, t.addedLater(v))
	}
	if behind.Answer == (Answer{}) {
		return nil
	}
	var list []Entry
	for _, v := range s.Args[1:] {
		sig, ok := v.Type().Underlying().(*types.Signature)
		if !ok {
			continue
		}
		h := behind
		for i := range sig.Params().Len() {
			if t.isMessage(sig.Params().At(i).Type()) {
				h.Args |= param(i)
			}
		}
		if h.Args != 0 {
			list = append(list, t.functionEntries(v, h)...)
		}
	}
	return list
}
