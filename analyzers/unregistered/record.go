package unregistered

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/report"
)

// Record is what one package contributes: its consumers, and what each of its
// declarations names.
func Record(pass *analysis.Pass, res *flows.Result) *report.Wiring {
	if res.View == nil {
		return nil
	}
	r := &recorder{pass: pass, view: res.View, uses: map[string]map[string]bool{}, inner: map[string]bool{}, held: map[holding]int{}, path: effects.PkgPath(pass.Pkg)}
	for _, f := range pass.Files {
		if name := pass.Fset.Position(f.Package).Filename; !strings.HasSuffix(name, "_test.go") {
			r.file(f)
		}
	}
	r.conversions()
	w := &report.Wiring{Main: pass.Pkg.Name() == "main" && pass.Pkg.Scope().Lookup("main") != nil}
	for _, imp := range pass.Pkg.Imports() {
		if path := effects.PkgPath(imp); r.view.FirstParty(path) {
			w.Imports = append(w.Imports, path)
		}
	}
	slices.Sort(w.Imports)
	for _, by := range slices.Sorted(maps.Keys(r.uses)) {
		w.Uses = append(w.Uses, report.Use{By: by, Names: slices.Sorted(maps.Keys(r.uses[by])), Inner: r.inner[by]})
	}
	for _, i := range res.Interfaces {
		w.Interfaces = append(w.Interfaces, report.Interface(i))
	}
	if len(res.Config.Services) > 0 && res.Config.ServiceOf(r.path) == "" {
		return w // a bus's own code, which others make use of
	}
	for _, h := range res.Handlers {
		w.Consumers = append(w.Consumers, consumer(&h))
	}
	return w
}

func consumer(h *flows.HandlerDecl) report.Consumer {
	place := h.Place
	place.Touched = h.Name
	c := report.Consumer{Symbol: symbol(h.Object), Methods: h.Methods}
	for _, m := range h.Beside {
		c.Beside = append(c.Beside, symbol(m))
	}
	if recv := h.Object.Signature().Recv(); recv != nil && h.Implements {
		if n := effects.Named(recv.Type()); n != nil {
			c.Type = symbol(n.Obj())
		}
	}
	c.Finding = Rule().Complete(rule.Finding{
		Place: place, Confidence: 90,
		Message: "consumer " + h.Name + " is subscribed by nothing that a main reaches",
		Fix:     "subscribe it where the service is wired, or remove it",
	})
	return c
}

// A recorder collects what declarations name.
type recorder struct {
	pass *analysis.Pass
	view *effects.View
	path string
	uses map[string]map[string]bool
	// inner are the methods that are given something of the project's own.
	inner map[string]bool
	// held are the types that become interfaces, with how deep in others.
	held map[holding]int
}

func (r *recorder) file(f *ast.File) {
	for _, decl := range f.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			r.function(d)
		case *ast.GenDecl:
			r.general(d)
		}
	}
}

func (r *recorder) function(d *ast.FuncDecl) {
	obj, ok := r.pass.TypesInfo.Defs[d.Name].(*types.Func)
	if !ok {
		return
	}
	by := r.declares(obj)
	r.names(by, d)
	if obj.Signature().Recv() != nil && r.takesOwn(obj.Signature()) {
		r.inner[by] = true
	}
}

// declares is what a function's code is said to be named by: the package for what runs
// when that is loaded, the function otherwise.
func (r *recorder) declares(f *types.Func) string {
	if f.Name() == "init" && f.Signature().Recv() == nil {
		return r.path
	}
	return symbol(f)
}

// takesOwn reports whether a function is given a value of the project's own types.
// What is generic may be given any.
func (r *recorder) takesOwn(sig *types.Signature) bool {
	if sig.RecvTypeParams().Len() > 0 {
		return false
	}
	for p := range sig.Params().Variables() {
		if n := effects.Named(p.Type()); n != nil && r.own(n.Obj()) {
			return true
		}
	}
	return false
}

func (r *recorder) general(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if obj := r.pass.TypesInfo.Defs[s.Name]; obj != nil && d.Tok == token.TYPE {
				r.names(symbol(obj), s.Type)
			}
		case *ast.ValueSpec:
			if len(s.Names) == 1 && s.Names[0].Name == "_" {
				continue // an assertion that a type implements something
			}
			r.names(r.initializer(s), s)
		}
	}
}

// initializer is what a variable's value is said to be named by: the variable,
// where it is a list of constructors, which do nothing until some main takes it, or
// calls nothing, so that all hangs on who reads it; the package otherwise, since
// whatever it calls is called when the package is loaded.
func (r *recorder) initializer(s *ast.ValueSpec) string {
	if len(s.Names) != 1 {
		return r.path
	}
	obj := r.pass.TypesInfo.Defs[s.Names[0]]
	if obj == nil || !constructors(obj.Type()) && slices.ContainsFunc(s.Values, r.calls) {
		return r.path
	}
	return symbol(obj)
}

// calls reports whether something is called to work out a value.
func (r *recorder) calls(value ast.Expr) bool {
	found := false
	ast.Inspect(value, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !r.pass.TypesInfo.Types[call.Fun].IsType() {
			found = true
		}
		_, literal := n.(*ast.FuncLit) // which is not called by being there
		return !literal
	})
	return found
}

// constructors reports whether a type is a dependency injection's of lists of
// constructors: fx.Module(…), wire.NewSet(…).
func constructors(t types.Type) bool {
	n := effects.Named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	path := effects.PkgPath(n.Obj().Pkg())
	return path == "go.uber.org/fx" && n.Obj().Name() == "Option" || path == "github.com/google/wire"
}

// asValue marks a method's symbol among what a declaration names: there it is handed on
// as a function, rather than called.
func asValue(method string) string { return "&" + method }

// names notes what a piece of code names: functions, types, and methods. A
// method of an interface stands for all of its name.
func (r *recorder) names(by string, n ast.Node) {
	called := map[*ast.Ident]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
				called[sel.Sel] = true
			}
		}
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		switch obj := r.pass.TypesInfo.Uses[id].(type) {
		case *types.Func:
			if recv := obj.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
				r.note(by, "."+obj.Name())
			} else if r.own(obj) {
				r.note(by, symbol(obj.Origin()))
				if recv != nil && !called[id] {
					r.note(by, asValue(symbol(obj.Origin())))
				}
			}
		case *types.TypeName:
			if r.own(obj) {
				r.note(by, symbol(obj))
			}
		case *types.Var:
			if r.own(obj) && obj.Parent() == obj.Pkg().Scope() {
				r.note(by, symbol(obj))
			}
			// What is held in a variable has been made where it was declared;
			// the type is named for those who get it from another package.
			if named := effects.Named(obj.Type()); named != nil && r.own(named.Obj()) {
				r.note(by, symbol(named.Obj()))
			}
		}
		return true
	})
}

func (r *recorder) own(obj types.Object) bool {
	return obj.Pkg() != nil && r.view.FirstParty(effects.PkgPath(obj.Pkg()))
}

func (r *recorder) note(by, name string) {
	if r.uses[by] == nil {
		r.uses[by] = map[string]bool{}
	}
	if by != name {
		r.uses[by][name] = true
	}
}

// symbol names an object across packages.
func symbol(obj types.Object) string {
	path := effects.PkgPath(obj.Pkg())
	if f, ok := obj.(*types.Func); ok && f.Signature().Recv() != nil {
		if n := effects.Named(f.Signature().Recv().Type()); n != nil {
			return path + "." + n.Obj().Name() + "." + f.Name()
		}
	}
	return path + "." + obj.Name()
}
