package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A modifier is a function that adds to a query which it is given: a scope of
// gorm's, what bun's Apply takes, or a helper of the project's own. It is made and
// handed on to be run; what it touches, whoever asks for it touches.

// modifies reports whether functions of a type take a query and give one back, or
// nothing.
func modifies(t types.Type) bool {
	if s, ok := t.Underlying().(*types.Slice); ok {
		t = s.Elem()
	}
	sig, ok := t.Underlying().(*types.Signature)
	if !ok || sig.Params().Len() == 0 || !takesParts(sig.Params().At(0).Type()) {
		return false
	}
	return sig.Results().Len() == 0 || takesParts(sig.Results().At(0).Type())
}

// takesParts reports whether a type is a query of one of the libraries that is
// still being put together.
func takesParts(t types.Type) bool {
	if isBuilder(t) || isGormDB(t) || isBunQuery(t) || isPgQuery(t) || isXormSession(t) {
		return true
	}
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	switch path, name := catalog.Canonical(pkgPath(n.Obj().Pkg())), n.Obj().Name(); {
	case path == "entgo.io/ent/dialect/sql":
		return name == "Selector"
	case path == "github.com/uptrace/bun":
		return name == "QueryBuilder"
	case strings.HasPrefix(path, "github.com/stephenafamo/bob/dialect/"):
		return strings.HasSuffix(name, "Query")
	}
	return false
}

// runsModifier reports whether a call hands a modifier to a library, which runs it.
func (p *program) runsModifier(f *types.Func, arg ssa.Value) bool {
	return f.Pkg() != nil && modifies(arg.Type()) && !p.firstPartyPath(pkgPath(f.Pkg()))
}

// handsModifiers handles a call that hands modifiers to a function of the project's
// which runs the query itself: s.List(ctx, InCart(id), WithStock()). What they add is
// asked for here.
func (r *recorder) handsModifiers(e event) {
	c := e.call
	if c.callee == nil || c.callee.Pkg() == nil || !r.p.firstPartyPath(pkgPath(c.callee.Pkg())) || givesBuilder(c.callee) {
		return
	}
	for _, a := range c.args {
		if !modifies(a.Type()) || !takesBuilder(a.Type()) {
			continue
		}
		for _, v := range append(elements(a), a) {
			for _, t := range r.ofReceiver(r.p.evaluator(r.g).adds(v)) {
				r.text(e, t, nil)
			}
		}
	}
}

// takesBuilder reports whether modifiers of a type change one of the builders whose
// calls count only where the query is run.
func takesBuilder(t types.Type) bool {
	if s, ok := t.Underlying().(*types.Slice); ok {
		t = s.Elem()
	}
	return isBuilder(t.Underlying().(*types.Signature).Params().At(0).Type())
}

// givesBuilder reports whether a function gives back a query that its caller runs.
func givesBuilder(f *types.Func) bool {
	for res := range f.Signature().Results().Variables() {
		if takesParts(res.Type()) || modifies(res.Type()) {
			return true
		}
	}
	return false
}

// inModifier reports whether a literal is, or stands in, a modifier.
func (r *recorder) inModifier(fn *ssa.Function) bool {
	for ; fn != nil && fn != r.g.fn; fn = fn.Parent() {
		if modifies(fn.Signature) {
			return true
		}
	}
	return false
}

// counts reports whether what stands in a function or literal is done for whoever
// calls the group's function.
func (r *recorder) counts(at *ssa.Function) bool { return r.fl.ran[at] || r.inModifier(at) }

// givenBuilder names the link that stands for a builder which the function is
// given.
const givenBuilder = "(given)"

// addedTo is what a builder's link adds that is no call of the library's: the
// query that the function was given, or what a helper does.
func (l link) addedTo() [][]text {
	var out [][]text
	add := func(texts []text) {
		texts = slices.DeleteFunc(slices.Clone(texts), func(t text) bool { return !t.known() })
		if len(texts) > 0 {
			out = append(out, texts)
		}
	}
	switch c, ok := l.call.(*ssa.Call); {
	case l.name == givenBuilder:
		add(l.frame.e.eval(l.args[0], maxTextDepth/2))
	case l.name == "" && ok:
		e := l.frame.e
		if obj := staticFunc(&c.Call); obj != nil {
			if e.p.byObj[obj.Origin()] == nil {
				add(l.frame.filled(e.instantiated(&c.Call).fillAll(e.p.added(obj), c.Call.Args)))
			}
		} else if !c.Call.IsInvoke() {
			add(l.frame.filled(e.adds(c.Call.Value)))
		}
		for _, a := range c.Call.Args {
			if modifies(a.Type()) {
				for _, v := range append(elements(a), a) {
					add(l.frame.filled(e.adds(v)))
				}
			}
		}
	}
	return out
}

// adds are the queries that a modifier adds.
func (e *evaluator) adds(v ssa.Value) []text {
	if v == nil || isSliceOf(v.Type()) {
		return nil
	}
	if c, ok := Unwrapped(v).(*ssa.Call); ok {
		obj := staticFunc(&c.Call)
		if obj == nil {
			return nil
		}
		return e.instantiated(&c.Call).fillAll(e.p.added(obj), c.Call.Args)
	}
	var out []text
	for _, t := range e.p.targets(e.g, v) {
		switch {
		case t.closure != nil:
			out = append(out, e.addedBy(t.closure)...)
		case t.obj != nil && t.method == nil:
			out = append(out, withoutParams(e.p.added(t.obj))...)
		}
	}
	return out
}

func isSliceOf(t types.Type) bool {
	_, ok := t.Underlying().(*types.Slice)
	return ok
}

// withoutParams leaves out the texts that hang on parameters: nobody calls the
// function in sight.
func withoutParams(texts []text) []text {
	return slices.DeleteFunc(slices.Clone(texts), text.params)
}

// fillAll fills several texts by one call.
func (e *evaluator) fillAll(texts []text, args []ssa.Value) []text {
	var out []text
	for _, t := range texts {
		out = append(out, e.fill(t, args)...)
	}
	return out[:min(len(out), maxTexts)]
}

// addedBy are the queries that a literal adds to the one that it is given.
func (e *evaluator) addedBy(lit *ssa.Function) []text {
	g := e.p.byFunc[lit]
	if g == nil || e.active[lit] {
		return nil
	}
	e.active[lit] = true
	defer delete(e.active, lit)
	in := e.within(g)
	var out []text
	for ret := range Returns(lit) {
		if len(ret.Results) > 0 && isBuilder(ret.Results[0].Type()) {
			out = append(out, in.eval(ret.Results[0], maxTextDepth/2)...)
		}
	}
	if lit.Signature.Results().Len() == 0 && len(lit.Params) > 0 {
		out = append(out, in.changed(lit.Params[0])...)
	}
	return slices.DeleteFunc(out, func(t text) bool { return !t.known() })
}

// changed is what the calls add that change a builder which a function is given.
func (e *evaluator) changed(param *ssa.Parameter) []text {
	if !isBuilder(param.Type()) {
		return nil
	}
	c := newChainer(isBuilder, true)
	return e.read([][]link{c.besideValue(param, &frame{e: e})}, builderLib(param.Type()))
}

// added are the queries that a function adds to a builder which it is given, that
// it builds, or that the modifier adds which it makes. They hang on the parameters
// that are no builders.
func (p *program) added(f *types.Func) []text {
	f = f.Origin()
	g := p.byObj[f]
	if g == nil {
		fact := new(summary.Text)
		if f.Pkg() != p.pass.Pkg && p.pass.ImportObjectFact(f, fact) && fact.List == nil {
			return factTexts(fact)
		}
		return nil
	}
	var out []text
	e := p.evaluator(g)
	switch res := g.fn.Signature.Results(); {
	case res.Len() == 0:
		for _, param := range g.fn.Params {
			out = append(out, e.changed(param)...)
		}
	case isBuilder(res.At(0).Type()):
		out = p.returned(g)
	case modifies(res.At(0).Type()):
		for ret := range Returns(g.fn) {
			for _, t := range p.targets(g, ret.Results[0]) {
				if t.closure != nil {
					out = append(out, e.addedBy(t.closure)...)
				}
			}
		}
	}
	return withoutBuilders(g, out)
}

// withoutBuilders leaves out of texts the queries that the function is given.
func withoutBuilders(g *group, texts []text) []text {
	var out []text
	for _, t := range texts {
		t = slices.DeleteFunc(slices.Clone(t), func(part summary.Part) bool {
			return part.Param >= 0 && part.Param < len(g.fn.Params) && part.Field == "" && isBuilder(g.fn.Params[part.Param].Type())
		})
		if t.known() {
			out = append(out, t)
		}
	}
	return out[:min(len(out), maxAlts)]
}

// exportAdded leaves what a function does to builders for importers.
func (p *program) exportAdded(g *group) {
	if g.obj == nil || !g.obj.Exported() {
		return
	}
	fact := new(summary.Text)
	for _, t := range p.added(g.obj) {
		fact.Alts = append(fact.Alts, t)
	}
	if len(fact.Alts) > 0 {
		p.pass.ExportObjectFact(g.obj, fact)
	}
}
