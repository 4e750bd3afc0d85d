package effects

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Bounds of the search for what a string may be.
const (
	maxTexts     = 8
	maxTextDepth = 24
	maxTextFuel  = 2000 // values looked at for one text
)

// An evaluator finds out what a string value may be: from constants,
// concatenations, formats, variables that are assigned once, and parameters.
type evaluator struct {
	p      *program
	g      *group
	active map[any]bool
	fuel   *int // values that may still be looked at
	// caller and args are set while a function is evaluated for one call of it:
	// its parameters are the arguments there.
	caller *evaluator
	args   []ssa.Value
	fn     *ssa.Function // the literal that is called, if it is one
	types  []types.Type  // type arguments of the call whose text is filled in
}

func (p *program) evaluator(g *group) *evaluator {
	fuel := maxTextFuel
	return &evaluator{p: p, g: g, active: map[any]bool{}, fuel: &fuel}
}

// within evaluates in another function of the package, for the same text.
func (e *evaluator) within(g *group) *evaluator {
	return &evaluator{p: e.p, g: g, active: e.active, fuel: e.fuel}
}

// called evaluates in the function that a call calls.
func (e *evaluator) called(g *group, args []ssa.Value) *evaluator {
	in := e.within(g)
	in.caller, in.args = e, args
	return in
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

// eval is texts for a value that stands for another: within the bounds, and without
// going round in circles.
func (e *evaluator) eval(v ssa.Value, depth int) []text {
	*e.fuel--
	if v == nil || depth > maxTextDepth || *e.fuel < 0 || e.active[v] {
		return []text{hole()}
	}
	e.active[v] = true
	defer delete(e.active, v)
	if isBuilder(v.Type()) { // given to a function that asks it for its text
		return e.toSQL(v, depth+1)
	}
	if isDocument(pointee(v.Type())) {
		return e.document(v, depth)
	}
	return e.made(v, depth)
}

// made evaluates a value by what it is made from.
func (e *evaluator) made(v ssa.Value, depth int) []text {
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
	case *ssa.Slice:
		if isParts(v.Type()) {
			return joinAll(elements(v), ".", next)
		}
	case *ssa.FreeVar:
		return next(e.g.binding(v))
	case *ssa.Parameter:
		return e.parameter(v, depth)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return e.load(v.X, depth)
		}
	case *ssa.Field:
		return e.fieldOfValue(v, depth)
	case *ssa.Alloc, *ssa.FieldAddr, *ssa.Global:
		if isString(pointee(v.Type())) { // a pointer to a string
			return e.load(v, depth)
		}
	case *ssa.Call:
		return e.call(v, next)
	case *ssa.Extract:
		if n, ok := v.Tuple.(*ssa.Next); ok {
			return e.ranged(n, v.Index, next)
		}
		return e.extract(v, next)
	case *ssa.Lookup:
		return e.lookup(v, next)
	case *ssa.Index: // of an array that is no variable
		if load, ok := v.X.(*ssa.UnOp); ok && load.Op == token.MUL {
			return elementAt(e.elementsOf(load.X), v.Index, next)
		}
	}
	return []text{hole()}
}

// extract evaluates the first result of the calls that give an error beside a
// string.
func (e *evaluator) extract(x *ssa.Extract, next func(ssa.Value) []text) []text {
	if l, ok := x.Tuple.(*ssa.Lookup); ok && x.Index == 0 { // q, ok := queries[name]
		return e.lookup(l, next)
	}
	c, ok := x.Tuple.(*ssa.Call)
	if ok && x.Index == 0 {
		if from := preparedFrom(c); from != nil {
			return next(from)
		}
		if b := builtBy(c); b != nil {
			return e.toSQL(b, 0)
		}
	}
	if ok && x.Index == 0 && c.Call.IsInvoke() && c.Call.Method.Name() == "BindNamed" {
		return next(c.Call.Args[0]) // sqlx behind an interface
	}
	if !ok || x.Index != 0 {
		return []text{hole()}
	}
	obj := staticFunc(&c.Call)
	if obj == nil && isString(x.Type()) {
		return e.ofValue(c, next)
	}
	if obj == nil {
		return []text{hole()}
	}
	switch fullName(obj) {
	case "github.com/jmoiron/sqlx.In", "github.com/jmoiron/sqlx.Named":
		return next(c.Call.Args[0])
	case "github.com/jmoiron/sqlx.DB.BindNamed", "github.com/jmoiron/sqlx.Tx.BindNamed":
		return next(c.Call.Args[1])
	case "embed.FS.ReadFile", "io/fs.ReadFile":
		return e.embedded(c.Call.Args[0], c.Call.Args[1], next)
	case "os.LookupEnv", "syscall.Getenv":
		return fromEnv(next(c.Call.Args[0]))
	}
	if isString(x.Type()) {
		return e.result(obj, c.Call.Args, next)
	}
	return []text{hole()}
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

// parameter evaluates a parameter: by the call that is evaluated, or else it
// is left for the callers.
func (e *evaluator) parameter(v *ssa.Parameter, depth int) []text {
	if e.fn != nil && v.Parent() == e.fn {
		if i := slices.Index(e.fn.Params, v); i >= 0 && i < len(e.args) {
			return e.caller.eval(e.args[i], depth+1)
		}
		return []text{hole()}
	}
	i := slices.Index(e.g.fn.Params, v)
	switch {
	case i < 0:
		return e.handedIn(v, depth)
	case e.fn != nil:
		return []text{hole()}
	case e.caller == nil:
		return []text{{{Param: i}}}
	case i < len(e.args):
		return e.caller.eval(e.args[i], depth+1)
	}
	return []text{hole()}
}

// load evaluates a variable: by the one value that it is given, or by all that
// the group stores in it.
func (e *evaluator) load(addr ssa.Value, depth int) []text {
	next := func(v ssa.Value) []text { return e.eval(v, depth+1) }
	switch addr := addr.(type) {
	case *ssa.Global:
		return e.global(addr, depth)
	case *ssa.FieldAddr:
		if isStore(addr.X.Type()) || isPrepared(addr.X.Type()) {
			return next(addr.X) // what a handle embeds
		}
		return e.field(addr, depth)
	case *ssa.IndexAddr:
		if given, ok := e.givenElement(addr, depth); ok {
			return given
		}
		return e.element(addr, next)
	case *ssa.Call:
		return flagDefault(addr, next)
	case *ssa.UnOp:
		if global, ok := addr.X.(*ssa.Global); ok {
			if c, ok := e.p.globals[global].(*ssa.Call); ok {
				start := e.within(e.p.startOf(global))
				return flagDefault(c, func(v ssa.Value) []text { return start.eval(v, depth+1) })
			}
		}
	}
	if stored := e.g.stores()[e.g.cell(addr)]; len(stored) > 0 {
		return union(stored, next)
	}
	return []text{hole()}
}

// flagDefault evaluates a command line's flag by its default.
func flagDefault(c *ssa.Call, next func(ssa.Value) []text) []text {
	if obj := staticFunc(&c.Call); obj != nil && obj.Name() == "String" && len(c.Call.Args) > 1 {
		switch obj.Pkg().Path() {
		case "flag", "github.com/spf13/pflag":
			return next(c.Call.Args[len(c.Call.Args)-2])
		}
	}
	return []text{hole()}
}

// global evaluates a variable of a package: by its one value, what is embedded in it,
// or what its own package says.
func (e *evaluator) global(global *ssa.Global, depth int) []text {
	if v := e.p.globals[global]; v != nil {
		return e.within(e.p.startOf(global)).eval(v, depth+1)
	}
	if obj := global.Object(); obj != nil {
		if s, ok := e.p.embeds[obj]; ok {
			return []text{constText(s)}
		}
		fact := new(summary.Text)
		if obj.Pkg() != e.p.pass.Pkg && e.p.pass.ImportObjectFact(obj, fact) {
			if fact.Value == "" && fact.Alts == nil && isParts(obj.Type()) {
				return dotted(fact.List)
			}
			return factTexts(fact)
		}
	}
	return []text{hole()}
}

// factTexts are the texts of a variable, or of a function without parameters.
func factTexts(fact *summary.Text) []text {
	if fact.Alts == nil {
		return []text{constText(fact.Value)}
	}
	var out []text
	for _, alt := range fact.Alts {
		out = append(out, alt)
	}
	return out
}

// startOf is the function that assigns a variable which is assigned once.
func (p *program) startOf(global *ssa.Global) *group {
	for _, g := range p.groups {
		if !startsUp(g.fn) {
			continue
		}
		if len(g.stores()[global]) > 0 {
			return g
		}
	}
	return p.groupOf(p.ssa.Func("init"))
}
