package effects

import (
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A type of shared code may be told its tables: what it touches behind an
// interface is known where an instance becomes one of the interface. Such an
// instance counts as an implementation of its own.

// convertedInstance notes the conversion of an instance whose tables are in
// sight.
func (p *program) convertedInstance(found map[string]summary.Conversion, g *group, mi *ssa.MakeInterface) {
	iface, ok := mi.Type().Underlying().(*types.Interface)
	if !ok || iface.NumMethods() == 0 || !p.firstPartyInterface(mi.Type(), iface) || p.serviceOfType(mi.X.Type()) != "" {
		return
	}
	c := summary.Conversion{Type: typeName(mi.X.Type()), Iface: typeName(mi.Type()), Seen: true}
	told := ""
	for i := range iface.NumMethods() {
		e, ok := p.instanceMethod(g, mi, iface.Method(i))
		if !ok {
			continue
		}
		c.Methods = append(c.Methods, e)
		for _, a := range e.DB {
			told += fmt.Sprintf(" %s:%s", e.Name, tableName(a.Schema, a.Table))
		}
	}
	if told == "" {
		return
	}
	slices.SortFunc(c.Methods, func(a, b summary.MethodEffects) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	// The type by itself says less than its instance.
	delete(found, c.Type+"→"+c.Iface)
	c.Type += "{" + told[1:] + "}"
	found[conversionKey(c)] = c
}

// instanceMethod is what a method of an instance does.
func (p *program) instanceMethod(g *group, mi *ssa.MakeInterface, m *types.Func) (summary.MethodEffects, bool) {
	obj, path, _ := types.LookupFieldOrMethod(mi.X.Type(), true, m.Pkg(), m.Name())
	f, ok := obj.(*types.Func)
	if !ok {
		return summary.MethodEffects{}, false
	}
	e, ok := p.methodEffect(mi.X.Type(), f.Origin())
	sum := p.summaryOf(f)
	if sum == nil || len(path) > 1 {
		return e, ok
	}
	e.DB = slices.Clone(e.DB)
	ev := p.evaluator(g)
	ev.types = instanceArgs(mi.X.Type())
	for _, s := range sum.SQL {
		for _, t := range ev.fill(text(s.Parts), []ssa.Value{mi.X}) {
			e.DB = append(e.DB, instanceAccesses(t, s.Steps)...)
		}
	}
	return e, ok || len(e.DB) > 0
}

func instanceAccesses(t text, steps []summary.Step) []summary.Access {
	if t.params() || t.fields() {
		return nil
	}
	var list []summary.Access
	s := t.String()
	for _, st := range sqltext.Parse(s) {
		for _, a := range st.Accesses {
			if a.Name == sqltext.Unknown || a.Schema == sqltext.Unknown || sqltext.IsSystem(a.Schema, a.Name) || len(list) >= maxMethodDB {
				continue
			}
			at := slices.Clone(steps)
			if len(at) > 0 {
				at[len(at)-1].Note = fmt.Sprintf("%s %s: %s", accessVerb(a.Write), tableName(a.Schema, a.Name), shownSQL(s, st))
			}
			list = append(list, summary.Access{Schema: a.Schema, Table: a.Name, Write: a.Write, Verb: string(a.Verb), Conf: 100, Steps: at, Documents: a.Documents})
		}
	}
	return list
}
