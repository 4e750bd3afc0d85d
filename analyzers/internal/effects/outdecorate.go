package effects

import (
	"go/types"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A client's decorator implements the client's interface and hands on to what it
// was given. Where there is one, a call by way of the interface may be its: what
// it guards is no finding.

// decorates notes the guard under which a decorator hands a call on.
func (o *outgoing) decorates(g *group, c *call, guard summary.Value) {
	if g.obj == nil || g.obj.Name() != c.method.Name || !c.invoke {
		return
	}
	recv := g.obj.Signature().Recv()
	iface, ok := c.args[0].Type().Underlying().(*types.Interface)
	if recv == nil || !ok || !types.Implements(recv.Type(), iface) {
		return
	}
	guard = guard.Without(func(summary.Origin) bool { return true })
	guard.Services, guard.Made = nil, nil
	if guard.Timeout == summary.Yes || guard.Breaker == summary.Yes {
		o.pool.Hints = append(o.pool.Hints, summary.Hint{Site: ofDecorated(*c.method), Value: guard})
	}
}

// ofDecorated takes the place of a site's key for all calls of an interface's
// method.
func ofDecorated(m summary.Method) string { return "@" + m.String() }
