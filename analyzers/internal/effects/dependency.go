package effects

import (
	"fmt"
	"go/ast"
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// derivedConf is the confidence of an effect that a dependency's code was seen
// to have, rather than the catalogue: its static calls leave little doubt, but
// some of them run on errors or at start only.
const derivedConf = 95

// dependency walks the syntax of a third-party package and exports, for each
// function that can be called from outside, whether it leaves the process and
// which of its parameters it calls. It never sees the config: under go vet a
// dependency's analysis runs in the module cache and is shared by all projects.
func (e *engine) dependency(pass *analysis.Pass, imports map[string]*summary.Pkg) *summary.Pkg {
	fact := &summary.Pkg{Reaches: e.reaches(pass, imports), Broken: unsound(imports)}
	if e.catalog.Stopped(pkgPath(pass.Pkg)) {
		fact.Reaches = false
		return fact
	}
	w := &walker{pass: pass, engine: e, funcs: map[*types.Func]*depFunc{}}
	for _, f := range pass.Files {
		w.file(f, fact.Reaches)
	}
	w.spread()
	w.stubs()
	fact.Brokers = w.subscriptions(imports)
	w.export()
	return fact
}

// reaches reports whether the package can leave the process at all: by a root
// among its imports, or by one of theirs.
func (e *engine) reaches(pass *analysis.Pass, imports map[string]*summary.Pkg) bool {
	if e.catalog.Root(pkgPath(pass.Pkg)) {
		return true
	}
	for p, fact := range imports {
		if fact.Reaches || e.catalog.Root(p) {
			return true
		}
	}
	return false
}

// A depFunc is one function of a dependency: whom it calls, and what is known
// of it so far.
type depFunc struct {
	obj     *types.Func
	calls   []depCall
	params  map[types.Object]int
	summary summary.Func
	rpc     string // the gRPC service that it is the stub of
}

type depCall struct {
	callee *types.Func
	step   summary.Step
}

type walker struct {
	pass   *analysis.Pass
	engine *engine
	funcs  map[*types.Func]*depFunc
	order  []*depFunc
}

func (w *walker) file(f *ast.File, calls bool) {
	for _, decl := range f.Decls {
		fd, ok := decl.(*ast.FuncDecl)
		if !ok || fd.Body == nil {
			continue
		}
		obj, ok := w.pass.TypesInfo.Defs[fd.Name].(*types.Func)
		if !ok {
			continue
		}
		df := &depFunc{obj: obj, params: funcParams(obj)}
		if !calls && len(df.params) == 0 {
			continue // it can neither leave the process nor run anything
		}
		w.body(df, fd.Body)
		w.funcs[obj] = df
		w.order = append(w.order, df)
	}
}

// funcParams are the parameters of function type, by their index in the
// signature, the receiver of a method counting as the first.
func funcParams(f *types.Func) map[types.Object]int {
	sig := f.Signature()
	var params map[types.Object]int
	shift := 0
	if sig.Recv() != nil {
		shift = 1
	}
	for i := range sig.Params().Len() {
		p := sig.Params().At(i)
		if _, ok := p.Type().Underlying().(*types.Signature); ok {
			if params == nil {
				params = map[types.Object]int{}
			}
			params[p] = i + shift
		}
	}
	return params
}

// body notes the calls of a function and of the closures in it. What runs in a
// goroutine is not its own doing.
func (w *walker) body(df *depFunc, body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			return false
		case *ast.CallExpr:
			w.call(df, n)
		}
		return true
	})
}

func (w *walker) call(df *depFunc, call *ast.CallExpr) {
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if i, ok := df.params[w.pass.TypesInfo.Uses[id]]; ok && !slices.Contains(df.summary.Calls, i) {
			df.summary.Calls = append(df.summary.Calls, i)
		}
	}
	callee, ok := typeutil.Callee(w.pass.TypesInfo, call).(*types.Func)
	if !ok {
		return
	}
	callee = callee.Origin()
	w.rpcCall(df, callee, call)
	step := w.step(call)
	if leaf := w.engine.leaf(callee, false); leaf != nil {
		offer(&df.summary, summary.Chain{Kind: leaf.kind, Leaf: leaf.name, Conf: derivedConf, Steps: []summary.Step{withNote(step, leaf.name+" leaves the process")}})
		return
	}
	if callee.Pkg() == w.pass.Pkg {
		df.calls = append(df.calls, depCall{callee, step})
		return
	}
	var fact summary.Func
	if callee.Pkg() != nil && w.pass.ImportObjectFact(callee, &fact) && fact.Remote != nil {
		step.Note = "calls " + displayName(callee)
		offer(&df.summary, fact.Remote.Via(step, 100))
	}
}

// spread carries effects along the calls within the package until nothing
// changes.
func (w *walker) spread() {
	for changed := true; changed; {
		changed = false
		for _, df := range w.order {
			for _, c := range df.calls {
				callee := w.funcs[c.callee]
				if callee == nil || callee == df || callee.summary.Remote == nil {
					continue
				}
				step := c.step
				step.Note = "calls " + displayName(c.callee)
				if offer(&df.summary, callee.summary.Remote.Via(step, 100)) {
					changed = true
				}
			}
		}
	}
}

// offer keeps the better of a function's chain and another, and reports
// whether that changed it.
func offer(f *summary.Func, c summary.Chain) bool {
	if f.Remote != nil && summary.Better(*f.Remote, c) <= 0 {
		return false
	}
	f.Remote = &c
	return true
}

func (w *walker) export() {
	for _, df := range w.order {
		// A function whose symbol the catalogue calls harmless stays so, and so
		// does an init function, which runs before any transaction.
		if df.obj.Name() == "init" && df.obj.Signature().Recv() == nil || w.engine.never(df.obj) {
			continue
		}
		slices.Sort(df.summary.Calls)
		if !df.summary.Empty() {
			w.pass.ExportObjectFact(df.obj, &df.summary)
		}
	}
}

// step is a place in a dependency: module@version/file.go:41.
func (w *walker) step(n ast.Node) summary.Step {
	pos := w.pass.Fset.Position(n.Pos())
	return summary.Step{File: moduleFile(w.pass, pos.Filename), Line: pos.Line}
}

func moduleFile(pass *analysis.Pass, filename string) string {
	base := filepath.Base(filename)
	m := pass.Module
	if m == nil || m.Path == "" {
		return path.Join(pkgPath(pass.Pkg), base)
	}
	rel := strings.TrimPrefix(strings.TrimPrefix(pkgPath(pass.Pkg), m.Path), "/")
	return path.Join(fmt.Sprintf("%s@%s", m.Path, m.Version), rel, base)
}

func withNote(s summary.Step, note string) summary.Step {
	s.Note = note
	return s
}
