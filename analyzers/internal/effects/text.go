package effects

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
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

// String is the text with holes for what is not known here.
func (t text) String() string {
	var b strings.Builder
	for _, p := range t {
		if !isText(p) {
			b.WriteRune(sqltext.Hole)
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// params reports whether the text depends on the function's parameters.
func (t text) params() bool {
	return slices.ContainsFunc(t, func(p summary.Part) bool { return p.Param >= 0 || p.Type > 0 })
}

// fields reports whether the text hangs on what a struct's field holds.
func (t text) fields() bool {
	return slices.ContainsFunc(t, func(p summary.Part) bool { return p.Param < 0 && p.Field != "" })
}

// isText reports whether a part is the text that it says.
func isText(p summary.Part) bool { return p.Param < 0 && p.Field == "" && !p.Env && p.Type == 0 }

// known reports whether any of the text is known, or may be elsewhere.
func (t text) known() bool {
	return strings.Trim(t.String(), string(sqltext.Hole)+" \t\n") != "" || t.params() || t.fields()
}

// closed reports whether the whole text is known.
func (t text) closed() bool {
	return !slices.ContainsFunc(t, func(p summary.Part) bool { return !isText(p) }) && !strings.ContainsRune(t.String(), sqltext.Hole)
}

// legible reports whether all that matters of a text is known: that it has no
// holes, or as a statement names its tables all the same.
func (t text) legible() bool {
	if slices.ContainsFunc(t, func(p summary.Part) bool { return !isText(p) }) {
		return false
	}
	named := false
	for _, st := range sqltext.Parse(t.String()) {
		for _, a := range st.Accesses {
			if named = a.Name != sqltext.Unknown; !named {
				return false
			}
		}
	}
	return named || t.closed()
}

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

func (e *evaluator) eval(v ssa.Value, depth int) []text {
	*e.fuel--
	if v == nil || depth > maxTextDepth || *e.fuel < 0 || e.active[v] {
		return []text{hole()}
	}
	e.active[v] = true
	defer delete(e.active, v)
	next := func(v ssa.Value) []text { return e.eval(v, depth+1) }
	if isBuilder(v.Type()) { // given to a function that asks it for its text
		return e.toSQL(v, depth+1)
	}
	if isDocument(pointee(v.Type())) {
		return e.document(v, depth)
	}
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
		p.fields = p.storesOf(textual)
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

// valueFieldStores are the package's assignments to fields of named types.
func (p *program) valueFieldStores() map[*types.Var][]*ssa.Store {
	if p.valueFields == nil {
		p.valueFields = p.storesOf(func(t types.Type) bool { return named(t) != nil })
	}
	return p.valueFields
}

func (p *program) storesOf(wanted func(types.Type) bool) map[*types.Var][]*ssa.Store {
	found := map[*types.Var][]*ssa.Store{}
	for _, g := range p.groups {
		for s := range Each[*ssa.Store](g.funcs...) {
			if fa, ok := s.Addr.(*ssa.FieldAddr); ok && wanted(s.Val.Type()) {
				f := fieldOf(fa)
				found[f] = append(found[f], s)
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
	if isAppend(c) && isParts(c.Type()) {
		return joinAll(c.Call.Args, ".", next)
	}
	if name := storeName(c); name != nil {
		return next(name)
	}
	if from := preparedFrom(c); from != nil {
		return next(from)
	}
	if isCQLTable(c.Type()) && len(c.Call.Args) == 1 {
		return e.content(c.Call.Args[0], ".Name", maxTextDepth/2)
	}
	if b := builtBy(c); b != nil {
		return e.toSQL(b, 0)
	}
	if said := e.saidByParam(c); said != nil {
		return said
	}
	obj := staticFunc(&c.Call)
	if obj == nil {
		return e.ofValue(c, next)
	}
	if name, ok := nameOf(c, obj, next); ok {
		return name
	}
	args := c.Call.Args
	e = e.instantiated(&c.Call)
	switch fullName(obj) {
	case "fmt.Sprintf":
		return e.sprintf(args, next)
	case "fmt.Sprint":
		return joinAll(elements(args[0]), "", next)
	case "strings.Join":
		if sep := next(args[1]); len(sep) == 1 {
			return joinAll(elements(args[0]), sep[0].String(), next)
		}
	case "path.Join", "path/filepath.Join":
		return joinAll(elements(args[0]), "/", next)
	case "strings.TrimSpace", "strings.ToLower", "strings.ToUpper", "strings.Trim", "strings.TrimSuffix", "strings.TrimRight", "strings.TrimLeft",
		"strings.TrimPrefix", "strings.Clone", "github.com/lib/pq.QuoteIdentifier":
		return next(args[0])
	case "strings.ReplaceAll", "strings.Replace":
		return replaced(args, next)
	case "os.Getenv", "github.com/knadh/koanf.Koanf.String", "github.com/knadh/koanf/v2.Koanf.String",
		"github.com/knadh/koanf.Koanf.MustString", "github.com/knadh/koanf/v2.Koanf.MustString":
		return fromEnv(next(args[len(args)-1]))
	case "github.com/spf13/viper.GetString", "github.com/spf13/viper.Viper.GetString", "github.com/urfave/cli.Context.String",
		"github.com/urfave/cli/v2.Context.String", "github.com/urfave/cli/v3.Command.String":
		return e.keyed(obj, args[len(args)-1], next)
	case "github.com/jmoiron/sqlx.DB.Rebind", "github.com/jmoiron/sqlx.Tx.Rebind", "github.com/jmoiron/sqlx.Rebind":
		return next(args[len(args)-1])
	case "github.com/aws/aws-sdk-go/aws.String", "github.com/aws/aws-sdk-go-v2/aws.String":
		return next(args[0])
	case "strings.Builder.String", "bytes.Buffer.String":
		return e.builder(c, next)
	}
	return e.result(obj, args, next)
}

// result evaluates a call by what the function returns, if that is one constant.
func (e *evaluator) result(obj *types.Func, args []ssa.Value, next func(ssa.Value) []text) []text {
	if obj.Pkg() != e.p.pass.Pkg {
		fact := new(summary.Text)
		if !e.p.pass.ImportObjectFact(obj.Origin(), fact) {
			return []text{hole()}
		}
		switch {
		case fact.Alts == nil:
			return []text{constText(fact.Value)}
		case fact.List != nil:
			return e.fileOf(fact, args)
		}
		var out []text
		for _, alt := range fact.Alts {
			out = append(out, e.fill(alt, args)...)
		}
		return out
	}
	g := e.p.byObj[obj.Origin()]
	if g == nil || g == e.g {
		return []text{hole()}
	}
	var out []text
	for _, t := range e.p.returned(g) {
		out = append(out, e.fill(t, args)...)
	}
	if slices.ContainsFunc(out, func(t text) bool { return strings.ContainsRune(t.String(), sqltext.Hole) }) {
		out = e.returns(g, args) // it may say more for this call than for all
	}
	if len(out) == 0 || len(out) > maxTexts {
		return []text{hole()}
	}
	return out
}

// returns are the texts that a function returns for some arguments.
func (e *evaluator) returns(g *group, args []ssa.Value) []text {
	in := e.called(g, args)
	var out []text
	for ret := range Returns(g.fn) {
		if len(ret.Results) > 0 {
			out = append(out, in.eval(ret.Results[0], maxTextDepth/2)...)
		}
	}
	return withoutEmpty(out)
}

// withoutEmpty leaves out the text that goes with an error.
func withoutEmpty(texts []text) []text {
	some := slices.DeleteFunc(slices.Clone(texts), func(t text) bool { return t.closed() && t.String() == "" })
	if len(some) == 0 {
		return texts
	}
	return some
}

// replaced evaluates strings.ReplaceAll where all of it is constant; a text
// with other values in it stays as it is.
func replaced(args []ssa.Value, next func(ssa.Value) []text) []text {
	out := next(args[0])
	from, to := next(args[1]), next(args[2])
	if len(from) != 1 || len(to) != 1 || !from[0].closed() {
		return out
	}
	for i, t := range out {
		var pieces text
		for _, p := range t {
			if !isText(p) {
				pieces = append(pieces, p)
				continue
			}
			for j, s := range strings.Split(p.Text, from[0].String()) {
				if j > 0 {
					pieces = append(pieces, to[0]...)
				}
				pieces = append(pieces, constText(s)...)
			}
		}
		out[i] = pieces
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
	for ret := range Returns(g.fn) {
		if len(ret.Results) > 0 {
			out = append(out, p.texts(g, ret.Results[0])...)
		}
	}
	out = withoutEmpty(out)
	if len(out) == 0 || len(out) > maxTexts {
		out = []text{hole()}
	}
	p.returns[g] = out
	return out
}

// fill puts the arguments of a call in the place of parameters.
func (e *evaluator) fill(t text, args []ssa.Value) []text {
	out := []text{nil}
	for _, part := range t {
		out = concat(out, e.fillPart(part, args))
	}
	return out
}

// fromEnv are the values of environment variables of some names.
func fromEnv(names []text) []text {
	out := make([]text, len(names))
	for i, t := range names {
		out[i] = slices.Clone(t)
		for k := range out[i] {
			out[i][k].Env = true
		}
	}
	return out
}

func (e *evaluator) fillPart(part summary.Part, args []ssa.Value) []text {
	switch {
	case part.Naming == namingFile:
		return []text{hole()} // see embedded
	case strings.HasPrefix(part.Naming, namingStage):
		return e.fillStage(part, args)
	case strings.HasPrefix(part.Naming, namingTemplate):
		return e.fillTemplate(part, args)
	case part.Type > 0 || part.Naming != "" && part.Param < len(args):
		return e.fillModel(part, args)
	case part.Param < 0:
		return []text{{part}}
	case part.Param >= len(args):
		return []text{hole()}
	}
	var values []text
	if part.Field != "" {
		values = e.content(args[part.Param], part.Field, maxTextDepth/2)
	} else {
		values = e.eval(args[part.Param], maxTextDepth/2)
	}
	if part.Env {
		values = fromEnv(values)
	}
	return values
}
