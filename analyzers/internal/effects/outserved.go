package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A service's server may bound each request that it serves: its library does so, or a
// middleware, a library's or one of the service's own. Then the contexts of requests
// have a deadline, although nobody is seen to hand one on: the rest of a request is
// called by way of the library's types. Likewise a breaker may stand around them.

// bounds notes that the service's server bounds each request that it serves.
func (o *outgoing) bounds(g *group, c *call) {
	if c.has(catalog.Server) != nil || o.boundsByName(c) || o.boundsRest(g, c) {
		o.served(ofServer(o.p.service), summary.Value{Timeout: summary.Yes})
	}
	if o.isRest(c) && o.literalGuard(g, c.instr.Parent()).Breaker == summary.Yes {
		of := ofServer(o.p.service)
		if ofProxies(c) { // which says nothing of what else a request leads to
			of = ofProxiesOf(o.p.service)
		}
		o.served(of, summary.Value{Breaker: summary.Yes})
	}
}

// isRest reports whether a call is that of the rest of a request.
func (o *outgoing) isRest(c *call) bool {
	if c.callee == nil {
		f := c.instr.Common().Value.Type()
		handler := o.libraryFunc(f) && strings.Contains(named(f).Obj().Name(), "Handler") // connect's are of either side
		return c.field == nil && (handler || takesRequest(c.instr.Common().Signature()))
	}
	return c.has(catalog.Next) != nil || takesRequest(c.callee.Signature()) && !o.p.firstPartyPath(pkgPathOfFunc(c.callee))
}

// served notes what guards all that the requests of the service lead to.
func (o *outgoing) served(of string, guard summary.Value) {
	o.pool.Hints = append(o.pool.Hints, summary.Hint{Site: of, Value: guard})
}

// ofServer takes the place of a site's key for all that a service is asked; of no
// service, it stands for every one.
func ofServer(service string) string { return "*" + service }

// ofProxiesOf is ofServer for the requests that a service's reverse proxies serve.
func ofProxiesOf(service string) string { return ofServer(service) + "*proxies" }

// boundsByName recognises a library's handlers and middleware: http.TimeoutHandler,
// middleware.Timeout.
func (o *outgoing) boundsByName(c *call) bool {
	if c.callee == nil || c.callee.Pkg() == nil {
		return false
	}
	path, name := pkgPath(c.callee.Pkg()), c.callee.Name()
	library := path != "context" && path != "time" && !o.p.firstPartyPath(path)
	return library && nameGuards(name).Timeout == summary.Yes && containsAny(path, "net/http", "middleware") || strings.HasSuffix(path, "contrib/timeout")
}

// boundsRest reports whether a call is that of the rest of a request, with a deadline
// that was set here: next.ServeHTTP(w, r.WithContext(ctx)), handler(ctx, req). So is
// one by which a framework's context is given a request or a context.
func (o *outgoing) boundsRest(g *group, c *call) bool {
	common := c.instr.Common()
	switch {
	case c.callee == nil && c.field == nil && !o.libraryFunc(common.Value.Type()) && !takesRequest(common.Signature()):
		return false
	case c.callee != nil && o.p.firstPartyPath(pkgPathOfFunc(c.callee)):
		return false // what it is called with is followed
	case c.callee != nil && !takesRequest(c.callee.Signature()) && !setsRequest(c.callee):
		return false
	}
	for _, a := range common.Args {
		if part := o.partOf(a.Type()); (part == contextPart || part == requestPart) && o.value(g, a).Timeout == summary.Yes {
			return true
		}
	}
	return false
}

// libraryFunc reports whether a function is of a type that a library has for the rest of
// a request: grpc.UnaryHandler. The rest of a call that the service makes is none.
func (o *outgoing) libraryFunc(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Pkg() != nil && !o.p.firstPartyPath(pkgPathOf(n)) && !containsAny(n.Obj().Name(), "Invoker", "Streamer")
}

// takesRequest reports whether a function handles an HTTP request.
func takesRequest(sig *types.Signature) bool {
	return sig.Params().Len() == 2 && isNamed(sig.Params().At(0).Type(), "net/http", "ResponseWriter") && pointsTo(sig.Params().At(1).Type(), "net/http", "Request")
}

// setsRequest recognises the methods by which frameworks' contexts are given a request,
// or a context: echo's, fiber's.
func setsRequest(f *types.Func) bool {
	if !containsAny(pkgPathOfFunc(f), "/echo", "/fiber") {
		return false
	}
	name := f.Name()
	return name == "SetRequest" || name == "SetUserContext" || name == "SetContext"
}

// replaced notes that the request which a framework's context holds is given a deadline:
// c.Request = c.Request.WithContext(ctx), as gin has it.
func (o *outgoing) replaced(g *group, s *ssa.Store) {
	fa, ok := s.Addr.(*ssa.FieldAddr)
	if !ok || nameOfField(fa) != "Request" || !pointsTo(s.Val.Type(), "net/http", "Request") {
		return
	}
	n := named(fa.X.Type())
	if n == nil || o.p.firstPartyPath(pkgPathOf(n)) || pkgPathOf(n) == "net/http" {
		return
	}
	if o.value(g, s.Val).Timeout == summary.Yes {
		o.served(ofServer(o.p.service), summary.Value{Timeout: summary.Yes})
	}
}
