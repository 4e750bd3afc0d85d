package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Guards are told by their names: libraries and home-made helpers alike call a
// circuit breaker by its name. A name that promises more than it keeps hides a
// finding; one that promises nothing is looked into.

func containsAny(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s, p) })
}

// breakerName recognises what calls itself a circuit breaker.
func breakerName(s string) bool {
	return containsAny(strings.ToLower(s), "breaker", "circuit", "hystrix", "sentinel")
}

// nameGuards is what a function of a library does to a call by its name:
// SetTimeout, WithPerRetryTimeout, WithCircuitBreaker. Those for the dial say
// nothing of the calls.
func nameGuards(name string) summary.Value {
	var v summary.Value
	lower := strings.ToLower(name)
	if containsAny(lower, "timeout", "deadline") && !containsAny(lower, "dial", "connect", "idle", "keepalive", "handshake", "no", "without", "clear") {
		v.Timeout = summary.Yes
	}
	if breakerName(name) {
		v.Breaker = summary.Yes
	}
	return v
}

// guardType is what a type says by its name: the policies of failsafe-go, a
// transport that is a breaker.
func (o *outgoing) guardType(t types.Type) summary.Value {
	var v summary.Value
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return v
	}
	path := pkgPath(n.Obj().Pkg())
	if breakerName(path[strings.LastIndexByte(path, '/')+1:]) || breakerName(n.Obj().Name()) {
		v.Breaker = summary.Yes
	}
	if strings.HasSuffix(path, "/timeout") {
		v.Timeout = summary.Yes
	}
	return v
}

// neutral recognises the packages whose options and transports guard nothing:
// those that watch, authenticate, encode.
func neutral(path string) bool {
	path = catalog.Canonical(path)
	return strings.HasPrefix(path, "google.golang.org/grpc") || strings.HasPrefix(path, "github.com/cloudwego/kitex/") || path == "connectrpc.com/connect" || path == "net/http" || path == "net/url" ||
		containsAny(strings.ToLower(path), "otel", "opentelemetry", "opencensus", "opentracing", "prometheus", "datadog", "dd-trace", "zipkin",
			"jaeger", "newrelic", "sentry", "apm", "tracing", "trace", "logging", "zap", "logrus", "zerolog", "slog", "auth", "oauth2",
			"recovery", "metadata", "requestid", "retry", "metrics", "gzip", "httpsnoop", "cleanhttp")
}

// callTimeout is what a library's function adds by its name. The timeout that
// grpc.WithTimeout sets is for the dial.
func (w valuer) callTimeout(c *call) summary.Value {
	if c.callee == nil || c.callee.Pkg() == nil {
		return summary.Value{}
	}
	path := pkgPath(c.callee.Pkg())
	v := nameGuards(c.callee.Name())
	if path == "google.golang.org/grpc" {
		v = summary.Value{}
		if c.callee.Name() == "WithDefaultServiceConfig" && w.mentions(c, "timeout") {
			v.Timeout = summary.Yes
		}
	}
	if path == "context" || path == "net/http" || path == "net/url" {
		return v
	}
	if breakerName(path) {
		v.Breaker = summary.Yes
	}
	if strings.HasSuffix(path, "/timeout") {
		v.Timeout = summary.Yes
	}
	return v
}

// mentions reports whether a text among a call's arguments holds a word, or
// cannot be read.
func (w valuer) mentions(c *call, word string) bool {
	for _, a := range c.args {
		if !isString(a.Type()) {
			continue
		}
		for _, t := range w.p.texts(w.g, a) {
			if !t.known() || strings.Contains(strings.ToLower(t.String()), word) {
				return true
			}
		}
	}
	return false
}

// isBreaker reports whether a function is a circuit breaker's: by the config,
// or by its name, its type's or its package's.
func (o *outgoing) isBreaker(f *types.Func) bool {
	if f == nil || f.Pkg() == nil {
		return false
	}
	path := pkgPath(f.Pkg())
	switch o.p.cfg.MatchSymbol(config.RoleBreaker, path, recvName(f), f.Name()) {
	case config.Yes:
		return true
	case config.No:
		return false
	}
	return breakerName(recvName(f)) || breakerName(f.Name()) || breakerName(catalog.Canonical(path))
}

// runGuard is the guard under which a call runs the functions that it is given.
func (o *outgoing) runGuard(g *group, c *call) summary.Value {
	var v summary.Value
	f := c.callee
	switch {
	case c.field != nil && breakerName(c.field.Name):
		v.Breaker = summary.Yes
	case f == nil || f.Pkg() == nil:
	case o.isBreaker(f):
		v.Breaker = summary.Yes
		if containsAny(pkgPath(f.Pkg()), "hystrix", "cep21/circuit") {
			v.Timeout = summary.Yes // their commands end after a second, if nothing else is said
		}
	case strings.Contains(pkgPath(f.Pkg()), "failsafe"):
		v = o.policies(g, c)
	case c.method != nil && !runsPlainly(f.Name()):
		v.Breaker = summary.Unknown // whoever implements it may guard what it runs
	}
	if f != nil {
		v = v.Join(nameGuards(f.Name()))
	}
	return v
}

// policies is what the policies guard that failsafe-go runs a function with.
func (o *outgoing) policies(g *group, c *call) summary.Value {
	w := o.valuer(g)
	var v summary.Value
	for _, a := range c.args {
		if _, ok := a.Type().Underlying().(*types.Signature); !ok {
			v = v.Join(w.policy(a))
		}
	}
	return v
}

// policy looks into an executor, a list of policies or one policy.
func (w valuer) policy(v ssa.Value) summary.Value {
	if guard := w.guardType(v.Type()); !guard.Zero() {
		return guard
	}
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return w.policy(v.X)
	case *ssa.ChangeInterface:
		return w.policy(v.X)
	case *ssa.ChangeType:
		return w.policy(v.X)
	case *ssa.Slice:
		var out summary.Value
		for _, e := range elements(v) {
			if e == nil {
				return unknown()
			}
			out = out.Join(w.policy(e))
		}
		return out
	case *ssa.Const:
		return summary.Value{}
	case *ssa.UnOp:
		if global, ok := v.X.(*ssa.Global); ok {
			if once := w.p.globals[global]; once != nil {
				return w.in(w.p.startOf(global)).policy(once)
			}
		}
	case *ssa.Call:
		if n := named(v.Type()); n != nil && strings.Contains(pkgPathOf(n), "retrypolicy") {
			return summary.Value{}
		}
		var out summary.Value
		if v.Call.IsInvoke() { // an executor with a context
			out = w.policy(v.Call.Value)
		}
		for _, a := range v.Call.Args {
			out = out.Join(w.policy(a))
		}
		return out
	}
	if n := named(v.Type()); n != nil && containsAny(pkgPathOf(n), "retrypolicy", "fallback", "bulkhead", "ratelimiter", "hedgepolicy", "cachepolicy") {
		return summary.Value{}
	}
	if isContext(v.Type()) {
		return summary.Value{}
	}
	return unknown() // an executor that was made elsewhere
}

func pkgPathOf(n *types.Named) string {
	if n == nil || n.Obj().Pkg() == nil {
		return ""
	}
	return pkgPath(n.Obj().Pkg())
}

// runsPlainly recognises the names of methods that run a function in a
// transaction, under a lock, in a span, again: they guard against nothing here.
func runsPlainly(name string) bool {
	return containsAny(strings.ToLower(name), "tx", "transaction", "atomic", "unit", "lock", "span", "trace", "retry", "each", "subscribe", "register", "handle", "go", "once", "map", "walk")
}

// literalGuard is the guard under which code runs: that of the breaker which
// the function literal is handed to, and of a breaker that the function asks
// before it goes on.
func (o *outgoing) literalGuard(g *group, fn *ssa.Function) summary.Value {
	if v, ok := o.literals[fn]; ok {
		return v
	}
	v := o.guardOf(g, fn)
	o.literals[fn] = v
	return v
}

func (o *outgoing) guardOf(g *group, fn *ssa.Function) summary.Value {
	v := o.asked(g)
	for depth := 0; fn != g.fn && depth < 8; depth++ {
		for _, c := range o.sortedCalls(g) {
			if !hands(c, fn) {
				continue
			}
			v = v.Join(o.runGuard(g, c)).Join(o.calleeGuard(c, fn))
		}
		v = v.Join(o.curriedGuard(fn))
		fn = fn.Parent()
	}
	return v
}

// sortedCalls are a group's calls in the order of the code.
func (o *outgoing) sortedCalls(g *group) []*call {
	if list, ok := o.sorted[g]; ok {
		return list
	}
	var list []*call
	for ci := range Calls(g.funcs...) {
		list = append(list, o.calls[g][ci])
	}
	o.sorted[g] = list
	return list
}

// hands reports whether a call is given, or runs, a function literal.
func hands(c *call, fn *ssa.Function) bool {
	return slices.ContainsFunc(c.args, func(a ssa.Value) bool { return literalOf(a) == fn }) ||
		slices.ContainsFunc(c.runs, func(r run) bool { return r.target.closure == fn })
}

// calleeGuard is the guard under which a function of the project's own runs a
// literal that it is given.
func (o *outgoing) calleeGuard(c *call, fn *ssa.Function) summary.Value {
	return o.guardOfArg(c, func(a ssa.Value) bool { return literalOf(a) == fn })
}

// guardOfArg is the guard under which a function of the project's own runs one of its
// arguments.
func (o *outgoing) guardOfArg(c *call, is func(ssa.Value) bool) summary.Value {
	var v summary.Value
	if c.callee == nil || c.invoke {
		return v
	}
	sum := o.p.summaryOf(c.callee)
	if sum == nil || sum.Out == nil {
		return v
	}
	for _, guarded := range sum.Out.Guards {
		if guarded.Index < len(c.args) && is(c.args[guarded.Index]) {
			v = v.Join(guarded.Value)
		}
	}
	return v
}

// asked is the guard of a breaker that lets the caller through instead of
// running a function: gobreaker's Allow, sentinel's Entry.
func (o *outgoing) asked(g *group) summary.Value {
	for _, c := range o.sortedCalls(g) {
		if c.callee == nil || !o.isBreaker(c.callee) {
			continue
		}
		switch c.callee.Name() {
		case "Allow", "AllowRequest", "IsAllowed", "Ready", "Entry", "TryAcquirePermit", "AcquirePermit", "CanExecute":
			return summary.Value{Breaker: summary.Yes}
		}
	}
	return summary.Value{}
}
