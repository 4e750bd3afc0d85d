package effects

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

// What becomes of an access to a table that a call makes: it is judged where the
// code of a service makes it, and else handed on to the callers.

// touch notes one access that a call makes itself.
func (r *recorder) touch(e event, a summary.Access, statement string) {
	if sqltext.IsSystem(a.Schema, a.Table) {
		return
	}
	note := fmt.Sprintf("%s %s: %s", accessVerb(a.Write), tableName(a.Schema, a.Table), statement)
	if a.Model != "" {
		note = fmt.Sprintf("%s %s, the table of %s", accessVerb(a.Write), tableName(a.Schema, a.Table), path.Base(a.Model))
	}
	a.Steps = summary.Prepend(r.p.step(r.p.textAt(e), note), e.steps)
	r.access(e, a)
}

func accessVerb(write bool) string {
	if write {
		return "writes"
	}
	return "reads"
}

func tableName(schema, name string) string {
	if schema == "" {
		return name
	}
	return schema + "." + name
}

// passOn makes a callee's accesses the function's own.
func (r *recorder) passOn(e event, sum *summary.Func, note string) {
	if sum == nil {
		return
	}
	for _, a := range sum.DB {
		a.Steps = summary.Prepend(r.p.step(r.p.callPos(e.call.instr), note), a.Steps)
		r.access(e, a)
	}
}

// access judges one access. The service in whose code a chain first arrives
// makes the access; shared and generated code only passes it on.
func (r *recorder) access(e event, a summary.Access) {
	p := r.p
	if len(a.Steps) == 1 {
		r.direct(e, a)
	}
	own := p.service
	if p.generatedAt(e.call) {
		own, a.Home = "", cmp.Or(a.Home, p.home())
	}
	if a.API && a.In != own || p.lentMethod(e.call) {
		return // by way of the owner's api, which is the allowed one
	}
	if own != "" && a.In != own {
		if r.final {
			p.judgeAccess(r.g, e.call, a)
		}
		a.In = own
	}
	a.API = a.API || a.In != "" && a.In == p.service && p.cfg.IsAPI(p.service, p.path)
	if r.counts(e.at) {
		r.keepAccess(a)
	}
}

// maxChanges bounds how many ways to write one table a function's summary
// tells apart. Past it, nothing is said of the rest.
const maxChanges = 6

// keepAccess adds an access to the summary, by the shortest of its chains.
func (r *recorder) keepAccess(a summary.Access) {
	key, base, changes := a.Key(), a.Base(), 0
	i := slices.IndexFunc(r.sum.DB, func(b summary.Access) bool {
		if b.Base() == base {
			changes++
		}
		return b.Key() == key
	})
	switch {
	case i < 0 && changes >= maxChanges && a.Change != nil:
		a.Change = nil
		r.keepAccess(a)
	case i < 0:
		r.sum.DB = append(r.sum.DB, a)
	case len(a.Steps) < len(r.sum.DB[i].Steps):
		r.sum.DB[i] = a
	}
}

// ownerOf tells whose the accessed table is: that of a type which the config
// claims as a model is its claimant's, whatever it is called.
func (p *program) ownerOf(accessor string, a summary.Access) config.Ownership {
	if pkg, name, ok := cutType(a.Model); ok {
		if service, ok := p.cfg.ModelOwner(pkg, name); ok {
			return config.Ownership{Service: service, Own: service == accessor, Table: config.Table{Schema: a.Schema, Name: a.Table}}
		}
	}
	owner := p.tableOwner(accessor, config.Table{Schema: a.Schema, Name: a.Table}, a.Documents)
	if !owner.Unowned {
		return owner
	}
	// A table that nobody claims is that of the service in whose package its type
	// is, or the code that was generated for it. Types in an api package are there
	// for others to use.
	service := a.Home
	if pkg, _, ok := cutType(a.Model); ok && !p.cfg.IsAPI(p.cfg.ServiceOf(pkg), pkg) {
		service = cmp.Or(service, p.cfg.ServiceOf(pkg))
	}
	if service != "" && service != accessor {
		return config.Ownership{Service: service, Table: config.Table{Schema: a.Schema, Name: a.Table}, Guess: true}
	}
	return owner
}

// tableOwner tells whose a table is by its name, or a collection of a document store.
func (p *program) tableOwner(accessor string, table config.Table, documents bool) config.Ownership {
	if documents {
		return p.cfg.CollectionOwner(accessor, table)
	}
	return p.cfg.Owner(accessor, table)
}

// home is the service whose the tables are for which the package's code was
// generated: its own, unless the package is there for others to use.
func (p *program) home() string {
	if p.cfg.IsAPI(p.service, p.path) {
		return ""
	}
	return p.service
}

// claimed reports whether the config says whose the model of an access is: then
// it does not matter by which rule its table is called.
func (p *program) claimed(a summary.Access) bool {
	pkg, name, ok := cutType(a.Model)
	if !ok {
		return false
	}
	_, ok = p.cfg.ModelOwner(pkg, name)
	return ok
}

// cutType parts a type's name from its package's path.
func cutType(t string) (pkg, name string, ok bool) {
	i := strings.LastIndexByte(t, '.')
	if i < 0 {
		return "", "", false
	}
	return t[:i], t[i+1:], true
}

// judgeAccess notes an access that the service makes here, if the table is
// another's.
func (p *program) judgeAccess(g *group, c *call, a summary.Access) {
	accessor := p.service
	if a.In != "" {
		accessor = a.In // the name is read as in the service whose code says it
	}
	owner := p.ownerOf(accessor, a)
	if p.claimed(a) {
		a.Conf = 100
	}
	name := tableName(owner.Table.Schema, owner.Table.Name)
	if owner.Service != "" {
		p.coverage.tables = append(p.coverage.tables, owner.Service+"."+name)
	}
	if a.In == "" && owner.Unowned {
		p.coverage.unowned = append(p.coverage.unowned, report.UnownedUse{Table: tableName(a.Schema, a.Table), Service: p.service, Place: placeText(a.Steps[len(a.Steps)-1])})
	}
	if owner.Service == "" || owner.Service == p.service || a.In != "" && owner.Service != a.In {
		return // its own, nobody's, or that other service's own breach
	}
	place := p.place(g, p.callPos(c.instr))
	place.Touched = owner.Service + "." + name + " " + accessVerb(a.Write)
	p.uses = append(p.uses, TableUse{Place: place, Access: a, Owner: owner})
}
