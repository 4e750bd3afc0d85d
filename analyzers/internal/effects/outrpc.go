package effects

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A generated stub names the service that it calls: gRPC's as a constant that it
// hands to Invoke, connect's as a constant of its package. That name is left as
// a fact on the stub's methods, and on those of the interface that it
// implements, since this is what everybody calls.

// rpcMethod takes the service's name out of a method's full name,
// "/accounts.v1.Accounts/Get"; "" for any other text.
func rpcMethod(s string) string {
	rest, ok := strings.CutPrefix(s, "/")
	if !ok {
		return ""
	}
	service, method, ok := strings.Cut(rest, "/")
	if !ok || service == "" || method == "" || strings.ContainsAny(method, "/ ") || strings.ContainsAny(service, " ") {
		return ""
	}
	return service
}

// sendsRPC reports whether a function is one that stubs hand the full name of a
// method to.
func sendsRPC(f *types.Func) bool {
	if f.Pkg() == nil || pkgPath(f.Pkg()) != "google.golang.org/grpc" {
		return false
	}
	return f.Name() == "Invoke" || f.Name() == "NewStream"
}

// stub notes which gRPC service a function is the stub of.
func (o *outgoing) stub(g *group) {
	if g.obj == nil {
		return
	}
	for _, c := range o.sortedCalls(g) {
		if c.callee == nil || !sendsRPC(c.callee) {
			continue
		}
		for _, a := range c.args {
			if s, ok := constString(a); ok && rpcMethod(s) != "" {
				g.out().RPC = rpcMethod(s)
				return
			}
		}
	}
}

// stubInterfaces leaves the name of the service on the methods of the package's
// stub interfaces.
func (o *outgoing) stubInterfaces() {
	scope := o.p.pass.Pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() {
			continue
		}
		i, ok := tn.Type().Underlying().(*types.Interface)
		if !ok || !clientInterface(i) && !strings.HasSuffix(name, "Client") {
			continue
		}
		rpc := cmp.Or(o.implementedRPC(i), connectName(o.p.pass.Pkg, name))
		if rpc == "" {
			continue
		}
		for m := range i.ExplicitMethods() {
			o.p.pass.ExportObjectFact(m, &summary.Func{Out: &summary.Outgoing{RPC: rpc}})
			o.p.facts[m] = &summary.Func{Out: &summary.Outgoing{RPC: rpc}}
		}
	}
}

// implementedRPC is the service whose stub in this package implements an
// interface.
func (o *outgoing) implementedRPC(i *types.Interface) string {
	for _, g := range o.p.groups {
		if g.obj == nil || g.summary.Out == nil || g.summary.Out.RPC == "" || g.obj.Signature().Recv() == nil {
			continue
		}
		if types.Implements(g.obj.Signature().Recv().Type(), i) {
			return g.summary.Out.RPC
		}
	}
	return ""
}

// connectName is the service's name that connect's generator puts beside a
// client's interface: AccountsClient and AccountsName.
func connectName(pkg *types.Package, iface string) string {
	base, ok := strings.CutSuffix(iface, "Client")
	if !ok {
		return ""
	}
	if c, ok := pkg.Scope().Lookup(base + "Name").(*types.Const); ok && c.Val().Kind() == constant.String {
		if s := constant.StringVal(c.Val()); strings.Contains(s, ".") && !strings.ContainsAny(s, "/ ") {
			return s
		}
	}
	return ""
}

// rpcOf is the service whose stub a call calls, or "".
func (o *outgoing) rpcOf(c *call) string {
	if c.callee == nil || c.callee.Pkg() == nil {
		return ""
	}
	if sum := o.p.summaryOfStub(c.callee); sum != nil && sum.Out != nil {
		return sum.Out.RPC
	}
	if sendsRPC(c.callee) {
		for _, a := range c.args {
			if s, ok := constString(a); ok && rpcMethod(s) != "" {
				return rpcMethod(s)
			}
		}
	}
	return ""
}

// summaryOfStub is the summary of a function, an interface's method too.
func (p *program) summaryOfStub(f *types.Func) *summary.Func {
	if s, ok := p.facts[f.Origin()]; ok {
		return s
	}
	return p.summaryOf(f)
}

// rpcService is the service that a stub's call reaches: the one that serves the
// name, or whose api the stub is.
func (o *outgoing) rpcService(c *call) string {
	if rpc := o.rpcOf(c); rpc != "" {
		if services := o.p.cfg.GRPCServices(rpc); len(services) > 0 {
			return services[0]
		}
		path := pkgPath(c.callee.Pkg())
		return cmp.Or(o.p.cfg.APIOf(path), o.p.cfg.ServiceOf(path))
	}
	return ""
}

// stubs leaves the services' names on the stubs of a dependency.
func (w *walker) stubs() {
	rpc := map[types.Object]string{}
	for _, df := range w.order {
		if df.rpc != "" {
			df.summary.Out = &summary.Outgoing{RPC: df.rpc}
			if recv := df.obj.Signature().Recv(); recv != nil && named(recv.Type()) != nil {
				rpc[named(recv.Type()).Obj()] = df.rpc
			}
		}
	}
	scope := w.pass.Pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() || !types.IsInterface(tn.Type()) || !strings.HasSuffix(name, "Client") {
			continue
		}
		service := cmp.Or(stubFor(scope, rpc, tn), connectName(w.pass.Pkg, name))
		if service == "" {
			continue
		}
		for m := range tn.Type().Underlying().(*types.Interface).ExplicitMethods() {
			w.pass.ExportObjectFact(m, &summary.Func{Out: &summary.Outgoing{RPC: service}})
		}
	}
}

// stubFor is the service whose stub implements an interface of the package.
func stubFor(scope *types.Scope, rpc map[types.Object]string, iface *types.TypeName) string {
	for _, name := range scope.Names() {
		obj := scope.Lookup(name)
		if service := rpc[obj]; service != "" && types.Implements(types.NewPointer(obj.Type()), iface.Type().Underlying().(*types.Interface)) {
			return service
		}
	}
	return ""
}

// rpcCall notes the full name of the method that a stub in a dependency calls.
func (w *walker) rpcCall(df *depFunc, callee *types.Func, call *ast.CallExpr) {
	if df.rpc != "" || !sendsRPC(callee) {
		return
	}
	for _, a := range call.Args {
		if v := w.pass.TypesInfo.Types[a].Value; v != nil && v.Kind() == constant.String {
			if service := rpcMethod(constant.StringVal(v)); service != "" {
				df.rpc = service
			}
		}
	}
}
