package effects

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// eagerLoad handles qm.Load("Buyer.Address"), by which a query of sqlboiler's
// models loads related rows too: the code for that is generated as a method of the
// model's field L, and called by its name.
func (r *recorder) eagerLoad(e event) {
	c := e.call
	v, ok := c.instr.(*ssa.Call)
	if !ok || c.callee.Name() != "Load" || !strings.HasSuffix(pkgPath(c.callee.Pkg()), "/queries/qm") {
		return
	}
	names := r.p.texts(r.g, c.args[0])
	if len(names) != 1 || !names[0].closed() {
		return
	}
	w := &modWalk{f: &frame{e: r.p.evaluator(r.g)}, seen: map[ssa.Value]bool{}}
	w.up(v, "")
	for _, query := range w.queries {
		model := boilerModel(query.Type())
		for name := range strings.SplitSeq(names[0].String(), ".") {
			if model == nil {
				break
			}
			if l := partOf(model, "L"); l != nil && method(l, "Load"+name) != nil {
				r.passOn(e, r.p.summaryOf(method(l, "Load"+name)), "loads "+name+" of "+model.Obj().Name())
			}
			model = boilerRelation(model, name)
		}
	}
}

// boilerModel is the model of which a generated query gives rows.
func boilerModel(query types.Type) *types.Named {
	n := named(query)
	if n == nil {
		return nil
	}
	for _, name := range []string{"One", "All"} {
		if m := method(n, name); m != nil && m.Signature().Results().Len() > 0 {
			if model := modelType(m.Signature().Results().At(0).Type()); model != nil && partOf(model, "L") != nil {
				return model
			}
		}
	}
	return nil
}

// partOf is the type of one of a model's fields, or nil.
func partOf(model *types.Named, field string) *types.Named {
	s := underlyingStruct(model)
	if s == nil {
		return nil
	}
	for f := range s.Fields() {
		if f.Name() == field {
			return named(f.Type())
		}
	}
	return nil
}

// boilerRelation is the model to which a relation leads.
func boilerRelation(model *types.Named, name string) *types.Named {
	relations := partOf(model, "R")
	if relations == nil {
		return nil
	}
	s := underlyingStruct(relations)
	for i := 0; s != nil && i < s.NumFields(); i++ {
		if s.Field(i).Name() == name {
			return modelType(s.Field(i).Type())
		}
	}
	return nil
}
