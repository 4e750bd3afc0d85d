package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// gorm.io/gen makes a type for each model, which embeds gen.DO. The generated
// constructor tells it the model; some of its methods are generated, and others
// are those of gen.DO itself.

const genPath = "gorm.io/gen"

// isGenDO reports whether a function is a method of gen.DO.
func isGenDO(f *types.Func) bool {
	return f != nil && f.Pkg() != nil && pkgPath(f.Pkg()) == genPath && recvName(f) == "DO"
}

// genVerb is what a method of gen.DO does, "" for those that go on.
func genVerb(name string) sqltext.Verb {
	switch name {
	case "FindByPage", "ScanByPage", "FindInBatch", "FindInBatches":
		return sqltext.Select
	case "UpdateSimple", "UpdateColumnSimple", "UpdateFrom":
		return sqltext.Update
	}
	verb, _ := gormVerb(name)
	return verb
}

// genCall handles a call of a method of gen.DO's: by a generated method, or by
// whoever has one of the generated types or interfaces in hand.
func (r *recorder) genCall(e event) {
	c := e.call
	r.genJoin(e)
	if len(c.args) == 0 || !isGenDO(c.callee) && !(c.invoke && isGenQuery(c.args[0].Type())) {
		return
	}
	verb, holder := genVerb(c.callee.Name()), genBase(c.args[0]).Type()
	table := r.p.genTable(holder)
	if verb == "" || table == nil {
		return
	}
	builds := func(t types.Type) bool { return r.p.genTable(t) != nil }
	last := r.lastLink(c)
	for _, chain := range r.p.chains(r.g, genBase(c.args[0]), builds, false) {
		q := genQuery{gormQuery{p: r.p, statement: statement{verb: verb, table: []text{table}}, named: true, model: genModel(holder)}}
		q.opaque = len(chain) == 0 || !startsGen(chain[0])
		for _, l := range chain {
			q.link(l)
		}
		q.end(last)
		r.statement(e, &q.statement)
	}
}

// genStatement is a call on the table of a generated type, of which no more is known.
func genStatement(verb sqltext.Verb, table text) statement {
	s := statement{verb: verb, table: []text{table}, opaque: true}
	if verb == sqltext.Upsert {
		s.verb = sqltext.Insert
		s.upsert(nil)
	}
	return s
}

// genJoin handles a join with the table of another generated type.
func (r *recorder) genJoin(e event) {
	c := e.call
	if c.callee == nil || !strings.HasSuffix(c.callee.Name(), "Join") {
		return
	}
	v := c.arg(0)
	if v == nil || isString(v.Type()) {
		return
	}
	if table := r.p.genTable(typed(v).Type()); table != nil {
		r.statement(e, &statement{verb: sqltext.Select, table: []text{table}})
	}
}

// genBase is the value that embeds the gen.DO which a value is, or the value itself.
func genBase(v ssa.Value) ssa.Value {
	if n := named(v.Type()); n == nil || n.Obj().Name() != "DO" || n.Obj().Pkg() == nil || pkgPath(n.Obj().Pkg()) != genPath {
		return v
	}
	return embedding(v)
}

// embedding is the struct in which a value is embedded, or the value itself.
func embedding(v ssa.Value) ssa.Value {
	switch v := v.(type) {
	case *ssa.FieldAddr:
		return v.X
	case *ssa.Field:
		return v.X
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok {
			return fa.X
		}
	}
	return v
}

// genTable is the table of a generated type, or nil.
func (p *program) genTable(t types.Type) text {
	n := named(t)
	for range 3 {
		if n == nil || n.Obj().Pkg() == nil || !p.firstPartyPath(pkgPath(n.Obj().Pkg())) {
			return nil
		}
		if t := p.genTableOf(n); t != nil {
			return t
		}
		s, ok := n.Underlying().(*types.Struct)
		if !ok || s.NumFields() == 0 || !s.Field(0).Embedded() {
			return nil
		}
		n = named(s.Field(0).Type())
	}
	return nil
}

func (p *program) genTableOf(n *types.Named) text {
	if n.Obj().Pkg() == p.pass.Pkg {
		return p.genTables()[n.Obj()]
	}
	fact := new(summary.Text)
	if !p.pass.ImportObjectFact(n.Obj(), fact) || len(fact.Alts) != 1 {
		return nil
	}
	return fact.Alts[0]
}

// genTables are the tables of the package's generated types.
func (p *program) genTables() map[*types.TypeName]text {
	if p.gen != nil {
		return p.gen
	}
	p.gen = map[*types.TypeName]text{}
	if !slices.ContainsFunc(p.pass.Pkg.Imports(), func(i *types.Package) bool { return pkgPath(i) == genPath }) {
		return p.gen
	}
	for _, g := range p.groups {
		for c := range Each[*ssa.Call](g.funcs...) {
			if !isGenDO(staticFunc(&c.Call)) || staticFunc(&c.Call).Name() != "UseModel" {
				continue
			}
			n := named(genBase(c.Call.Args[0]).Type())
			tables := p.modelsOf(g, namingGorm, c.Call.Args[1])
			if n == nil || len(tables) != 1 || !tables[0].closed() {
				continue
			}
			p.gen[n.Obj()] = tables[0]
			if iface := genInterface(n); iface != nil {
				p.gen[iface.Obj()] = tables[0]
			}
		}
	}
	return p.gen
}

// genInterface is the interface behind which the queries of a generated type go on, or nil.
func genInterface(n *types.Named) *types.Named {
	f := method(n, "WithContext")
	if f == nil || f.Signature().Results().Len() != 1 {
		return nil
	}
	iface := named(f.Signature().Results().At(0).Type())
	if iface == nil || iface.Obj().Pkg() != n.Obj().Pkg() || !isGenQuery(iface) {
		return nil
	}
	return iface
}

// isGenQuery recognises a generated interface by its conditions. What stands behind it is
// known, so that its calls are read where they stand.
func isGenQuery(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for m := range iface.Methods() {
		if sig := m.Signature(); m.Name() == "Where" && sig.Variadic() && sig.Params().Len() == 1 {
			return isNamed(sig.Params().At(0).Type().(*types.Slice).Elem(), genPath, "Condition")
		}
	}
	return false
}

// exportGen leaves the tables of the package's generated types for importers.
func (p *program) exportGen() {
	for obj, table := range p.genTables() {
		if obj.Pkg() == p.pass.Pkg && obj.Parent() == p.pass.Pkg.Scope() {
			p.pass.ExportObjectFact(obj, &summary.Text{Alts: [][]summary.Part{table}})
		}
	}
}

// genMethod is what a method of a generated type of the package does that is
// gen.DO's own.
func (p *program) genMethod(t types.Type, f *types.Func) []summary.Access {
	n := named(t)
	if !isGenDO(f) || n == nil {
		return nil
	}
	verb, table := genVerb(f.Name()), p.genTables()[n.Obj()]
	if verb == "" || table == nil {
		return nil
	}
	var list []summary.Access
	s := genStatement(verb, table)
	for _, t := range s.texts() {
		for _, st := range sqltext.Parse(t.String()) {
			for _, a := range st.Accesses {
				access := accessOf(t, st, a)
				access.Steps = []summary.Step{p.step(n.Obj().Pos(), accessVerb(a.Write)+" "+access.Table+", of which the type was generated")}
				list = append(list, access)
			}
		}
	}
	return list
}
