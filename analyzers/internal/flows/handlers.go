package flows

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

// A HandlerDecl is a declared function or method that is there to be given
// messages.
type HandlerDecl struct {
	Object *types.Func
	Name   string
	Place  summary.Place
	// Implements says that it implements an interface of handlers, so that
	// whoever subscribes it may name its type alone.
	Implements bool
}

// handlerDecls are those of a service's package.
func (a *analysis) handlerDecls() []HandlerDecl {
	var list []HandlerDecl
	for i, u := range a.units {
		obj := u.Object
		if obj == nil || obj.Pkg() == nil || obj.Name() == "main" || obj.Name() == "init" || a.view.Generated(u.Func) {
			continue
		}
		implements := a.trackers[i].handlerParams() != 0
		if !implements && !a.handlerShape(u.Func) {
			continue
		}
		named := a.cfg.MatchSymbol(config.RoleHandler, effects.PkgPath(obj.Pkg()), receiverName(obj), obj.Name()) == config.Yes
		list = append(list, HandlerDecl{Object: obj, Name: u.Name(), Place: a.view.Place(u, obj.Pos()), Implements: implements && !named})
	}
	return list
}

// handlerShape recognises handlers by what they take and return: a message, with
// a context at most, and nothing or an error, or as watermill's messages in turn.
// A helper that has a message beside others is none, nor is one that tells
// something of it.
func (a *analysis) handlerShape(fn *ssa.Function) bool {
	sig := fn.Signature
	if sig.TypeParams().Len() > 0 || sig.Variadic() || !handlerName(fn.Name()) {
		return false
	}
	messages := 0
	for p := range sig.Params().Variables() {
		switch {
		case a.isMessage(p.Type()):
			messages++
		case carries(p.Type()):
			return false
		}
	}
	results := sig.Results()
	for i := range results.Len() {
		if !isError(results.At(i).Type()) && !a.isMessage(results.At(i).Type()) {
			return false
		}
	}
	return messages == 1
}

// handlerName leaves functions alone that are called with a message to do one
// thing with it.
func handlerName(name string) bool {
	name = strings.ToLower(name)
	for _, prefix := range []string{"on", "handle", "consume", "process", "receive", "subscribe"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return strings.HasSuffix(name, "handler") || strings.HasSuffix(name, "consumer") || strings.HasSuffix(name, "listener")
}
