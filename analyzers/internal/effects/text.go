package effects

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
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
	if !ok || x.Index != 0 || c.Call.StaticCallee() == nil || len(c.Call.Args) == 0 {
		return []text{hole()}
	}
	obj, ok := c.Call.StaticCallee().Object().(*types.Func)
	if !ok || obj.Pkg() == nil {
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

// embedded reads a file of an embed.FS, where its name is constant.
func (e *evaluator) embedded(c *ssa.Call) []text {
	name, ok := constString(c.Call.Args[len(c.Call.Args)-1])
	if !ok {
		return []text{hole()}
	}
	file := filepath.Join(filepath.Dir(e.p.fileName(c.Pos())), filepath.FromSlash(name))
	data, err := os.ReadFile(file)
	if err != nil || len(data) > maxEmbed {
		return []text{hole()}
	}
	return []text{constText(string(data))}
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
	fn := c.Call.StaticCallee()
	if fn == nil {
		return []text{hole()}
	}
	obj, ok := fn.Object().(*types.Func)
	if !ok || obj.Pkg() == nil {
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

// sprintf fills a constant format with the arguments that are known. A verb
// whose argument is not known stays as it is: the extractor knows verbs.
func (e *evaluator) sprintf(args []ssa.Value, next func(ssa.Value) []text) []text {
	if len(args) < 2 {
		return []text{hole()}
	}
	var out []text
	elems := elements(args[1])
	for _, f := range next(args[0]) {
		if f.params() {
			out = append(out, hole())
			continue
		}
		out = append(out, format(f.String(), elems, next)...)
	}
	return out
}

func format(f string, elems []ssa.Value, next func(ssa.Value) []text) []text {
	out := []text{nil}
	arg := 0
	for f != "" {
		i := strings.IndexByte(f, '%')
		if i < 0 || i == len(f)-1 {
			break
		}
		if f[i+1] == '%' {
			out = concat(out, []text{constText(f[:i+1])})
			f = f[i+2:]
			continue
		}
		end, index := verb(f[i:])
		if index >= 0 {
			arg = index
		}
		piece := []text{constText(f[i : i+end])}
		last := f[i+end-1]
		if (last == 's' || last == 'v' || last == 'q') && arg < len(elems) && elems[arg] != nil {
			if known := next(elems[arg]); slices.ContainsFunc(known, text.known) {
				piece = known
			} else {
				piece = []text{hole()}
			}
		}
		arg++
		out = concat(concat(out, []text{constText(f[:i])}), piece)
		f = f[i+end:]
	}
	return concat(out, []text{constText(f)})
}

// verb measures a formatting verb, and reads its explicit argument index (from
// 0; -1: none).
func verb(s string) (length, index int) {
	index = -1
	for i := 1; i < len(s); i++ {
		c := s[i]
		if c == '[' {
			if end := strings.IndexByte(s[i:], ']'); end > 1 {
				n := 0
				for _, d := range s[i+1 : i+end] {
					n = n*10 + int(d-'0')
				}
				index = n - 1
				i += end
				continue
			}
		}
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			return i + 1, index
		}
	}
	return len(s), index
}

// elements are the values of a slice that is built on the spot, such as
// variadic arguments; nil where one is not known.
func elements(v ssa.Value) []ssa.Value {
	for {
		ct, ok := v.(*ssa.ChangeType)
		if !ok {
			break
		}
		v = ct.X
	}
	if s, ok := v.(*ssa.Slice); ok {
		v = s.X
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return nil
	}
	arr, ok := alloc.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array)
	if !ok || arr.Len() > 64 {
		return nil
	}
	out := make([]ssa.Value, arr.Len())
	for _, ref := range *alloc.Referrers() {
		ia, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		c, ok := ia.Index.(*ssa.Const)
		if !ok {
			continue
		}
		for _, r := range *ia.Referrers() {
			if st, ok := r.(*ssa.Store); ok && st.Addr == ia && int(c.Int64()) < len(out) {
				out[c.Int64()] = st.Val
			}
		}
	}
	return out
}

func joinAll(elems []ssa.Value, sep string, next func(ssa.Value) []text) []text {
	if len(elems) == 0 {
		return []text{hole()}
	}
	out := []text{nil}
	for i, v := range elems {
		if i > 0 && sep != "" {
			out = concat(out, []text{constText(sep)})
		}
		out = concat(out, next(v))
	}
	return out
}

// builder evaluates a strings.Builder by what is written to it, in the order
// of the code. What is written in a loop counts once.
func (e *evaluator) builder(c *ssa.Call, next func(ssa.Value) []text) []text {
	base := e.g.base(c.Call.Args[0])
	out := []text{nil}
	for instr := range instructions(c.Parent()) {
		w, ok := instr.(*ssa.Call)
		if !ok || w == c {
			continue
		}
		callee := w.Call.StaticCallee()
		if callee == nil {
			continue
		}
		obj, ok := callee.Object().(*types.Func)
		if !ok || obj.Pkg() == nil || len(w.Call.Args) < 2 {
			continue
		}
		target := w.Call.Args[0]
		if mi, ok := target.(*ssa.MakeInterface); ok {
			target = mi.X
		}
		if e.g.base(target) != base {
			continue
		}
		switch fullName(obj) {
		case "strings.Builder.WriteString":
			out = concat(out, next(w.Call.Args[1]))
		case "fmt.Fprintf":
			out = concat(out, e.sprintf(w.Call.Args[1:], next))
		case "strings.Builder.WriteByte", "strings.Builder.WriteRune":
			out = concat(out, []text{constText(" ")})
		}
	}
	return out
}

// exportTexts leaves the package's constant strings for importers: variables
// that are assigned once, and functions that return but one constant.
func (p *program) exportTexts() {
	for global := range p.globals {
		obj := global.Object()
		if obj == nil || !isString(obj.Type()) {
			continue
		}
		if t := p.texts(p.groupOf(p.ssa.Func("init")), p.globals[global]); len(t) == 1 && !t[0].params() && !strings.ContainsRune(t[0].String(), sqltext.Hole) {
			p.pass.ExportObjectFact(obj, &summary.Text{Value: t[0].String()})
		}
	}
	for obj, s := range p.embeds {
		p.pass.ExportObjectFact(obj, &summary.Text{Value: s})
	}
	for _, g := range p.groups {
		p.exportResult(g)
	}
}

func (p *program) exportResult(g *group) {
	if g.obj == nil || g.fn.Signature.Results().Len() != 1 || !isString(g.fn.Signature.Results().At(0).Type()) || len(g.fn.Blocks) != 1 {
		return
	}
	ret, ok := g.fn.Blocks[0].Instrs[len(g.fn.Blocks[0].Instrs)-1].(*ssa.Return)
	if !ok {
		return
	}
	if t := p.texts(g, ret.Results[0]); len(t) == 1 && !t[0].params() && !strings.ContainsRune(t[0].String(), sqltext.Hole) {
		p.pass.ExportObjectFact(g.obj, &summary.Text{Value: t[0].String()})
	}
}

// maxEmbed bounds the size of an embedded file that is taken for SQL, in bytes.
const maxEmbed = 1 << 20

// collectEmbeds reads the files that string variables embed. go vet has them
// in its cache key already.
func (p *program) collectEmbeds() {
	p.embeds = map[types.Object]string{}
	for _, f := range p.files {
		for _, decl := range f.Decls {
			gd, ok := decl.(*ast.GenDecl)
			if !ok || gd.Tok != token.VAR {
				continue
			}
			for _, spec := range gd.Specs {
				p.embed(gd, spec.(*ast.ValueSpec))
			}
		}
	}
}

func (p *program) embed(gd *ast.GenDecl, spec *ast.ValueSpec) {
	doc := spec.Doc
	if doc == nil {
		doc = gd.Doc
	}
	if doc == nil || len(spec.Names) != 1 {
		return
	}
	for _, c := range doc.List {
		name, ok := strings.CutPrefix(c.Text, "//go:embed ")
		obj := p.pass.TypesInfo.Defs[spec.Names[0]]
		if !ok || obj == nil || !isString(obj.Type()) && !isBytes(obj.Type()) {
			continue
		}
		file := filepath.Join(filepath.Dir(p.fileName(spec.Pos())), strings.Trim(strings.TrimSpace(name), "\"`"))
		if data, err := os.ReadFile(file); err == nil && len(data) <= maxEmbed {
			p.embeds[obj] = string(data)
		}
	}
}
