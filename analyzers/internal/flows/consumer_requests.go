package flows

import (
	"cmp"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A request is what comes in by another way than a message: somebody calls an
// HTTP or RPC handler. Whoever writes a copy from there does so outside of
// consumers. It is judged at the handler, since below it, in a repository,
// nobody can tell who calls; and only where the handler is one for certain.

// A Request is a handler of requests, or a job, with what it writes.
type Request struct {
	Entry
}

// ownRequests are the handlers of requests of this package, if its service keeps
// copies: nothing else is asked of them.
func (a *analysis) ownRequests() []Entry {
	service := a.cfg.Services[a.view.Service()]
	if service == nil || len(service.Copies) == 0 {
		return nil
	}
	var list []Entry
	scheduled, adapted := a.scheduled(), a.adapted()
	for i, u := range a.units {
		if a.messagesInDisguise(u) {
			continue
		}
		list = append(list, a.ownJobs(i, u, scheduled)...)
		for _, fn := range a.requestFuncs(u, adapted) {
			if e, ok := a.trackers[i].requestEntry(fn); ok {
				list = append(list, e)
			}
		}
	}
	slices.SortStableFunc(list, func(x, y Entry) int { return comparePlaces(x.Place, y.Place) })
	return list
}

// messagesInDisguise reports whether a function handles messages, or is a sync
// job, in the shape of a request: brokers that push, webhooks, CloudEvents, an
// endpoint that starts a repair.
func (a *analysis) messagesInDisguise(u *effects.Unit) bool {
	if u.Object == nil || u.Object.Pkg() == nil || a.view.Generated(u.Func) {
		return true
	}
	path, recv, name := effects.PkgPath(u.Object.Pkg()), receiverName(u.Object), u.Object.Name()
	if a.cfg.MatchSymbol(config.RoleHandler, path, recv, name) == config.Yes || a.isSync(u.Object) {
		return true
	}
	return soundsLikeMessages(recv) || soundsLikeMessages(name)
}

func soundsLikeMessages(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{
		"event", "message", "webhook", "hook", "callback", "pubsub", "push", "subscri", "consum", "notif",
		"sync", "replicat", "projection", "backfill", "import", "seed", "ingest", "repair",
	}, func(part string) bool { return strings.Contains(name, part) })
}

// isSync reports whether the config names a function as a sync job.
func (a *analysis) isSync(f *types.Func) bool {
	return f.Pkg() != nil && a.cfg.MatchSymbol(config.RoleSync, effects.PkgPath(f.Pkg()), receiverName(f), f.Name()) == config.Yes
}

// requestFuncs are those of a unit's functions that handle requests, outermost
// first.
func (a *analysis) requestFuncs(u *effects.Unit, adapted map[*ssa.Function]bool) []*ssa.Function {
	var list []*ssa.Function
	for _, fn := range u.Funcs {
		if takesRequest(fn.Signature) || fn == u.Func && servesRPC(u.Object) || a.answersRequest(u, fn) || adapted[fn] || a.rpc[fn] {
			list = append(list, fn)
		}
	}
	return list
}

// webContexts are the types by which web frameworks hand a request to its
// handler.
var webContexts = []string{
	"github.com/gin-gonic/gin.Context",
	"github.com/labstack/echo.Context",
	"github.com/gofiber/fiber.Ctx",
	"github.com/kataras/iris/context.Context",
	"github.com/beego/beego/context.Context",
	"github.com/valyala/fasthttp.RequestCtx",
	"github.com/cloudwego/hertz/pkg/app.RequestContext",
	"github.com/emicklei/go-restful.Request",
	"github.com/uptrace/bunrouter.Request",
	"github.com/go-kratos/kratos/transport/http.Context",
	"github.com/go-fuego/fuego.ContextWithBody",
	"github.com/graphql-go/graphql.ResolveParams",
	"github.com/aws/aws-lambda-go/events.APIGatewayProxyRequest",
	"github.com/aws/aws-lambda-go/events.APIGatewayV2HTTPRequest",
	"github.com/aws/aws-lambda-go/events.LambdaFunctionURLRequest",
	"github.com/aws/aws-lambda-go/events.ALBTargetGroupRequest",
	"connectrpc.com/connect.Request",
	"github.com/bufbuild/connect-go.Request",
	"github.com/gobuffalo/buffalo.Context",
	"github.com/gogf/gf/net/ghttp.Request",
}

// takesRequest recognises handlers of requests by their parameters.
func takesRequest(sig *types.Signature) bool {
	writer, request := false, false
	for p := range sig.Params().Variables() {
		n := effects.Named(p.Type())
		if n == nil || n.Obj().Pkg() == nil {
			continue
		}
		symbol := catalog.Canonical(n.Obj().Pkg().Path()) + "." + n.Obj().Name()
		if slices.Contains(webContexts, symbol) {
			return true
		}
		writer = writer || symbol == "net/http.ResponseWriter"
		request = request || symbol == "net/http.Request"
	}
	return writer && request
}

// servesRPC recognises the methods of gRPC servers, by what generated code has
// them embed, and the mutations of generated GraphQL servers.
func servesRPC(f *types.Func) bool {
	if f == nil || f.Signature().Recv() == nil || !f.Exported() {
		return false
	}
	n := effects.Named(f.Signature().Recv().Type())
	if n == nil {
		return false
	}
	if n.Obj().Name() == "mutationResolver" {
		return true
	}
	st, ok := n.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for field := range st.Fields() {
		if en := effects.Named(field.Type()); field.Embedded() && en != nil && unimplemented(en.Obj().Name()) {
			m, _, _ := types.LookupFieldOrMethod(en, true, f.Pkg(), f.Name())
			return m != nil
		}
	}
	return false
}

// unimplemented recognises by its name what generated code has servers embed:
// gRPC's, Connect's and DRPC's.
func unimplemented(name string) bool {
	return strings.HasPrefix(name, "Unimplemented") && (strings.HasSuffix(name, "Server") || strings.HasSuffix(name, "Handler")) ||
		strings.HasPrefix(name, "DRPC") && strings.HasSuffix(name, "UnimplementedServer")
}

// requestEntry is a function as a handler of requests, with all that it writes:
// what comes from the request and what does not.
func (t *tracker) requestEntry(fn *ssa.Function) (Entry, bool) {
	e := Entry{Place: t.view.Place(t.u, fn.Pos()), Name: t.u.Name(), Wiring: t.pass.Pkg.Name() == "main"}
	t.requested = true
	defer func() { t.requested = false }()
	for _, inside := range t.u.Funcs {
		if !within(inside, fn) {
			continue
		}
		for ci := range effects.Calls(inside) {
			f := new(Func)
			t.noteCall(f, ci)
			place := t.view.Place(t.u, t.view.CallPos(ci))
			for _, w := range f.Writes {
				if !w.FromMessage() && !w.Sync {
					w.Place = t.requestPlace(w.Place, place, ci)
					e.Writes = append(e.Writes, w)
				}
			}
			for _, c := range f.Calls {
				if !union(c.Args).message() && !c.Sync {
					c.Place, c.Origin = t.requestPlace(c.Place, place, ci), union(c.Args)&flags
					c.Args = nil
					e.Calls = append(e.Calls, c)
				}
			}
		}
	}
	return e, len(e.Writes)+len(e.Calls) > 0
}

// requestPlace is where a finding on something below a call of a handler's stands:
// in the handler, which may have handed the request to another method of its own.
// What main hands a request to is the handler in truth.
func (t *tracker) requestPlace(below, own summary.Place, ci ssa.CallInstruction) summary.Place {
	if below.Package != own.Package {
		return below
	}
	callee, recv := t.site(ci).Callee, t.receiver()
	if recv == nil || callee == nil || callee.Signature().Recv() == nil || below.Package != own.Package || t.callers(callee) != 1 {
		return own
	}
	if effects.TypeName(recv.Type()) != effects.TypeName(callee.Signature().Recv().Type()) {
		return own
	}
	return below
}

// wiresRequest reports whether a main package hands a request on to the code of
// its service.
func (t *tracker) wiresRequest(below, own summary.Place) bool {
	return t.requested && t.pass.Pkg.Name() == "main" && below.Package != own.Package && below.Service == own.Service && own.Service != ""
}

// within reports whether a function is another or a literal in it.
func within(fn, outer *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		if fn == outer {
			return true
		}
	}
	return false
}

// markSync notes what a sync job does, so that whoever starts one is not blamed.
func (t *tracker) markSync(f *Func) {
	if t.u.Object == nil || !t.isSync(t.u.Object) || t.helpsSync(t.u.Object) {
		return
	}
	for i := range f.Writes {
		f.Writes[i].Sync = true
	}
	for i := range f.Calls {
		f.Calls[i].Sync = true
	}
	for i := range f.Raises {
		f.Raises[i].Sync = true
	}
}

// requests resolves the handlers of requests that the package knows, and keeps
// those of which others further up may know more.
func (s *settler) requests() []Request {
	entries, known := s.gather(s.a.ownRequests(), func(p *Pkg) []Entry { return p.Requests })
	var list []Request
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		e := entries[key]
		delete(known[key], "")
		r := Request{Entry: e}
		fetches := s.fetches(e.Calls)
		r.Writes = slices.DeleteFunc(slices.Clone(e.Writes), func(w Write) bool { return fetches && w.From&fromStored != 0 })
		for _, c := range e.Calls {
			r.Writes = append(r.Writes, s.requestWrites(&e, reach{call: c, conf: 100, below: known[key], fetched: fetches})...)
		}
		if e.Job != "" {
			r.Writes = slices.DeleteFunc(r.Writes, func(w Write) bool { return fetches || !ofJob(&w) || e.Job != jobCommand && w.Values&params != 0 })
		}
		s.nameWrites(r.Writes, e.Place.Service)
		list = append(list, r)
		if e.Writes = slices.DeleteFunc(slices.Clone(r.Writes), func(w Write) bool { return !w.unnamed() }); len(e.Calls)+len(e.Writes) > 0 {
			s.openRequests = append(s.openRequests, e)
		}
	}
	return list
}

// A reach is a call of an interface's method on the way from a handler of
// requests to what it writes.
type reach struct {
	call    Call
	conf    int
	below   map[string]bool // imports that know all of the way
	visited []summary.Method
	fetched bool // what was looked up may come from the owner's API
}

// requestWrites are what a call leads to.
func (s *settler) requestWrites(e *Entry, r reach) []Write {
	key := s.theImplementation(e, r.call)
	if key == "" || slices.Contains(r.visited, r.call.Method) || len(r.visited) >= maxDepth {
		return nil
	}
	conv := s.conversions[key]
	m := conv.Methods[slices.IndexFunc(conv.Methods, func(m Method) bool { return m.Name == r.call.Method.Name })]
	r.visited = append(slices.Clone(r.visited), r.call.Method)
	r.below = maps.Clone(r.below)
	maps.DeleteFunc(r.below, func(from string, _ bool) bool { return !s.from[key][from] })
	r.fetched = r.fetched || s.fetches(m.Func.Calls)
	if !conv.Seen {
		r.conf = summary.Mul(r.conf, onlyConf)
	}
	steps := summary.Implemented(r.call.Steps, m.Shown)
	var found []Write
	for _, w := range m.Func.Writes {
		if w.From |= r.call.Origin; w.From&fromMsg != 0 || w.Sync || r.fetched && w.From&fromStored != 0 || len(r.below) > 0 {
			continue // a consumer's, a sync job's, fetched from the owner; or an import told of it
		}
		w.Told = w.Told.bound(r.call.Told, 1)
		if !e.wires(r.call.Place, w.Place) {
			w.Place = r.call.Place
		}
		w.Steps, w.Conf = summary.Join(steps, w.Steps), summary.Mul(w.Conf, r.conf)
		found = append(found, w)
	}
	for _, c := range m.Func.Calls {
		if c.Sync || union(c.Args)&fromMsg != 0 {
			continue
		}
		next := r
		c.Told = slices.Clone(c.Told)
		for i, told := range c.Told {
			c.Told[i] = told.bound(r.call.Told, 1)
		}
		if !e.wires(r.call.Place, c.Place) {
			c.Place = r.call.Place
		}
		c.Origin, c.Steps = r.call.Origin|union(c.Args)&flags, summary.Join(steps, c.Steps)
		next.call = c
		found = append(found, s.requestWrites(e, next)...)
	}
	return found
}

// wires reports whether a call only brings a request to the service's code that
// handles it, rather than handling it.
func (e *Entry) wires(call, below summary.Place) bool {
	return e.Wiring && call.Package == e.Place.Package && below.Service == call.Service && below.Service != ""
}

// fetches reports whether one of the calls asks another process, as far as is
// known.
func (s *settler) fetches(calls []Call) bool {
	return slices.ContainsFunc(calls, func(c Call) bool {
		return slices.ContainsFunc(s.implementations(c), func(key string) bool {
			return slices.ContainsFunc(s.conversions[key].Methods, func(m Method) bool {
				return m.Name == c.Method.Name && m.Func.Result&fromRemote != 0
			})
		})
	})
}

// theImplementation is the one type behind a call of an interface's method, as
// far as the handler's own service goes; "" where there is none, or several: of
// several none is meant for certain.
func (s *settler) theImplementation(e *Entry, call Call) string {
	only := ""
	for _, key := range s.implementations(call) {
		c := s.conversions[key]
		switch {
		case c.Service != "" && c.Service != e.Place.Service, !slices.ContainsFunc(c.Methods, func(m Method) bool { return m.Name == call.Method.Name }):
			continue
		case only != "" && s.conversions[only].Type != c.Type:
			return ""
		}
		only = cmp.Or(only, key)
	}
	return only
}
