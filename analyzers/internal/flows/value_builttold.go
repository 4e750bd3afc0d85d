package flows

import (
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// toldLater is where the data comes from that a request is told after the call by
// which it is noted: Index().Index("users").Id(id).BodyJson(user).Do(ctx).
func (t *tracker) toldLater(s effects.Site) Origin {
	var o Origin
	for _, call := range effects.TellsLater(s.Instr) {
		if args := t.argOrigins(t.site(call)); len(args) > 1 {
			o |= union(args[1:])
		}
	}
	return o
}

// spannerTransaction recognises a transaction of Cloud Spanner's that writes: it is
// serializable, and what it reads is locked until it commits.
func spannerTransaction(s effects.Site) bool {
	return s.Callee != nil && s.Callee.Pkg() != nil && effects.PkgPath(s.Callee.Pkg()) == "cloud.google.com/go/spanner" &&
		strings.Contains(s.Callee.Name(), "ReadWrite") && strings.Contains(s.Callee.Name(), "Transaction")
}
