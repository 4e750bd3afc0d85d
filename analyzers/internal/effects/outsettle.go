package effects

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

// An Outgoing is a call of a service that leaves for another, with what guards
// it.
type Outgoing struct {
	Place    summary.Place
	Callee   string
	Kind     string   // http, rpc, …
	Services []string // that it reaches; none: a third party's
	Timeout  summary.Known
	Breaker  summary.Known
	Failure  string // how its failure is dropped; "" where it is not
	Conf     int
	Proof    []summary.Step
	Made     []summary.Step // where its clients without guards were made, as far as known
}

func compareHints(a, b summary.Hint) int {
	return cmp.Or(cmp.Compare(a.Site, b.Site), cmp.Compare(a.Method.String(), b.Method.String()))
}

// An OutgoingPart is what one package adds to what is known of calls to other
// services, for the command: it decides on those that no main package reaches.
type OutgoingPart struct {
	Pool        summary.OutgoingPool `json:"pool"`
	Conversions []summary.Conversion `json:"conversions,omitempty"`
	Decided     []string             `json:"decided,omitempty"` // sites that this main package decided on
}

// Empty reports whether the package adds nothing.
func (p *OutgoingPart) Empty() bool {
	return len(p.Pool.Sites) == 0 && len(p.Pool.Hints) == 0 && len(p.Pool.Fields) == 0 && len(p.Conversions) == 0 && len(p.Decided) == 0
}

// An outSettler decides on sites by all that is known.
type outSettler struct {
	fields  map[string]summary.Value
	hints   map[string]summary.Hint // by site
	sites   map[string]summary.Site
	impls   map[string][]summary.Conversion
	methods map[summary.Method]summary.Value // guards under which interfaces' methods are called
	apiOf   func(path string) string
	unseen  int // calls to other services whose guards are not known
}

func newOutSettler(cfg *config.Config, pool summary.OutgoingPool, conversions []summary.Conversion) *outSettler {
	s := &outSettler{
		fields: map[string]summary.Value{}, hints: map[string]summary.Hint{},
		sites: map[string]summary.Site{}, impls: map[string][]summary.Conversion{},
		methods: map[summary.Method]summary.Value{},
		apiOf:   cfg.APIOf,
	}
	for _, f := range pool.Fields {
		s.fields[f.Field] = f.Value
	}
	for _, site := range pool.Sites {
		s.sites[site.Key] = site
	}
	for _, c := range conversions {
		s.impls[c.Iface] = append(s.impls[c.Iface], c)
	}
	for _, h := range pool.Hints {
		if h.Site != "" {
			s.join(h.Site, h)
		}
	}
	for _, h := range pool.Hints {
		if h.Site == "" {
			s.behind(h.Method, h.Value, map[summary.Method]bool{})
		}
	}
	return s
}

// settleOutgoing decides on the calls to other services that the package knows.
// Only a main package sees all that could guard them; the others leave theirs to
// it, or to the command.
func (p *program) settleOutgoing(fact *summary.Pkg, own summary.OutgoingPool) ([]Outgoing, *OutgoingPart) {
	part := &OutgoingPart{Pool: own}
	if p.pass.Pkg.Name() != "main" {
		if len(fact.Outgoing.Sites) > 0 {
			part.Conversions = bareConversions(p.ownConversions())
		}
		return nil, part
	}
	s := newOutSettler(p.cfg, fact.Outgoing, fact.Conversions)
	list := s.all(func(summary.Site) bool { return true })
	for _, site := range fact.Outgoing.Sites {
		if !site.Pattern {
			part.Decided = append(part.Decided, site.Key)
		}
	}
	p.coverage.clients = s.unseen
	return list, part
}

// SettleRest decides on the calls to other services that no main package
// reaches, by what all packages know together.
func SettleRest(cfg *config.Config, parts []OutgoingPart) []Outgoing {
	var pool summary.OutgoingPool
	var conversions []summary.Conversion
	decided, seen := map[string]bool{}, map[string]bool{}
	hints, fields := newHints(), newFields()
	for _, part := range parts {
		for _, key := range part.Decided {
			decided[key] = true
		}
		for _, site := range part.Pool.Sites {
			if !seen[site.Key] {
				seen[site.Key] = true
				pool.Sites = append(pool.Sites, site)
			}
		}
		for _, c := range part.Conversions {
			if key := conversionKey(c); !seen[key] {
				seen[key] = true
				conversions = append(conversions, c)
			}
		}
		hints.add(part.Pool.Hints)
		fields.add(part.Pool.Fields)
	}
	pool.Hints, pool.Fields = hints.list(), fields.list()
	return newOutSettler(cfg, pool, conversions).all(func(s summary.Site) bool { return !decided[s.Key] })
}

// bareConversions are conversions with no more than it takes to follow a call.
func bareConversions(list []summary.Conversion) []summary.Conversion {
	var out []summary.Conversion
	for _, c := range list {
		bare := summary.Conversion{Type: c.Type, Iface: c.Iface, Field: c.Field, Forward: c.Forward}
		for _, m := range c.Methods {
			e := summary.MethodEffects{Name: m.Name, Shown: m.Shown, Sites: m.Sites}
			for _, d := range m.Dyn {
				e.Dyn = append(e.Dyn, summary.DynCall{Method: d.Method})
			}
			bare.Methods = append(bare.Methods, e)
		}
		out = append(out, bare)
	}
	return out
}

// all decides on the sites that are wanted, in the order of their places.
func (s *outSettler) all(wanted func(summary.Site) bool) []Outgoing {
	var list []Outgoing
	for _, key := range slices.Sorted(maps.Keys(s.sites)) {
		site := s.sites[key]
		if site.Pattern || !wanted(site) {
			continue
		}
		if out := s.decide(site); out != nil && !slices.Equal(out.Services, []string{site.Place.Service}) {
			list = append(list, *out)
			if len(out.Services) > 0 && (out.Timeout == summary.Unknown || out.Breaker == summary.Unknown) {
				s.unseen++
			}
		}
	}
	return list
}

// decide brings together what is known of one site. Nil: it stays inside, as far
// as known.
func (s *outSettler) decide(site summary.Site) *Outgoing {
	switch {
	case site.OfMethod != summary.Method{}:
		return s.behindMethod(site)
	case site.Of == "":
		out := s.settle(site)
		return &out
	}
	base, ok := s.sites[site.Of]
	if !ok {
		return nil
	}
	return s.dropping(site, base)
}

// dropping is a call that drops the failure of a call further down.
func (s *outSettler) dropping(site, base summary.Site) *Outgoing {
	whole := s.settle(base)
	return &Outgoing{
		Place: site.Place, Callee: site.Callee, Kind: whole.Kind, Services: whole.Services, Timeout: summary.Yes, Breaker: summary.Yes,
		Failure: site.Failure, Conf: summary.Mul(site.Conf, whole.Conf), Proof: slices.Concat(site.Steps, base.Steps),
	}
}

// behindMethod decides on the call of an interface's method: where it is another
// service's client that implements it, it is a call to that service.
func (s *outSettler) behindMethod(site summary.Site) *Outgoing {
	impls := s.implementing(site.OfMethod, map[summary.Method]bool{})
	for _, impl := range impls {
		for _, ref := range impl.effects.Sites {
			base, ok := s.sites[ref.Key]
			if !ok {
				continue
			}
			at := site
			at.Conf = summary.Mul(at.Conf, base.Conf)
			if len(impls) > 1 {
				at.Conf = summary.Mul(at.Conf, oneOfSeveralConf)
			}
			at.Steps = summary.Implemented(at.Steps, impl.effects.Shown)
			if base.Pattern || base.Place.Service != site.Place.Service {
				return s.across(at, base, impl)
			}
			if ref.Fails && site.Failure != "" {
				return s.dropping(at, base)
			}
		}
	}
	return nil
}

// across is the call of an interface's method that is another service's client.
func (s *outSettler) across(site, base summary.Site, impl implementing) *Outgoing {
	site.Kind, site.Service = base.Kind, base.Service
	if to := s.apiOf(impl.path); to != "" && to != site.Place.Service {
		site.Service = to
	}
	own := base.Value.Without(func(from summary.Origin) bool { return from.Param > 0 })
	site.Value = own.Join(site.Value).Join(s.methods[site.OfMethod])
	if clientOpen(base) && !clientKept(base) {
		site.Value = site.Value.Join(unknown())
	}
	site.Steps = slices.Concat(site.Steps, base.Steps)
	out := s.settle(site)
	return &out
}

// An implementing is a type that implements an interface's method.
type implementing struct {
	path    string // import path of the type's package
	effects *summary.MethodEffects
}

// implementing are the implementations of an interface's method, by way of
// other interfaces too.
func (s *outSettler) implementing(m summary.Method, visited map[summary.Method]bool) []implementing {
	if visited[m] {
		return nil
	}
	visited[m] = true
	var list []implementing
	for _, c := range s.impls[m.Iface] {
		switch e := methodOf(c, m.Name); {
		case c.Forward:
			list = append(list, s.implementing(summary.Method{Iface: c.Type, Name: m.Name}, visited)...)
		case c.Field != "":
		case e != nil:
			list = append(list, implementing{typePath(c.Type), e})
		default:
			list = append(list, implementing{typePath(c.Type), new(summary.MethodEffects)})
		}
	}
	return list
}

// typePath is the import path in the name of a type.
func typePath(name string) string {
	name, _, _ = strings.Cut(name, "[")
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[:i]
	}
	return name
}

func (s *outSettler) join(site string, h summary.Hint) {
	old, ok := s.hints[site]
	if ok {
		h.Value, h.Client = h.Value.Join(old.Value), h.Client || old.Client
	}
	s.hints[site] = h
}

// behind hands the guards under which an interface's method is called on to all
// that its implementations call.
func (s *outSettler) behind(m summary.Method, v summary.Value, visited map[summary.Method]bool) {
	if visited[m] {
		return
	}
	visited[m] = true
	s.methods[m] = s.methods[m].Join(v)
	for _, c := range s.impls[m.Iface] {
		if c.Forward {
			s.behind(summary.Method{Iface: c.Type, Name: m.Name}, v, visited)
			continue
		}
		e := methodOf(c, m.Name)
		if e == nil || c.Field != "" && c.Field != m.Name {
			continue
		}
		for _, ref := range e.Sites {
			s.join(ref.Key, summary.Hint{Value: v})
		}
		for _, d := range e.Dyn {
			s.behind(d.Method, v, visited)
		}
	}
}

// settle brings together what is known of one site.
func (s *outSettler) settle(site summary.Site) Outgoing {
	hint := s.hints[site.Key]
	guards := hint.Value.Join(s.hints[ofDecorated(site.Via)].Value)
	v := s.resolve(site.Value.Join(guards), map[string]bool{})
	if slices.ContainsFunc(site.Value.From, func(from summary.Origin) bool { return from.Ctx }) {
		v = s.inServer(v, site)
	}
	if clientOpen(site) && !hint.Client || !v.Seen {
		v = v.Join(unknown()) // nobody in sight says which client it is, or what made it
	}
	out := Outgoing{
		Place: site.Place, Callee: site.Callee, Kind: site.Kind, Timeout: v.Timeout, Breaker: v.Breaker, Failure: site.Failure,
		Conf: site.Conf, Proof: slices.Concat(site.Steps, v.Made), Made: v.Made,
	}
	if out.Services = v.Services; site.Service != "" {
		out.Services = []string{site.Service}
	}
	if len(out.Services) > 1 { // a client of many, this service among them
		out.Services = slices.DeleteFunc(slices.Clone(out.Services), func(name string) bool { return name == site.Place.Service })
	}
	return out
}

// inServer is what is known of a site with what guards all requests of its service.
func (s *outSettler) inServer(v summary.Value, site summary.Site) summary.Value {
	servers := []string{ofServer(""), ofServer(site.Place.Service)}
	if calledByProxy(site.Callee) {
		servers = append(servers, ofProxiesOf(site.Place.Service))
	}
	for _, server := range servers {
		guard := s.hints[server].Value
		v.Timeout, v.Breaker = max(v.Timeout, guard.Timeout), max(v.Breaker, guard.Breaker)
	}
	return v
}

// clientOpen reports whether one of the parameters that a site depends on is its
// client, rather than its address.
func clientOpen(site summary.Site) bool {
	return slices.ContainsFunc(site.Value.From, func(from summary.Origin) bool { return from.Param > 0 && from.Client })
}

// clientKept reports whether a site's client is kept in a field.
func clientKept(site summary.Site) bool {
	return slices.ContainsFunc(site.Value.From, func(from summary.Origin) bool { return from.Field != "" && from.Client })
}

// resolve puts the values of fields in their place. What any client of a type has
// counts where the one at hand was not seen to be made.
func (s *outSettler) resolve(v summary.Value, visited map[string]bool) summary.Value {
	out := v.Without(func(summary.Origin) bool { return true })
	out = s.resolveFields(out, v.From, false, visited)
	if !out.Seen {
		out = s.resolveFields(out, v.From, true, visited)
	}
	return out
}

// resolveFields adds the values of fields. A client in a field that nothing in sight
// fills is unknown.
func (s *outSettler) resolveFields(out summary.Value, fields []summary.Origin, ofAny bool, visited map[string]bool) summary.Value {
	for _, from := range fields {
		if from.Field == "" || from.OfAny != ofAny || visited[from.Field] {
			continue
		}
		visited[from.Field] = true
		out.Seen = out.Seen || ofNetHTTP(from.Field)
		value, ok := s.fields[from.Field]
		if !ok {
			if from.Client && !ofNetHTTP(from.Field) {
				out = out.Join(unknown())
			}
			continue
		}
		out = out.Join(s.resolve(value, visited))
	}
	return out
}

// ofNetHTTP reports whether a variable is one of net/http's own clients, which it
// makes itself.
func ofNetHTTP(name string) bool {
	return name == "net/http.DefaultClient" || name == "net/http.DefaultTransport"
}
