package effects

import (
	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A client that is kept in a field or a variable may be given its guards there, by
// whoever gets at it: in init, in a setter, in main.

// tuned notes what an assignment sets on a client that is kept somewhere:
// http.DefaultClient.Timeout = …, s.client.Transport = ….
func (o *outgoing) tuned(g *group, s *ssa.Store) {
	fa, ok := s.Addr.(*ssa.FieldAddr)
	if !ok || o.partOf(fa.X.Type()) != clientPart {
		return
	}
	var v summary.Value
	switch {
	case boundsTime(nameOfField(fa), s.Val.Type()):
		if !isZero(s.Val) {
			v.Timeout = summary.Yes
		}
	case o.partOf(s.Val.Type()) == clientPart:
		v = o.value(g, s.Val)
	}
	o.adds(g, fa.X, v)
}

// set notes what a method sets on a client that is kept somewhere: s.client.SetTimeout(…).
func (o *outgoing) set(g *group, c *call) {
	if c == nil || c.callee == nil || c.shift() != 1 || o.p.firstPartyPath(pkgPathOfFunc(c.callee)) || o.partOf(c.args[0].Type()) != clientPart || o.leaves(g, c) != nil {
		return
	}
	o.adds(g, c.args[0], nameGuards(c.callee.Name()).Join(o.valuer(g).handed(c.args[1:])))
}

// adds joins what is known of a client to what is known of the place that it is
// kept in.
func (o *outgoing) adds(g *group, client ssa.Value, v summary.Value) {
	v = v.Without(func(from summary.Origin) bool { return from.Param > 0 })
	if v.Timeout == summary.No && v.Breaker == summary.No && len(v.From) == 0 || lent(client) {
		return
	}
	if name := o.keptIn(client); name != "" {
		o.keep(g, name, v)
	}
}

// lent reports whether a client is a parameter's that is no receiver: what an option
// sets on it holds for those clients alone that are made with the option.
func lent(client ssa.Value) bool {
	for range maxWrapDepth * 2 {
		switch v := client.(type) {
		case *ssa.UnOp:
			client = v.X
		case *ssa.FieldAddr:
			client = v.X
		case *ssa.Parameter:
			return v.Parent().Signature.Recv() == nil || v != v.Parent().Params[0]
		default:
			return false
		}
	}
	return false
}

// keptIn is the field or the variable that a client is loaded from, maybe by way of
// an assertion: http.DefaultTransport.(*http.Transport).
func (o *outgoing) keptIn(client ssa.Value) string {
	if a, ok := client.(*ssa.TypeAssert); ok {
		client = a.X
	}
	load, ok := client.(*ssa.UnOp)
	if !ok {
		return ""
	}
	name, _ := o.storedIn(load.X)
	return name
}
