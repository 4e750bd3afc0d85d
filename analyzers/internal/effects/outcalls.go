package effects

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// made is what a call that leaves the process is made with: its client or
// connection, its context, its address.
func (o *outgoing) made(g *group, c *call) summary.Value {
	if makesProxy(c.callee) {
		return o.value(g, c.instr.Value())
	}
	var out summary.Value
	client := false
	for i, a := range c.args {
		part := o.partOf(a.Type())
		if part == noPart && !(i == 0 && c.shift() == 1) {
			continue
		}
		client = client || part == clientPart
		out = out.Join(o.value(g, a))
	}
	switch {
	case pkgPath(c.callee.Pkg()) == "net/http" && c.shift() == 0:
		out = out.Join(summary.Value{From: []summary.Origin{{Field: "net/http.DefaultClient"}}})
	case !client:
		out = out.Join(unknown())
	}
	return out.Join(nameGuards(c.callee.Name()))
}

// call is what a call gives back as its index-th result.
func (w valuer) call(instr *ssa.Call, index int) summary.Value {
	if _, ok := instr.Call.Value.(*ssa.Builtin); ok { // append
		return w.all(instr.Call.Args)
	}
	c := w.calls[w.g][instr]
	if c == nil || c.callee == nil || c.callee.Pkg() == nil {
		return w.opaque(resultType(instr, index))
	}
	t := resultType(instr, index)
	if c.invoke && c.method != nil {
		return w.givenBehind(c, index, t)
	}
	if !c.invoke && w.p.firstPartyPath(pkgPath(c.callee.Pkg())) {
		return w.given(c, index).Join(w.changesOf(instr, t))
	}
	if w.partOf(t) == contextPart {
		return w.madeContext(c)
	}
	return w.madeClient(c, t).Join(w.changesOf(instr, t))
}

func resultType(c *ssa.Call, index int) types.Type {
	if list := results(c); index < len(list) {
		return list[index]
	}
	return types.Typ[types.Invalid]
}

// changesOf is what is set on a client that a call gave back.
func (w valuer) changesOf(instr *ssa.Call, t types.Type) summary.Value {
	if w.partOf(t) != clientPart {
		return summary.Value{}
	}
	var out summary.Value
	out = out.Join(w.changes(instr))
	if refs := instr.Referrers(); refs != nil {
		for _, ref := range *refs {
			if ex, ok := ref.(*ssa.Extract); ok {
				out = out.Join(w.changes(ex))
			}
		}
	}
	return out
}

// given is what a function of the project's own gives back, with this call's
// arguments in the place of its parameters.
func (w valuer) given(c *call, index int) summary.Value {
	sum := w.p.summaryOf(c.callee)
	if sum == nil || sum.Out == nil {
		return summary.Value{}
	}
	for _, given := range sum.Out.Gives {
		if given.Result == index {
			return w.fill(given.Value, c)
		}
	}
	return summary.Value{}
}

// givenBehind is what the method of an interface gives back, where it has but
// one implementation below this package.
func (w valuer) givenBehind(c *call, index int, t types.Type) summary.Value {
	impls := w.impls[c.method.Iface]
	if len(impls) != 1 || impls[0].Forward {
		return w.opaque(t)
	}
	e := methodOf(impls[0], c.method.Name)
	if e == nil {
		return w.opaque(t) // it may do nothing, or not be known
	}
	for _, given := range e.Gives {
		if given.Result == index {
			return w.fill(given.Value, c)
		}
	}
	return summary.Value{}
}

// fill puts a call's arguments in the place of parameters.
func (w valuer) fill(v summary.Value, c *call) summary.Value {
	out := v.Without(func(from summary.Origin) bool { return from.Param > 0 })
	for _, i := range params(v) {
		if i < len(c.args) {
			out = out.Join(w.value(c.args[i]))
		}
	}
	return out
}

// madeContext is a context that a library makes. One that is made of nothing is
// that of a request or a message.
func (w valuer) madeContext(c *call) summary.Value {
	switch name := fullName(c.callee); name {
	case "context.Background", "context.TODO", "context.WithoutCancel":
		return summary.Value{}
	case "net/http.Request.Context":
		return w.contextOf(c.args[0])
	}
	if guard := nameGuards(c.callee.Name()); guard.Timeout == summary.Yes {
		return summary.Value{Timeout: summary.Yes}
	}
	var out summary.Value
	made := false
	for _, a := range c.args {
		if isContext(a.Type()) {
			out, made = out.Join(w.value(a)), true
		}
	}
	if !made {
		return requestContext()
	}
	return out
}

// contextOf is the context of a request: a handler's is that of what the
// process was asked, any other is the caller's.
func (w valuer) contextOf(req ssa.Value) summary.Value {
	if w.isServed(req) {
		return requestContext()
	}
	v := w.value(req)
	out := summary.Value{Timeout: v.Timeout}
	for _, from := range v.From {
		if from.Param > 0 || from.Ctx {
			from.Ctx = true
			out = out.Join(summary.Value{From: []summary.Origin{from}})
		}
	}
	return out
}

// isServed reports whether a request is what the process was asked: a handler's
// parameter, or what a framework's context holds: c.Request, c.Request().
func (w valuer) isServed(req ssa.Value) bool {
	switch v := req.(type) {
	case *ssa.Parameter:
		return slices.ContainsFunc(v.Parent().Params, func(p *ssa.Parameter) bool { return isNamed(p.Type(), "net/http", "ResponseWriter") })
	case *ssa.UnOp:
		fa, ok := v.X.(*ssa.FieldAddr)
		return ok && nameOfField(fa) == "Request" && w.ofLibrary(named(fa.X.Type()))
	case *ssa.Call:
		c := w.calls[w.g][v]
		return c != nil && c.callee != nil && c.callee.Name() == "Request" && c.shift() == 1 && w.ofLibrary(named(c.args[0].Type()))
	}
	return false
}

// ofLibrary reports whether a type is a library's; net/http's are the requests
// themselves.
func (w valuer) ofLibrary(n *types.Named) bool {
	path := pkgPathOf(n)
	return path != "" && path != "net/http" && !w.p.firstPartyPath(path)
}

// madeClient is a client, an option or a request that a library makes: what it
// is made of, and what the library is known to add.
func (w valuer) madeClient(c *call, t types.Type) summary.Value {
	out := w.callTimeout(c)
	method := c.shift() == 1
	for _, a := range c.args {
		if w.takesPart(a, method || w.partOf(t) == requestPart) {
			out = out.Join(w.value(a))
		}
	}
	if w.partOf(t) != clientPart {
		return out
	}
	if makesProxy(c.callee) {
		return out.Join(w.proxied(c.instr.Value()))
	}
	if dials(c.callee) {
		out.Seen = true
		if out.Timeout == summary.No && out.Breaker == summary.No {
			out.Made = []summary.Step{w.p.step(w.p.callPos(c.instr), "the connection is made without a timeout for its calls, and without a breaker")}
		}
	}
	if entry := c.has(catalog.Client); entry != nil {
		return out.Join(summary.Value{Timeout: yesIf(entry.Timeout), Breaker: yesIf(entry.Breaker), Seen: true})
	}
	if method && w.partOf(c.args[0].Type()) == clientPart || neutral(pkgPath(c.callee.Pkg())) || stubOf(c.callee) {
		return out
	}
	return out.Join(unknown())
}

// dials reports whether a function makes a gRPC connection.
func dials(f *types.Func) bool {
	if pkgPath(f.Pkg()) != "google.golang.org/grpc" {
		return false
	}
	return f.Name() == "NewClient" || f.Name() == "Dial" || f.Name() == "DialContext"
}

func yesIf(yes bool) summary.Known {
	if yes {
		return summary.Yes
	}
	return summary.No
}

// stubOf reports whether a function makes a generated stub out of a connection.
func stubOf(f *types.Func) bool {
	params := f.Signature().Params()
	return f.Signature().Recv() == nil && params.Len() == 1 && isNamed(params.At(0).Type(), "google.golang.org/grpc", "ClientConnInterface")
}

// takesPart reports whether an argument has a part in what a library makes. The
// context that a connection is made in does not bound the calls over it.
func (w valuer) takesPart(a ssa.Value, contexts bool) bool {
	t := a.Type()
	switch w.partOf(t) {
	case contextPart:
		return contexts
	case noPart:
		if isNamed(t, "io", "Reader") || isNamed(t, "io", "ReadCloser") {
			return false
		}
		switch t.Underlying().(type) {
		case *types.Interface, *types.Signature, *types.Slice:
			return !isBytes(t)
		}
		return !w.guardType(t).Zero()
	}
	return true
}
