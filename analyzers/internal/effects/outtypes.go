package effects

import (
	"go/types"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A part says in which way a value of a type has to do with a call to another
// service.
type part int

const (
	noPart      part = iota
	contextPart      // bounds the call in time
	textPart         // may be its address
	requestPart      // holds an address and a context
	clientPart       // makes the call
	offeredPart      // an interface behind which a service offers its client
)

// maxWrapDepth bounds the search for a client in the fields of a struct.
const maxWrapDepth = 3

// partOf tells what part values of a type have in calls to other services.
func (o *outgoing) partOf(t types.Type) part {
	t = types.Unalias(t)
	if s, ok := t.Underlying().(*types.Slice); ok {
		if o.partOf(s.Elem()) == clientPart {
			return clientPart // options of a client
		}
		return noPart
	}
	switch {
	case isContext(t):
		return contextPart
	case isString(t):
		return textPart
	case pointsTo(t, "net/http", "Request"), pointsTo(t, "net/url", "URL"), isNamed(t, "net/url", "URL"), o.embedsRequest(t), o.ownRequest(t):
		return requestPart
	case o.isClient(t), o.wraps(t, 0), o.configures(t):
		return clientPart
	case o.isOffered(t):
		return offeredPart
	}
	return noPart
}

// isOffered reports whether a type is an interface by which a service offers its
// client: some implementation of it is known to ask another service.
func (o *outgoing) isOffered(t types.Type) bool {
	n := named(t)
	if n == nil || !types.IsInterface(n) || o.p.cfg.APIOf(pkgPathOf(n)) == "" {
		return false
	}
	return slices.ContainsFunc(o.impls[typeName(n)], func(c summary.Conversion) bool {
		return slices.ContainsFunc(c.Methods, func(m summary.MethodEffects) bool { return len(m.Sites) > 0 })
	})
}

// embedsRequest reports whether a library's type is a request with more to it, as
// that of a client which sends it again.
func (o *outgoing) embedsRequest(t types.Type) bool {
	n := named(t)
	s := underlyingStruct(t)
	if n == nil || s == nil || n.Obj().Pkg() == nil || o.p.firstPartyPath(pkgPath(n.Obj().Pkg())) {
		return false
	}
	for f := range s.Fields() {
		if f.Embedded() && pointsTo(f.Type(), "net/http", "Request") {
			return true
		}
	}
	return false
}

// ownRequest reports whether a type of the project's, in code of no service, is what a
// client of its own is asked with: an address, and what is sent there. Everybody's
// requests are of that type, so that what one puts into it says nothing of the others.
func (o *outgoing) ownRequest(t types.Type) bool {
	n, s := named(t), underlyingStruct(t)
	if n == nil || s == nil || !o.p.firstPartyPath(pkgPathOf(n)) || !o.sharedPackage(pkgPathOf(n)) {
		return false
	}
	address, sent := false, false
	for f := range s.Fields() {
		switch strings.ToLower(f.Name()) {
		case "url", "uri", "address", "addr", "host", "endpoint", "target", "baseurl":
			address = address || isString(f.Type())
		case "method", "body", "header", "headers", "payload":
			sent = true
		}
	}
	return address && sent
}

// isClient reports whether a type is a client, a connection, an option of one,
// or a function that a client hands its calls to.
func (o *outgoing) isClient(t types.Type) bool {
	if sig, ok := t.Underlying().(*types.Signature); ok {
		return intercepts(sig)
	}
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	path := pkgPath(n.Obj().Pkg())
	switch {
	case isProxy(n):
		return true
	case path == "net/http":
		return slices.Contains([]string{"Client", "Transport", "RoundTripper"}, n.Obj().Name())
	case o.p.firstPartyPath(path):
		i, ok := n.Underlying().(*types.Interface)
		return ok && clientInterface(i)
	}
	if i, ok := n.Underlying().(*types.Interface); ok && (clientInterface(i) || givesConn(i)) {
		return true
	}
	if o.p.catalog.Sends(path, n.Obj().Name()) || isKitexOption(n) || isSuite(n) {
		return true
	}
	return o.p.catalog.Root(path) && path != "crypto/tls" && containsAny(n.Obj().Name(), "Client", "Conn", "Option", "Transport", "Interceptor")
}

// isKitexOption reports whether a type is an option of kitex's, of a client or of
// one call.
func isKitexOption(t types.Type) bool {
	return isNamed(t, "github.com/cloudwego/kitex/internal/client", "Option") || isNamed(t, "github.com/cloudwego/kitex/client/callopt", "Option")
}

// isSuite reports whether a type is kitex's of many options at once.
func isSuite(t types.Type) bool {
	return isNamed(t, "github.com/cloudwego/kitex/client", "Suite") || isNamed(t, "github.com/cloudwego/kitex/internal/client", "Suite")
}

// clientInterface reports whether an interface is an HTTP client's, or a
// generated stub's.
func clientInterface(i *types.Interface) bool {
	for m := range i.Methods() {
		if sendsRequest(m) || isStub(m.Signature()) {
			return true
		}
	}
	return false
}

// givesConn reports whether a library's interface stands for a connection, which it
// gives out: zrpc.Client.
func givesConn(i *types.Interface) bool {
	for m := range i.Methods() {
		sig := m.Signature()
		if sig.Params().Len() == 0 && sig.Results().Len() == 1 && isConn(sig.Results().At(0).Type()) {
			return true
		}
	}
	return false
}

// isConn reports whether a type is a connection of gRPC's, which stubs are made of.
func isConn(t types.Type) bool {
	return pointsTo(t, "google.golang.org/grpc", "ClientConn") || isNamed(t, "google.golang.org/grpc", "ClientConnInterface")
}

// isStub reports whether a method has the shape of a generated stub's: the last
// parameter of gRPC's is ...grpc.CallOption, of kitex's ...callopt.Option, and
// connect's takes a *connect.Request.
func isStub(sig *types.Signature) bool {
	n := sig.Params().Len()
	if n < 2 {
		return false
	}
	last := sig.Params().At(n - 1).Type()
	if sig.Variadic() {
		s, ok := last.(*types.Slice)
		return ok && (isNamed(s.Elem(), "google.golang.org/grpc", "CallOption") || isNamed(s.Elem(), "github.com/cloudwego/kitex/client/callopt", "Option"))
	}
	return isContext(sig.Params().At(0).Type()) && pointsTo(last, "connectrpc.com/connect", "Request") && sig.Results().Len() > 0 &&
		isErrorType(sig.Results().At(sig.Results().Len()-1).Type())
}

// opensStream reports whether a stub's method gives back a stream of messages.
func opensStream(sig *types.Signature) bool {
	if sig.Results().Len() == 0 {
		return false
	}
	t := sig.Results().At(0).Type()
	if n := named(t); n != nil && strings.HasSuffix(n.Obj().Name(), "StreamForClient") {
		return pkgPathOf(n) == "connectrpc.com/connect" || pkgPathOf(n) == "github.com/bufbuild/connect-go"
	}
	i, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for m := range i.Methods() {
		if m.Name() == "CloseSend" {
			return true
		}
	}
	return false
}

// intercepts reports whether a function stands in the way of calls: an
// interceptor of gRPC's, connect's or kitex's, or a function that makes an HTTP round trip.
func intercepts(sig *types.Signature) bool {
	if sig.Params().Len() == 1 && sig.Results().Len() == 2 && pointsTo(sig.Params().At(0).Type(), "net/http", "Request") {
		return pointsTo(sig.Results().At(0).Type(), "net/http", "Response")
	}
	for p := range sig.Params().Variables() {
		t := p.Type()
		if isNamed(t, "google.golang.org/grpc", "UnaryInvoker") || isNamed(t, "google.golang.org/grpc", "Streamer") || isConnectFunc(t) ||
			isNamed(t, "github.com/cloudwego/kitex/pkg/endpoint", "Endpoint") {
			return true
		}
	}
	return false
}

// isConnectFunc reports whether a type is the rest of a call that an interceptor
// of connect's goes on with.
func isConnectFunc(t types.Type) bool {
	n := named(t)
	if n == nil || n.Obj().Name() != "UnaryFunc" && n.Obj().Name() != "StreamingClientFunc" {
		return false
	}
	path := pkgPathOf(n)
	return path == "connectrpc.com/connect" || path == "github.com/bufbuild/connect-go"
}

// wraps reports whether a type of the project's holds a client in its fields.
func (o *outgoing) wraps(t types.Type, depth int) bool {
	n := named(t)
	if depth >= maxWrapDepth || n == nil || n.Obj().Pkg() == nil || !o.p.firstPartyPath(pkgPath(n.Obj().Pkg())) {
		return false
	}
	s, ok := n.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range s.Fields() {
		if o.isClient(f.Type()) || o.wraps(f.Type(), depth+1) {
			return true
		}
	}
	return false
}
