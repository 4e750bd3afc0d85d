// Package unregistered reports consumers that nothing subscribes. What a package
// knows of that is recorded; only the command, which sees all packages, can tell.
package unregistered

import (
	_ "embed"
	"go/token"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

//go:embed doc.md
var doc string

// Rule is the rule unregistered. By itself a package proves nothing.
func Rule() rule.Rule {
	return rule.Rule{Name: "unregistered", Doc: doc, Find: func(*analysis.Pass, *effects.Result) []rule.Finding { return nil }}
}

// InUnits returns the consumers that nothing which a main reaches subscribes. It
// follows names, not calls: what is named may be called, so that slices, maps,
// decorators and dependency injection need no special care.
//
// Of the services in unseen, part was not analyzed: their consumers, and those that a
// main outside of every service may subscribe, are left out then.
func InUnits(cfg *config.Config, units []report.Unit, unseen map[string]bool) []report.Finding {
	unseen, known := unseenServices(cfg, units, unseen)
	if !known {
		return nil
	}
	units = slices.DeleteFunc(slices.Clone(units), func(u report.Unit) bool { return u.Wiring == nil })
	g := newGraph(units)
	services := map[string]bool{} // that a main belongs to, or loads part of
	for _, u := range units {
		if u.Wiring.Main {
			g.load(path(u))
			services[cfg.ServiceOf(path(u))] = true
		}
	}
	for _, loaded := range slices.Sorted(maps.Keys(g.loaded)) {
		if len(unseen) == 0 { // or the main that loads it may not be the only one
			services[cfg.ServiceOf(loaded)] = true
		}
		g.mark(loaded)
		g.mark(loaded + ".main")
	}
	var findings []report.Finding
	found := map[string]bool{} // what may be a consumer by more than one sign
	for _, u := range units {
		for _, c := range u.Wiring.Consumers {
			// Of a service without a main, others are to subscribe what it has.
			if services[c.Finding.Service] && !unseen[c.Finding.Service] && handler(units, &c) && g.beside(&c) && !g.subscribed(&c) && !found[c.Symbol] {
				found[c.Symbol] = true
				findings = append(findings, c.Finding)
			}
		}
	}
	return findings
}

// unseenServices adds the services of packages of which nothing is known; known is
// false where one of those belongs to no service, and may subscribe any consumer.
func unseenServices(cfg *config.Config, units []report.Unit, unseen map[string]bool) (all map[string]bool, known bool) {
	if len(unseen) == 0 {
		return nil, true
	}
	all = maps.Clone(unseen)
	for _, u := range units {
		if u.Wiring != nil {
			continue
		}
		service := cfg.ServiceOf(path(u))
		if service == "" {
			return nil, false
		}
		all[service] = true
	}
	return all, true
}

// handler reports whether what may be a consumer is one: some package has messages
// handled by an interface that its type implements.
func handler(units []report.Unit, c *report.Consumer) bool {
	if c.Methods == nil {
		return true
	}
	has := func(m string) bool { return slices.Contains(c.Methods, m) }
	wants := func(i report.Interface) bool {
		return strings.HasSuffix(c.Symbol, "."+i.Method) && !slices.ContainsFunc(i.Methods, func(m string) bool { return !has(m) })
	}
	return slices.ContainsFunc(units, func(u report.Unit) bool { return slices.ContainsFunc(u.Wiring.Interfaces, wants) })
}

// A graph is what all packages' declarations name.
type graph struct {
	uses    map[string][]string
	imports map[string][]string
	methods map[string][]string // exported methods that do something, by type
	inner   map[string]bool     // of these, those that no library calls by itself
	loaded  map[string]bool     // packages that a main imports, by way of others too
	alive   map[string]bool     // declarations that a main reaches
	named   map[string]bool     // what those name
	waiting map[string][]string // methods of reached types, by the name that has to be reached too for an interface to call them
}

func newGraph(units []report.Unit) *graph {
	g := &graph{
		uses: map[string][]string{}, imports: map[string][]string{}, methods: map[string][]string{}, inner: map[string]bool{},
		loaded: map[string]bool{}, alive: map[string]bool{}, named: map[string]bool{},
		waiting: map[string][]string{},
	}
	for _, u := range units {
		g.imports[path(u)] = append(g.imports[path(u)], u.Wiring.Imports...)
		for _, use := range u.Wiring.Uses {
			if g.uses[use.By] == nil {
				if t, method := typeOf(use.By); t != "" && token.IsExported(method) {
					g.methods[t] = append(g.methods[t], use.By)
				}
			}
			g.uses[use.By] = append(g.uses[use.By], use.Names...)
			g.inner[use.By] = g.inner[use.By] || use.Inner
		}
	}
	return g
}

// path is a unit's package, without the mark of a test variant.
func path(u report.Unit) string {
	p, _, _ := strings.Cut(u.Package, " ")
	return p
}

// typeOf takes the symbol of a method apart: "path.Type.Method".
func typeOf(symbol string) (typ, method string) {
	dir, name := "", symbol
	if i := strings.LastIndexByte(symbol, '/'); i >= 0 {
		dir, name = symbol[:i+1], symbol[i+1:]
	}
	i := strings.LastIndexByte(name, '.')
	if strings.Count(name, ".") < 2 || i < 0 {
		return "", ""
	}
	return dir + name[:i], name[i+1:]
}

func (g *graph) load(path string) {
	if g.loaded[path] {
		return
	}
	g.loaded[path] = true
	for _, imp := range g.imports[path] {
		g.load(imp)
	}
}

// mark notes that a main reaches a declaration. The exported methods of a type that
// becomes an interface are reached with it: libraries call them, if they can, and
// interfaces whose method of that name is called.
func (g *graph) mark(symbol string) {
	work := []string{symbol}
	for len(work) > 0 {
		s := work[len(work)-1]
		work = work[:len(work)-1]
		if g.alive[s] {
			continue
		}
		g.alive[s] = true
		for _, name := range g.uses[s] {
			if !g.named[name] {
				work = append(work, g.waiting[name]...)
			}
			g.named[name] = true
			work = append(work, name)
		}
		for _, m := range g.methods[s] {
			_, method := typeOf(m)
			switch {
			case g.inner[m] && !g.named["."+method]:
				g.waiting["."+method] = append(g.waiting["."+method], m)
			case !g.inner[m] && !g.named[asInterface(s)]:
				g.waiting[asInterface(s)] = append(g.waiting[asInterface(s)], m)
			default:
				work = append(work, m)
			}
		}
	}
}

// beside reports whether a main hands on one of the methods without which a consumer is
// none: what stands beside handlers and takes just what they take is one of them.
func (g *graph) beside(c *report.Consumer) bool {
	return c.Beside == nil || slices.ContainsFunc(c.Beside, func(m string) bool { return g.named[asValue(m)] })
}

// subscribed reports whether a main may have a consumer subscribed: it reaches
// code that names it, or its type becomes an interface, where that is enough or a
// method of its name is called of one.
func (g *graph) subscribed(c *report.Consumer) bool {
	if g.named[c.Symbol] {
		return true
	}
	if c.Type != "" {
		return g.alive[c.Type] && g.named[asInterface(c.Type)]
	}
	t, method := typeOf(c.Symbol)
	return t != "" && g.alive[t] && g.named["."+method] && g.named[asInterface(t)]
}
