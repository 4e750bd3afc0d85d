package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A reverse proxy of net/http/httputil is a client that calls for each request which it
// serves. As a rule it is handed to a router, so that nothing is seen to call it: the call
// is said to stand where the proxy is made for one address. Its failures it answers itself.

const proxyPackage = "net/http/httputil"

// makesProxy reports whether a function makes a reverse proxy for the address that it is given.
func makesProxy(f *types.Func) bool {
	return f != nil && f.Pkg() != nil && fullName(f) == proxyPackage+".NewSingleHostReverseProxy"
}

// isProxy reports whether a type is that of reverse proxies, or points to one.
func isProxy(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Name() == "ReverseProxy" && pkgPathOf(n) == proxyPackage
}

// proxies is the way by which a call of httputil's leaves the process: of a proxy that was
// made for one address, what makes it; of one that is put together by hand, what has it
// serve a request.
func (o *outgoing) proxies(g *group, c *call) *leaf {
	if makesProxy(c.callee) {
		return &leaf{kind: string(catalog.HTTP), name: proxyPackage + ".ReverseProxy", conf: 100}
	}
	proxy := c.args[0]
	if free, ok := proxy.(*ssa.FreeVar); ok {
		proxy = g.binding(free)
	}
	if proxy == nil {
		return nil
	}
	if made, _ := g.structThrough(proxy); made == nil {
		return nil
	}
	return c.leaf
}

// ofProxies reports whether a call has to do with reverse proxies.
func ofProxies(c *call) bool {
	return makesProxy(c.callee) || c.leaf != nil && c.shift() == 1 && isProxy(c.args[0].Type())
}

// calledByProxy reports whether a call, as it is shown, is one that a reverse proxy makes.
func calledByProxy(callee string) bool { return strings.HasPrefix(callee, proxyPackage+".") }

// ByProxy reports whether it is a reverse proxy that makes the call.
func (o *Outgoing) ByProxy() bool { return calledByProxy(o.Callee) }

// proxied is what a proxy's calls are made with, beside the address that it was made for.
func (w valuer) proxied(proxy ssa.Value) summary.Value {
	out := summary.Value{Seen: true, From: []summary.Origin{{Field: "net/http.DefaultTransport"}}}.Join(requestContext())
	if w.handsOut(proxy) && w.tunesProxies() {
		out = out.Join(unknown()) // whoever gets it may give it its transport
	}
	return out
}

// handsOut reports whether a function returns a proxy as such.
func (w valuer) handsOut(proxy ssa.Value) bool {
	for _, ref := range *proxy.Referrers() {
		if _, ok := ref.(*ssa.Return); ok {
			return true
		}
	}
	return false
}

// tunesProxies reports whether some function of the package sets the transport of a proxy
// that it did not make itself.
func (w valuer) tunesProxies() bool {
	for _, g := range w.p.groups {
		for instr := range Instructions(g.funcs...) {
			s, ok := instr.(*ssa.Store)
			if !ok {
				continue
			}
			fa, ok := s.Addr.(*ssa.FieldAddr)
			if ok && nameOfField(fa) == "Transport" && isProxy(fa.X.Type()) && !w.madeIn(g, fa.X) {
				return true
			}
		}
	}
	return false
}

// madeIn reports whether a function makes a proxy.
func (w valuer) madeIn(g *group, proxy ssa.Value) bool {
	switch made := g.base(proxy).(type) {
	case *ssa.Alloc:
		return true
	case *ssa.Call:
		c := w.calls[g][made]
		return c != nil && makesProxy(c.callee)
	}
	return false
}

// directed is whose address a proxy turns its requests to that is put together by hand:
// what its Director, or its Rewrite, puts into them.
func (w valuer) directed(a *ssa.Alloc) summary.Value {
	var out summary.Value
	s := underlyingStruct(a.Type())
	for i := range s.NumFields() {
		if name := s.Field(i).Name(); name != "Director" && name != "Rewrite" {
			continue
		}
		for _, v := range w.g.stores()[fieldCell{w.g.base(a), i}] {
			if fn := literalOf(v); fn != nil {
				out = out.Join(w.directs(fn))
			}
		}
	}
	return out
}

// directs is whose address a function literal puts into the request that it is given.
func (w valuer) directs(fn *ssa.Function) summary.Value {
	var out summary.Value
	for instr := range Instructions(fn) {
		switch i := instr.(type) {
		case *ssa.Store:
			fa, ok := i.Addr.(*ssa.FieldAddr)
			if !ok {
				continue
			}
			switch {
			case nameOfField(fa) == "Host" && pointsTo(fa.X.Type(), "net/url", "URL"):
				out = out.Join(w.value(i.Val)).Join(w.named(w.p.cfg.HostServices(w.oneText(i.Val))))
			case nameOfField(fa) == "URL" && pointsTo(fa.X.Type(), "net/http", "Request"):
				out = out.Join(w.value(i.Val))
			}
		case *ssa.Call:
			if c := w.calls[w.g][i]; c != nil && c.callee != nil && c.callee.Name() == "SetURL" && pkgPathOfFunc(c.callee) == proxyPackage {
				out = out.Join(w.value(c.args[1]))
			}
		}
	}
	return out
}
