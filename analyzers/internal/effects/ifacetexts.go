package effects

import (
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A repository of shared code stands behind an interface of that code's, mostly a
// generic one: repo.For[Patient](db) is a Repo[Patient]. What its methods touch hangs
// on the type argument, or on what the constructor was told; both are known where a
// method is called.

// maxMethodTexts bounds the texts that hang on the instance, of one method.
const maxMethodTexts = 4

// modelNaming are the namings by which a model that is handed over as any tells its table.
var modelNaming = map[string]bool{namingGorm: true, namingBun: true, namingPg: true, namingXorm: true}

// ofInstance are the texts that a method runs which hang on its receiver, or on the
// type arguments of it, or on the model that it is given.
func ofInstance(sum *summary.Func) []summary.SQLParam {
	var list []summary.SQLParam
	for _, s := range sum.SQL {
		hangs := slices.ContainsFunc(s.Parts, func(p summary.Part) bool {
			return p.Type > 0 || p.Param == 0 && p.Field != "" || p.Param > 0 && modelNaming[p.Naming]
		})
		if hangs && len(list) < maxMethodTexts {
			s.Steps = ends(s.Steps)
			list = append(list, s)
		}
	}
	return list
}

// textsBehind are what is known of an interface's method: what its implementations
// do that the packages below convert to the interface, whatever its type arguments.
func (p *program) textsBehind(iface types.Type, method string) []summary.MethodEffects {
	n := named(iface)
	if n == nil || n.Obj().Pkg() == nil {
		return nil
	}
	if p.behinds == nil {
		p.behinds = p.instanceTexts()
	}
	return p.behinds[summary.Method{Iface: typeName(n.Origin()), Name: method}]
}

// instanceTexts are the methods of the imports' conversions that hang on an instance,
// each conversion once.
func (p *program) instanceTexts() map[summary.Method][]summary.MethodEffects {
	found, known := map[summary.Method][]summary.MethodEffects{}, map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(p.imports)) {
		for _, c := range p.imports[path].Conversions {
			if known[conversionKey(c)] {
				continue
			}
			known[conversionKey(c)] = true
			for _, m := range c.Methods {
				if key := (summary.Method{Iface: c.Iface, Name: m.Name}); len(m.SQL) > 0 || len(m.Fills) > 0 {
					found[key] = append(found[key], m)
				}
			}
		}
	}
	return found
}

// instanceCall handles a call of an interface's method: the texts of its
// implementation, for this instance.
func (r *recorder) instanceCall(e event) {
	c := e.call
	if !c.invoke || c.callee == nil || len(c.args) == 0 {
		return
	}
	iface := c.args[0].Type()
	found := slices.DeleteFunc(slices.Clone(r.p.textsBehind(iface, c.callee.Name())), func(m summary.MethodEffects) bool { return len(m.SQL) == 0 })
	for _, m := range found {
		for _, s := range m.SQL {
			ev := r.p.evaluator(r.g)
			ev.types = instanceArgs(iface)
			e.steps, e.shown = s.Steps, s.Shown
			known := namedIn(text(s.Parts))
			for _, t := range r.ofReceiver(ev.fill(text(s.Parts), c.args)) {
				if len(found) > 1 && (t.fields() || !t.closed()) {
					continue // of another implementation, for all that is known
				}
				r.text(e, t, known)
			}
		}
	}
}

// filledBehind evaluates a field of the struct that an interface's method makes: of
// one that a single implementation makes, of its arguments.
func (e *evaluator) filledBehind(c *ssa.Call, id summary.Field) []text {
	iface := c.Call.Value.Type()
	_, args := calleeOf(c)
	var fills [][]summary.Fill
	for _, m := range e.p.textsBehind(iface, c.Call.Method.Name()) {
		fills = append(fills, m.Fills)
	}
	for _, f := range e.p.implementing(iface, c.Call.Method) {
		if sum := e.p.summaryOf(f); sum != nil {
			fills = append(fills, sum.Fills)
		}
	}
	if len(fills) != 1 {
		return nil
	}
	var out []text
	for _, f := range fills[0] {
		if f.Field == id && !hangsOnReceiver(text(f.Parts)) {
			out = append(out, e.fill(text(f.Parts), args)...)
		}
	}
	return out
}

// hangsOnReceiver reports whether a text hangs on the instance whose method makes it.
func hangsOnReceiver(t text) bool {
	return slices.ContainsFunc(t, func(p summary.Part) bool { return p.Param == 0 })
}

// implementing are the methods that the package's own conversions put behind an
// interface's.
func (p *program) implementing(iface types.Type, m *types.Func) []*types.Func {
	var list []*types.Func
	for _, c := range p.typeConversions() {
		if !types.Identical(c.To, iface) || types.IsInterface(c.From) {
			continue
		}
		obj, _, _ := types.LookupFieldOrMethod(c.From, true, m.Pkg(), m.Name())
		if f, ok := obj.(*types.Func); ok && f.Pkg() == p.pass.Pkg && !slices.Contains(list, f.Origin()) {
			list = append(list, f.Origin())
		}
	}
	return list
}

// makesFilled are the fields of the structs that a method makes, as far as its
// arguments tell them.
func makesFilled(sum *summary.Func) []summary.Fill {
	var list []summary.Fill
	for _, f := range sum.Fills {
		if text(f.Parts).params() && !hangsOnReceiver(text(f.Parts)) && len(list) < maxMethodTexts {
			list = append(list, f)
		}
	}
	return list
}

// namedIn are the tables that a text names whatever is filled in.
func namedIn(t text) []sqltext.Access {
	var list []sqltext.Access
	for _, st := range sqltext.Parse(t.String()) {
		list = append(list, st.Accesses...)
	}
	return list
}

// holdsImplementation reports whether a field's type is an interface of the
// project's, behind which a struct stands.
func (p *program) holdsImplementation(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	return ok && iface.NumMethods() > 0 && p.firstPartyInterface(t, iface)
}
