package effects

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

// maxPasses bounds how often the functions of a package are gone through. Each
// pass carries effects once around a recursion.
const maxPasses = 4

// A pending is an obligation, or a finding, that this package's code gives
// rise to.
type pending struct {
	summary.Obligation
	pos token.Pos
}

// coverageCount counts what the analysis could not see.
type coverageCount struct {
	opaque  int // calls through function values that could not be followed
	clients int // calls to other services whose guards are out of sight
	dropped int // calls of interface methods that a summary had no room for
	sql     report.SQLCount
	unowned []report.UnownedUse
	tables  []string
}

// firstParty analyzes one of the project's own packages.
func (e *engine) firstParty(pass *analysis.Pass, cfg *config.Config, imports map[string]*summary.Pkg) (*Result, *summary.Pkg, error) {
	p := e.newProgram(pass, cfg, imports)
	res := &Result{First: true, Config: cfg, Service: p.service, Root: p.root}
	fact := &summary.Pkg{First: true, Service: p.service, Reaches: true}
	if len(p.files) == 0 { // an external test package
		return &Result{}, fact, nil
	}
	p.result, res.View = res, &View{p}
	p.build()
	for range maxPasses {
		changed := false
		for _, g := range p.groups {
			changed = p.analyzeGroup(g, false) || changed
		}
		if !changed {
			break
		}
	}
	for _, g := range p.groups {
		p.analyzeGroup(g, true)
	}
	p.wire(fact)
	own, all := p.outgoing()
	fact.Outgoing = all
	p.export()
	p.settle(fact)
	res.Outgoing, res.OutgoingPart = p.settleOutgoing(fact, own)
	res.Ignores = p.ignores
	res.Now = now(cfg)
	res.Imports = p.importDecls()
	res.Handles = p.numberedHandles()
	res.Accesses = p.numberedUses()
	res.NestedConns = p.numberedNested()
	res.Coverage = p.coverageOf()
	return res, fact, nil
}

// export leaves the functions' summaries for the importers.
func (p *program) export() {
	for _, g := range p.groups {
		if g.obj != nil && !g.summary.Empty() && !(g.obj.Name() == "init" && g.obj.Signature().Recv() == nil) {
			p.pass.ExportObjectFact(g.obj, g.summary)
		}
	}
	p.exportTexts()
}

// coverageOf is what the package adds to the coverage.
func (p *program) coverageOf() report.Coverage {
	var c report.Coverage
	switch {
	case p.service != "":
		c.Packages.Service = 1
	case p.cfg.IsShared(p.path):
		c.Packages.Shared = 1
	default:
		c.Packages.None = 1
	}
	c.SQL, c.Unowned, c.Tables = p.coverage.sql, p.coverage.unowned, p.coverage.tables
	c.Calls.Unresolved = p.coverage.opaque
	if n := p.coverage.dropped; n > 0 {
		c.Notes = append(c.Notes, fmt.Sprintf("%s: %d calls of interface methods were left out of summaries that grew too large", p.path, n))
	}
	if n := p.coverage.clients; n > 0 {
		c.Notes = append(c.Notes, fmt.Sprintf("%s: %d calls to other services are made by clients that could not be followed: directcall does not tell whether they lack a guard", p.path, n))
	}
	c.Normalize()
	return c
}

// numberPlaces gives the findings of the package their fingerprints' numbers,
// in the order of their places.
func (p *program) numberPlaces() {
	slices.SortStableFunc(p.pending, func(a, b pending) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Col, b.Place.Col))
	})
	type at struct {
		file      string
		line, col int
	}
	numbered := map[at]summary.Place{}
	for i := range p.pending {
		place := &p.pending[i].Place
		key := at{place.File, place.Line, place.Col}
		if known, ok := numbered[key]; ok {
			place.Touched, place.Nth = known.Touched, known.Nth
			continue
		}
		*place = p.number(*place, p.pending[i].Rule, place.Touched)
		numbered[key] = *place
	}
}

// numberedUses are the accesses to be judged by the rules, in the order of
// their places.
func (p *program) numberedUses() []TableUse {
	slices.SortStableFunc(p.uses, func(a, b TableUse) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line),
			cmp.Compare(a.Place.Col, b.Place.Col), cmp.Compare(a.Place.Touched, b.Place.Touched), cmp.Compare(len(a.Access.Steps), len(b.Access.Steps)))
	})
	p.uses = slices.CompactFunc(p.uses, func(a, b TableUse) bool {
		return placeKey(a.Place) == placeKey(b.Place) && a.Place.Touched == b.Place.Touched
	})
	for i := range p.uses {
		p.uses[i].Place = p.number(p.uses[i].Place, "foreigndb", p.uses[i].Place.Touched)
	}
	return append(p.uses, p.wiredUses...)
}

// generatedAt reports whether a call stands in generated code. Nothing is
// reported there: the finding stands where the project's own code leads to it.
func (p *program) generatedAt(c *call) bool {
	return p.generated[p.fileName(c.instr.Parent().Pos())]
}

// importDecls are the package's import declarations.
func (p *program) importDecls() []Import {
	var list []Import
	for _, f := range p.files {
		for _, spec := range f.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil || p.generated[p.fileName(f.Package)] {
				continue
			}
			at := p.pass.Fset.Position(spec.Path.Pos())
			list = append(list, Import{Path: path, Place: summary.Place{
				Service: p.service, Package: p.path, File: p.relFile(at.Filename), Line: at.Line, Col: at.Column,
				Touched: path, Ignore: p.ignores.at(at.Filename, at.Line),
			}})
		}
	}
	slices.SortFunc(list, func(a, b Import) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line))
	})
	nth := map[string]int{}
	for i := range list {
		list[i].Place.Nth = nth[list[i].Path]
		nth[list[i].Path]++
	}
	return list
}

func now(cfg *config.Config) time.Time {
	if cfg.Now != nil {
		return cfg.Now()
	}
	return time.Now()
}

// numberedHandles are the foreign databases that are opened, in the order of
// their places.
func (p *program) numberedHandles() []HandleUse {
	p.handles = p.confirmed()
	slices.SortStableFunc(p.handles, func(a, b HandleUse) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Col, b.Place.Col))
	})
	for i := range p.handles {
		p.handles[i].Place = p.number(p.handles[i].Place, "foreigndb", p.handles[i].Place.Touched)
	}
	return append(p.handles, p.wiredHandles...)
}
