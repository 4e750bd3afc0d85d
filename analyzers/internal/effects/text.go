package effects

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Bounds of the search for what a string may be.
const (
	maxTexts     = 8
	maxTextDepth = 24
	maxTextFuel  = 2000 // values looked at for one text
)

// A text is one value that a string may have: constant pieces, and the values
// of parameters. What is not known is a hole.
type text []summary.Part

func constText(s string) text { return text{{Text: s, Param: -1}} }

// hole is the text of which nothing is known.
func hole() text { return constText(string(sqltext.Hole)) }

// String is the text with holes for parameters.
func (t text) String() string {
	var b strings.Builder
	for _, p := range t {
		if p.Param >= 0 {
			b.WriteRune(sqltext.Hole)
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// params reports whether the text depends on the function's parameters.
func (t text) params() bool {
	return slices.ContainsFunc(t, func(p summary.Part) bool { return p.Param >= 0 })
}

// known reports whether any of the text is known.
func (t text) known() bool {
	return strings.Trim(t.String(), string(sqltext.Hole)+" \t\n") != "" || t.params()
}

// An evaluator finds out what a string value may be: from constants,
// concatenations, formats, variables that are assigned once, and parameters.
type evaluator struct {
	p      *program
	g      *group
	active map[ssa.Value]bool
	fuel   *int // values that may still be looked at
}

func (p *program) evaluator(g *group) *evaluator {
	fuel := maxTextFuel
	return &evaluator{p: p, g: g, active: map[ssa.Value]bool{}, fuel: &fuel}
}

// within evaluates in another function of the package, for the same text.
func (e *evaluator) within(g *group) *evaluator {
	return &evaluator{p: e.p, g: g, active: e.active, fuel: e.fuel}
}

// texts are the values that a string may have. What it cannot tell is a hole;
// there is always at least one.
func (p *program) texts(g *group, v ssa.Value) []text {
	found := p.evaluator(g).eval(v, 0)
	if len(found) == 0 {
		return []text{hole()}
	}
	return found
}

func (e *evaluator) eval(v ssa.Value, depth int) []text {
	*e.fuel--
	if v == nil || depth > maxTextDepth || *e.fuel < 0 || e.active[v] {
		return []text{hole()}
	}
	e.active[v] = true
	defer delete(e.active, v)
	next := func(v ssa.Value) []text { return e.eval(v, depth+1) }
	switch v := v.(type) {
	case *ssa.Const:
		if s, ok := constString(v); ok {
			return []text{constText(s)}
		}
	case *ssa.BinOp:
		if v.Op == token.ADD {
			return concat(next(v.X), next(v.Y))
		}
	case *ssa.Phi:
		return union(v.Edges, next)
	case *ssa.Convert:
		return next(v.X)
	case *ssa.ChangeType:
		return next(v.X)
	case *ssa.MakeInterface:
		return next(v.X)
	case *ssa.FreeVar:
		return next(e.g.binding(v))
	case *ssa.Parameter:
		if v.Parent() == e.g.fn {
			return []text{{{Param: slices.Index(e.g.fn.Params, v)}}}
		}
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return e.load(v.X, next)
		}
	case *ssa.Call:
		return e.call(v, next)
	case *ssa.Extract:
		return e.extract(v, next)
	case *ssa.Lookup:
		return e.lookup(v, next)
	}
	return []text{hole()}
}

// extract evaluates the first result of the calls that give an error beside a
// string.
func (e *evaluator) extract(x *ssa.Extract, next func(ssa.Value) []text) []text {
	c, ok := x.Tuple.(*ssa.Call)
	if ok && x.Index == 0 && c.Call.IsInvoke() && c.Call.Method.Name() == "BindNamed" {
		return next(c.Call.Args[0]) // sqlx behind an interface
	}
	if !ok || x.Index != 0 || len(c.Call.Args) == 0 {
		return []text{hole()}
	}
	obj := staticFunc(&c.Call)
	if obj == nil {
		return []text{hole()}
	}
	if (obj.Name() == "ToSql" || obj.Name() == "MustSql") && catalog.Canonical(pkgPath(obj.Pkg())) == squirrel {
		return e.toSQL(c.Call.Args[0], 0)
	}
	switch fullName(obj) {
	case "github.com/jmoiron/sqlx.In", "github.com/jmoiron/sqlx.Named":
		return next(c.Call.Args[0])
	case "github.com/jmoiron/sqlx.DB.BindNamed", "github.com/jmoiron/sqlx.Tx.BindNamed":
		return next(c.Call.Args[1])
	case "embed.FS.ReadFile":
		return e.embedded(c)
	}
	return []text{hole()}
}

// lookup evaluates an entry of a package's map of queries that nothing changes.
func (e *evaluator) lookup(l *ssa.Lookup, next func(ssa.Value) []text) []text {
	load, ok := l.X.(*ssa.UnOp)
	if !ok {
		return []text{hole()}
	}
	global, ok := load.X.(*ssa.Global)
	key, constant := constString(l.Index)
	if !ok || !constant {
		return []text{hole()}
	}
	m, ok := e.p.globals[global].(*ssa.MakeMap)
	if !ok {
		return []text{hole()}
	}
	for _, ref := range *m.Referrers() {
		if u, ok := ref.(*ssa.MapUpdate); ok {
			if k, ok := constString(u.Key); ok && k == key {
				return next(u.Value)
			}
		}
	}
	return []text{hole()}
}

// concat joins each of some texts with each of others.
func concat(a, b []text) []text {
	var out []text
	for _, x := range a {
		for _, y := range b {
			if len(out) < maxTexts {
				out = append(out, slices.Concat(x, y))
			}
		}
	}
	return out
}

func union(vs []ssa.Value, eval func(ssa.Value) []text) []text {
	var out []text
	for _, v := range vs {
		for _, t := range eval(v) {
			if len(out) < maxTexts && !slices.ContainsFunc(out, func(o text) bool { return slices.Equal(o, t) }) {
				out = append(out, t)
			}
		}
	}
	return out
}

// load evaluates a variable: by the one value that it is given, or by all that
// the group stores in it.
func (e *evaluator) load(addr ssa.Value, next func(ssa.Value) []text) []text {
	if global, ok := addr.(*ssa.Global); ok {
		return e.global(global, next)
	}
	if stored := e.g.stores()[e.g.cell(addr)]; len(stored) > 0 {
		return union(stored, next)
	}
	if fa, ok := addr.(*ssa.FieldAddr); ok {
		return e.field(fa, next)
	}
	return []text{hole()}
}

func (e *evaluator) global(global *ssa.Global, next func(ssa.Value) []text) []text {
	if v := e.p.globals[global]; v != nil {
		return next(v)
	}
	if obj := global.Object(); obj != nil {
		if s, ok := e.p.embeds[obj]; ok {
			return []text{constText(s)}
		}
		fact := new(summary.Text)
		if obj.Pkg() != e.p.pass.Pkg && e.p.pass.ImportObjectFact(obj, fact) {
			return []text{constText(fact.Value)}
		}
	}
	return []text{hole()}
}

// field evaluates a struct's field by all that the package stores in it, if
// these are constants: a table's name that a constructor sets.
func (e *evaluator) field(fa *ssa.FieldAddr, next func(ssa.Value) []text) []text {
	var out []text
	for _, s := range e.p.fieldStores()[fieldOf(fa)] {
		g := e.p.groupOf(s.Parent())
		if g == nil {
			return []text{hole()}
		}
		for _, t := range e.within(g).eval(s.Val, maxTextDepth/2) {
			if t.params() || !t.known() {
				t = hole()
			}
			out = append(out, t)
		}
	}
	if len(out) == 0 || len(out) > maxTexts {
		return []text{hole()}
	}
	return out
}

// fieldOf is the field that an address is of.
func fieldOf(fa *ssa.FieldAddr) *types.Var {
	ptr, ok := fa.X.Type().Underlying().(*types.Pointer)
	if !ok {
		return nil
	}
	s, ok := ptr.Elem().Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	return s.Field(fa.Field).Origin()
}

// fieldStores are the package's assignments to string fields.
func (p *program) fieldStores() map[*types.Var][]*ssa.Store {
	if p.fields == nil {
		p.fields = p.storesOf(isString)
	}
	return p.fields
}

// funcFieldStores are the package's assignments to fields of function type.
func (p *program) funcFieldStores() map[*types.Var][]*ssa.Store {
	if p.funcFields == nil {
		p.funcFields = p.storesOf(func(t types.Type) bool {
			_, ok := t.Underlying().(*types.Signature)
			return ok
		})
	}
	return p.funcFields
}

func (p *program) storesOf(wanted func(types.Type) bool) map[*types.Var][]*ssa.Store {
	found := map[*types.Var][]*ssa.Store{}
	for _, g := range p.groups {
		for _, fn := range g.funcs {
			for instr := range instructions(fn) {
				s, ok := instr.(*ssa.Store)
				if !ok {
					continue
				}
				if fa, ok := s.Addr.(*ssa.FieldAddr); ok && wanted(s.Val.Type()) {
					f := fieldOf(fa)
					found[f] = append(found[f], s)
				}
			}
		}
	}
	return found
}

func isBytes(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	return ok && types.Identical(s.Elem().Underlying(), types.Typ[types.Byte])
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// call evaluates a function that makes a string.
func (e *evaluator) call(c *ssa.Call, next func(ssa.Value) []text) []text {
	obj := staticFunc(&c.Call)
	if obj == nil {
		return []text{hole()}
	}
	args := c.Call.Args
	switch fullName(obj) {
	case "fmt.Sprintf":
		return e.sprintf(args, next)
	case "fmt.Sprint":
		return joinAll(elements(args[0]), "", next)
	case "strings.Join":
		if sep := next(args[1]); len(sep) == 1 {
			return joinAll(elements(args[0]), sep[0].String(), next)
		}
	case "strings.TrimSpace", "strings.ToLower", "strings.Trim", "strings.TrimSuffix", "strings.TrimRight":
		return next(args[0])
	case "github.com/jmoiron/sqlx.DB.Rebind", "github.com/jmoiron/sqlx.Tx.Rebind", "github.com/jmoiron/sqlx.Rebind":
		return next(args[len(args)-1])
	case "strings.Builder.String":
		return e.builder(c, next)
	}
	return e.result(obj, args, next)
}

// result evaluates a call by what the function returns, if that is one constant.
func (e *evaluator) result(obj *types.Func, args []ssa.Value, next func(ssa.Value) []text) []text {
	if obj.Pkg() != e.p.pass.Pkg {
		fact := new(summary.Text)
		if e.p.pass.ImportObjectFact(obj.Origin(), fact) {
			return []text{constText(fact.Value)}
		}
		return []text{hole()}
	}
	g := e.p.byObj[obj.Origin()]
	if g == nil || g == e.g {
		return []text{hole()}
	}
	var out []text
	for _, t := range e.p.returned(g) {
		out = append(out, fill(t, args, next)...)
	}
	if len(out) == 0 || len(out) > maxTexts {
		return []text{hole()}
	}
	return out
}

// returned are the texts that a function of the package returns, worked out
// once. One that needs its own result to tell returns a hole.
func (p *program) returned(g *group) []text {
	if texts, ok := p.returns[g]; ok {
		return texts
	}
	if p.returns == nil {
		p.returns = map[*group][]text{}
	}
	p.returns[g] = []text{hole()}
	var out []text
	for _, b := range g.fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && len(ret.Results) == 1 {
			out = append(out, p.texts(g, ret.Results[0])...)
		}
	}
	if len(out) == 0 || len(out) > maxTexts {
		out = []text{hole()}
	}
	p.returns[g] = out
	return out
}

// fill puts the arguments of a call in the place of parameters.
func fill(t text, args []ssa.Value, eval func(ssa.Value) []text) []text {
	out := []text{nil}
	for _, part := range t {
		if part.Param < 0 {
			out = concat(out, []text{{part}})
			continue
		}
		if part.Param >= len(args) {
			out = concat(out, []text{hole()})
			continue
		}
		out = concat(out, eval(args[part.Param]))
	}
	return out
}
