package flows

import (
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// unpacked is the origin of what a type assertion makes of a value that a
// library gives for whatever came in: a message, an error, the end of a
// partition.
func (t *tracker) unpacked(v *ssa.TypeAssert) Origin {
	if t.isMessage(v.AssertedType) && t.polled(v.X) {
		return fromMsg
	}
	return 0
}

// polled reports whether a value was fetched from a library, which gave it by
// itself or on a channel. What a producer tells of what it sent is no message,
// though it has a message's type.
func (t *tracker) polled(v ssa.Value) bool {
	return seek(v, 6, t.takenFrom, func(v ssa.Value) bool {
		call, ok := v.(*ssa.Call)
		if !ok {
			return false
		}
		f := t.site(call).Callee
		if f == nil || f.Pkg() == nil || f.Signature().Recv() == nil || t.firstParty(effects.PkgPath(f.Pkg())) {
			return false
		}
		return !sends(receiverName(f)) && !makesValue(f.Name())
	})
}

// sends recognises by its name a type whose messages are on their way out.
func sends(typeName string) bool {
	for _, part := range []string{"Producer", "Publisher", "Writer", "Sender"} {
		if strings.Contains(typeName, part) {
			return true
		}
	}
	return false
}
