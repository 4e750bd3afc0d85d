package effects

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
)

// A program is one first-party package in SSA form, with what is known of the
// packages below it.
type program struct {
	*engine
	pass    *analysis.Pass
	cfg     *config.Config
	imports map[string]*summary.Pkg
	path    string // import path
	service string
	root    string // directory to which files are named
	files   []*ast.File
	ssa     *ssa.Package
	groups  []*group // callees before callers, where there is no recursion
	byFunc  map[*ssa.Function]*group
	byObj   map[*types.Func]*group
	// exprs are the call expressions by the position of their left parenthesis,
	// which is all that SSA keeps of them.
	exprs map[token.Pos]*ast.CallExpr
	// globals are the package's variables that are assigned once, at start.
	globals      map[*ssa.Global]ssa.Value
	settled      *settings
	ctes         []string                      // what the query that is being read sees of those around it
	nesting      int                           // of the queries that are being read, one within another
	facts        map[*types.Func]*summary.Func // of other packages' functions, as far as asked
	ignores      *Ignores
	generated    map[string]bool // files by name
	nth          map[string]int
	coverage     coverageCount
	pending      []pending
	uses         []TableUse
	called       []summary.TableCall // calls of interface methods in the service's own code
	wiredHandles []HandleUse         // likewise
	wiredUses    []TableUse          // told by the wiring; their places may be in packages below
	handles      []HandleUse
	nested       []NestedConn
	fields       map[*types.Var][]*ssa.Store // see fieldStores
	valueFields  map[*types.Var][]*ssa.Store // see valueFieldStores
	funcFields   map[*types.Var][]*ssa.Store // see funcFieldStores
	listFields   map[*types.Var][]*ssa.Store // see listFieldStores
	structFields map[*types.Var][]*ssa.Store // see structStores
	changed      map[*ssa.Global]bool        // see setAtStart
	texted       []summary.TextUse           // texts that hang on fields
	stmts        map[*types.Var][]listedStmt // see listedStmts
	embeds       map[types.Object]string
	embedFS      map[types.Object][]string // patterns of variables that are an embed.FS
	ent          map[string]string         // see entTables
	gen          map[*types.TypeName]text  // see genTables
	returns      map[*group][]text         // see returned
	txKinds      map[*types.Named]txKind   // as far as asked
	result       *Result
	wirer        *wirer                                     // what fields of strings hold; set at the end
	converts     []Conversion                               // see typeConversions
	behinds      map[summary.Method][]summary.MethodEffects // see textsBehind
	instances    []converting                               // likewise
	lent         map[string]bool                            // types of others that their api packages lend; nil: not looked for yet
	handovers    map[*types.Func][]gormHandover             // see gormCalls
	callers      map[*group]callers                         // see callsOf
}

// A group is a declared function with the function literals in it. They are
// analyzed together, since a transaction that one opens another may close.
type group struct {
	fn      *ssa.Function
	obj     *types.Func     // nil for the package's initializer
	funcs   []*ssa.Function // fn first, then literals, outer before inner
	makes   map[*ssa.Function]*ssa.MakeClosure
	summary *summary.Func
	index   int

	// What follows is worked out anew in each pass.
	calls   map[ssa.CallInstruction]*call
	stored  map[any][]ssa.Value    // see stores
	entries map[*ssa.Function]bits // the regions that literals are handed as a parameter
	defers  map[*ssa.Function][]*ssa.Defer
	spawns  []spawn // literals that run in goroutines

	// touches are the accesses that calls make themselves; see View.
	touches map[ssa.CallInstruction]*Touch

	// literals are what the function literals do that escape the function, for
	// whoever else in the package may call them.
	literals map[*ssa.Function]*summary.Func
}

// literal is the summary of a literal by itself.
func (g *group) literal(fn *ssa.Function) *summary.Func {
	if g.literals == nil {
		g.literals = map[*ssa.Function]*summary.Func{}
	}
	if g.literals[fn] == nil {
		g.literals[fn] = new(summary.Func)
	}
	return g.literals[fn]
}

// newProgram builds SSA form of the package's own files. Test files are left
// out: they may call into the rest, but nothing of the rest can call them.
func (e *engine) newProgram(pass *analysis.Pass, cfg *config.Config, imports map[string]*summary.Pkg) *program {
	p := &program{
		engine: e, pass: pass, cfg: cfg, imports: imports, path: pkgPath(pass.Pkg),
		byFunc: map[*ssa.Function]*group{}, byObj: map[*types.Func]*group{},
		exprs: map[token.Pos]*ast.CallExpr{}, facts: map[*types.Func]*summary.Func{},
		generated: map[string]bool{}, nth: map[string]int{}, txKinds: map[*types.Named]txKind{},
	}
	for _, f := range pass.Files {
		if e.tests || !strings.HasSuffix(pass.Fset.Position(f.Package).Filename, "_test.go") {
			p.files = append(p.files, f)
		}
	}
	if !e.tests && p.helpsTests() {
		p.files = nil
	}
	if len(p.files) == 0 {
		return p
	}
	p.root = cfg.Root()
	p.service = cfg.ServiceOf(p.path)
	p.ignores = collectIgnores(p)
	for _, f := range p.files {
		p.generated[p.fileName(f.Package)] = ast.IsGenerated(f)
	}
	return p
}

// helpsTests reports whether the package is there for tests: some of its files
// declare functions that take a testing.TB, and they are no small part of it, or
// its name says so. One such file beside the code of a service does not make
// that test code.
func (p *program) helpsTests() bool {
	helpers := 0
	for _, f := range p.files {
		if p.testing(f) {
			helpers++
		}
	}
	return helpers > 0 && (2*helpers >= len(p.files) || testWords.MatchString(path.Base(p.path)))
}

var testWords = regexp.MustCompile(`(?i)(test|mock|fake|fixture|stub|e2e|integration)`)

// testing reports whether a file declares functions that take a testing.TB.
func (p *program) testing(f *ast.File) bool {
	if !slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"testing"` }) {
		return false
	}
	for _, decl := range f.Decls {
		fd, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		for _, field := range fd.Type.Params.List {
			n := named(p.pass.TypesInfo.TypeOf(field.Type))
			if n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "testing" {
				return true
			}
		}
	}
	return false
}

func (p *program) fileName(pos token.Pos) string { return p.pass.Fset.Position(pos).Filename }

// build makes the SSA form and sorts the functions so that callees come first.
func (p *program) build() {
	prog := ssa.NewProgram(p.pass.Fset, 0)
	for _, imp := range p.pass.Pkg.Imports() {
		prog.CreatePackage(imp, nil, nil, true)
	}
	p.ssa = prog.CreatePackage(p.pass.Pkg, p.files, p.typesInfo(), false)
	p.ssa.Build()
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			if c, ok := n.(*ast.CallExpr); ok {
				p.exprs[c.Lparen] = c
			}
			return true
		})
		for _, decl := range f.Decls {
			fd, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			obj, _ := p.pass.TypesInfo.Defs[fd.Name].(*types.Func)
			if fn := prog.FuncValue(obj); fn != nil && fn.Blocks != nil {
				p.addGroup(fn, obj)
			}
		}
	}
	if init := p.ssa.Func("init"); init != nil {
		p.addGroup(init, nil)
	}
	p.globals = constantGlobals(p.groups)
	p.collectEmbeds()
	p.sortGroups()
}

// typesInfo is what the type checker found, without the initialization of
// variables in the files that are left out: under go vet a package comes with
// its test files, whose variables have no SSA form here.
func (p *program) typesInfo() *types.Info {
	if len(p.files) == len(p.pass.Files) {
		return p.pass.TypesInfo
	}
	kept := map[*token.File]bool{}
	for _, f := range p.files {
		kept[p.pass.Fset.File(f.Package)] = true
	}
	info := *p.pass.TypesInfo
	info.InitOrder = slices.DeleteFunc(slices.Clone(info.InitOrder), func(init *types.Initializer) bool {
		return !kept[p.pass.Fset.File(init.Rhs.Pos())]
	})
	return &info
}

func (p *program) addGroup(fn *ssa.Function, obj *types.Func) {
	g := &group{fn: fn, obj: obj, makes: map[*ssa.Function]*ssa.MakeClosure{}, summary: new(summary.Func), index: len(p.groups)}
	var add func(f *ssa.Function)
	add = func(f *ssa.Function) {
		lift(f)
		g.funcs = append(g.funcs, f)
		p.byFunc[f] = g
		for mc := range Each[*ssa.MakeClosure](f) {
			g.makes[mc.Fn.(*ssa.Function)] = mc
		}
		for _, a := range f.AnonFuncs {
			add(a)
		}
	}
	add(fn)
	if obj != nil {
		p.byObj[obj] = g
	}
	p.groups = append(p.groups, g)
}

// sortGroups puts callees before callers, by a walk in depth of the static
// calls within the package. The groups of a recursion stay in some order; they
// are gone through more than once.
func (p *program) sortGroups() {
	var order []*group
	state := make([]bool, len(p.groups))
	var visit func(g *group)
	visit = func(g *group) {
		if state[g.index] {
			return
		}
		state[g.index] = true
		for instr := range Instructions(g.funcs...) {
			for _, op := range instr.Operands(nil) {
				if fn, ok := (*op).(*ssa.Function); ok {
					if callee := p.groupOf(fn); callee != nil {
						visit(callee)
					}
				}
			}
		}
		order = append(order, g)
	}
	for _, g := range p.groups {
		visit(g)
	}
	for i, g := range order {
		g.index = i
	}
	p.groups = order
}

// groupOf is the group of a function of this package, generic instances and
// method wrappers counting as what they stand for; nil for other packages'.
func (p *program) groupOf(fn *ssa.Function) *group {
	if g := p.byFunc[fn]; g != nil {
		return g
	}
	if o := fn.Origin(); o != nil {
		if g := p.byFunc[o]; g != nil {
			return g
		}
	}
	if obj, ok := fn.Object().(*types.Func); ok {
		return p.byObj[obj.Origin()]
	}
	return nil
}

// step is a place in this package.
func (p *program) step(pos token.Pos, note string) summary.Step {
	at := p.pass.Fset.Position(pos)
	return summary.Step{File: p.relFile(at.Filename), Line: at.Line, Col: at.Column, Note: note}
}

func (p *program) relFile(filename string) string {
	if rel, err := filepath.Rel(p.root, filename); err == nil && !strings.HasPrefix(rel, "..") {
		return filepath.ToSlash(rel)
	}
	return moduleFile(p.pass, filename)
}

// callPos is where a call stands: where its expression begins, which in a chain
// that goes over several lines is where a reader, and an ignore comment, look for
// it.
func (p *program) callPos(instr ssa.CallInstruction) token.Pos {
	if e := p.exprs[instr.Pos()]; e != nil {
		return e.Pos()
	}
	return instr.Pos()
}

// argPos is where a call's argument is written.
func (p *program) argPos(c *call, v ssa.Value) token.Pos {
	e := p.exprs[c.instr.Pos()]
	i := slices.Index(c.args, v) - c.shift()
	if e == nil || i < 0 || i >= len(e.Args) {
		return p.callPos(c.instr)
	}
	return e.Args[i].Pos()
}

// callText is a call as it is written, cut short.
func (p *program) callText(instr ssa.CallInstruction) string {
	e := p.exprs[instr.Pos()]
	if e == nil {
		return instr.Common().Description()
	}
	args := make([]string, 0, len(e.Args))
	for _, a := range e.Args {
		args = append(args, exprText(a))
	}
	return fmt.Sprintf("%s(%s)", exprText(e.Fun), strings.Join(args, ", "))
}

// exprText writes an expression in one line, leaving out what is long.
func exprText(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.FuncLit:
		return "func…"
	case *ast.CompositeLit:
		return exprText(e.Type) + "{…}"
	case *ast.UnaryExpr:
		return e.Op.String() + exprText(e.X)
	case *ast.CallExpr:
		return exprText(e.Fun) + "(…)"
	case *ast.SelectorExpr:
		return exprText(e.X) + "." + e.Sel.Name
	case nil:
		return ""
	}
	s := types.ExprString(e)
	if len(s) > 40 || strings.Contains(s, "\n") {
		return "…"
	}
	return s
}

// name is a function as findings name it: Type.Method or Func. A literal
// bears the name of the function that it stands in.
func (g *group) name() string {
	if g.obj == nil {
		return "init"
	}
	if recv := recvName(g.obj); recv != "" {
		return recv + "." + g.obj.Name()
	}
	return g.obj.Name()
}

// place is where a finding would stand, with its fingerprint's parts.
func (p *program) place(g *group, pos token.Pos) summary.Place {
	at := p.pass.Fset.Position(pos)
	return summary.Place{
		Service: p.service, Package: p.path, File: p.relFile(at.Filename), Function: g.name(),
		Line: at.Line, Col: at.Column, Ignore: p.ignores.at(at.Filename, at.Line),
	}
}

// number gives a place its fingerprint's last parts: what is touched, and which
// of its like in that function it is.
func (p *program) number(place summary.Place, rule, touched string) summary.Place {
	key := strings.Join([]string{rule, place.Function, touched}, "\x00")
	place.Touched, place.Nth = touched, p.nth[key]
	p.nth[key]++
	return place
}

// constantGlobals are the package-level variables that are assigned once, where
// they are declared or in a function init. (Other packages may assign an exported one; hardly any
// code does, and never one that holds a query or a function.)
func constantGlobals(groups []*group) map[*ssa.Global]ssa.Value {
	stores := map[*ssa.Global][]assignment{}
	taken := map[*ssa.Global]bool{}
	for _, g := range groups {
		for instr := range Instructions(g.funcs...) {
			noteGlobals(instr, stores, taken)
		}
	}
	constant := map[*ssa.Global]ssa.Value{}
	for global, list := range stores {
		if len(list) == 1 && !taken[global] && list[0].once {
			constant[global] = list[0].value
		}
	}
	return constant
}

// An assignment is what a variable is given; once: before all that may read it.
type assignment struct {
	value ssa.Value
	once  bool
}

// startsUp reports whether a function runs once, before all others: the
// package's initializer, or a function init.
func startsUp(fn *ssa.Function) bool {
	return fn.Synthetic == "package initializer" || fn.Parent() == nil && fn.Signature.Recv() == nil && strings.HasPrefix(fn.Name(), "init#")
}

// noteGlobals notes the assignments to globals, and the globals whose address
// goes elsewhere.
func noteGlobals(instr ssa.Instruction, stores map[*ssa.Global][]assignment, taken map[*ssa.Global]bool) {
	store, isStore := instr.(*ssa.Store)
	var flagged, value ssa.Value
	if c, ok := instr.(*ssa.Call); ok {
		flagged, value = flagVar(&c.Call)
	}
	for _, op := range instr.Operands(nil) {
		global, ok := (*op).(*ssa.Global)
		if !ok {
			continue
		}
		load, isLoad := instr.(*ssa.UnOp)
		switch {
		case isStore && store.Addr == global:
			stores[global] = append(stores[global], assignment{store.Val, startsUp(store.Parent())})
		case flagged == global:
			stores[global] = append(stores[global], assignment{value, true})
		case isLoad && load.Op == token.MUL:
		default:
			if _, ok := instr.(*ssa.DebugRef); !ok {
				taken[global] = true
			}
		}
	}
}

// placeText is a place in a list: "file:line".
func placeText(s summary.Step) string { return fmt.Sprintf("%s:%d", path.Clean(s.File), s.Line) }
