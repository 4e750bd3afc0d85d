package effects

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A function without parameters may describe a table by a struct: func (Field) Spec()
// store.Spec { return store.Spec{Table: "fields"} }. What its fields hold is known to
// all that call it, generic code that knows the type by its parameter included.

// exportStruct leaves the constant strings in the struct that a function returns.
func (p *program) exportStruct(g *group) {
	if g.obj == nil || g.obj.Signature().Params().Len() > 0 || g.obj.Signature().Results().Len() == 0 {
		return
	}
	t := g.obj.Signature().Results().At(0).Type()
	s, ok := pointee(t).Underlying().(*types.Struct)
	if !ok || textual(t) || !slices.ContainsFunc(slices.Collect(Returns(g.fn)), writtenDown) {
		return
	}
	var list []summary.Entry
	for f := range s.Fields() {
		if !isString(f.Type()) || len(list) >= maxList {
			continue
		}
		if found := p.returnedField(g, f.Name()); len(found) == 1 && found[0].closed() {
			list = append(list, summary.Entry{Key: f.Name(), Value: found[0].String()})
		}
	}
	if len(list) > 0 {
		p.pass.ExportObjectFact(g.obj, &summary.Text{List: list})
	}
}

// writtenDown reports whether a function returns a struct that it writes down.
func writtenDown(ret *ssa.Return) bool {
	v := ret.Results[0]
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	_, ok := v.(*ssa.Alloc)
	return ok
}

// returnedField are the texts of a field of the struct that a function returns.
func (p *program) returnedField(g *group, field string) []text {
	e := p.evaluator(g)
	var out []text
	for ret := range Returns(g.fn) {
		v := ret.Results[0]
		if k, ok := v.(*ssa.Const); ok && k.Value == nil {
			continue
		}
		for _, t := range e.content(v, p.fieldIDByName(v.Type(), field), maxTextDepth/2) {
			if !slices.ContainsFunc(out, func(o text) bool { return slices.Equal(o, t) }) {
				out = append(out, t)
			}
		}
	}
	return out
}

// fieldIDByName names a field of a type as fieldID does.
func (p *program) fieldIDByName(t types.Type, field string) summary.Field {
	if i := fieldIndex(t, "."+field); i >= 0 {
		return p.fieldID(t, pointee(t).Underlying().(*types.Struct).Field(i))
	}
	return ""
}

// describedBy is the constant text in a field of the struct that a function without
// parameters returns.
func (p *program) describedBy(f *types.Func, field string) []text {
	if f.Signature().Params().Len() > 0 {
		return nil
	}
	if f.Pkg() != p.pass.Pkg {
		fact := new(summary.Text)
		if !p.pass.ImportObjectFact(f.Origin(), fact) {
			return nil
		}
		for _, entry := range fact.List {
			if entry.Key == field {
				return constTexts(entry.Value)
			}
		}
		return nil
	}
	if g := p.byObj[f.Origin()]; g != nil && g.fn.Signature.Results().Len() > 0 {
		return p.returnedField(g, field)
	}
	return nil
}

// describedByParam is a field of the struct by which a method of a type parameter
// describes the type, for the callers to fill in.
func (e *evaluator) describedByParam(c *ssa.Call, id summary.Field) []text {
	t := methodOfTypeParam(c)
	if t == nil {
		return nil
	}
	return e.p.modelTexts(e.g, namingMethod+c.Call.Method.Name()+"."+fieldName(id), t)
}

// methodOfTypeParam is the type parameter of which a call calls a method without
// arguments; nil for other calls.
func methodOfTypeParam(c *ssa.Call) types.Type {
	if !c.Call.IsInvoke() || len(c.Call.Args) > 0 {
		return nil
	}
	if t := pointee(asserted(c.Call.Value).Type()); isTypeParam(t) {
		return t
	}
	return nil
}
