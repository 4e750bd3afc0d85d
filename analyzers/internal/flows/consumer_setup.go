package flows

import (
	"go/types"
	"regexp"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// setsUp recognises by its name a type of what a service is set up with: who subscribes
// handlers is given such, besides those that receive messages.
func setsUp(ty types.Type) bool {
	n := effects.Named(ty)
	return n != nil && setup.MatchString(n.Obj().Name())
}

var setup = regexp.MustCompile(`(Config|Configuration|Settings|Options|Opts|Deps|Dependencies)$`)
