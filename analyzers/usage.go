package analyzers

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

// recordUsage notes which of the config's patterns the package gives a meaning
// to, so that the command can tell of those that no package does. A pattern
// names what the package declares, what a package that it imports declares, or
// what it calls: further down nothing is of concern, and no two drivers see the
// same there.
func recordUsage(pass *analysis.Pass, res *effects.Result, unit *report.Unit) {
	u := &usage{fset: pass.Fset, cfg: res.Config, patterns: res.Config.SymbolPatterns(), matched: make(map[string]bool)}
	u.scope(pass.Pkg)
	imported := make(map[string]*types.Package)
	for _, p := range pass.Pkg.Imports() {
		imported[p.Path()] = p
	}
	for _, i := range res.Imports {
		if res.Config.NamesPackage(i.Path) {
			unit.Imports = append(unit.Imports, i.Path)
		}
		if p := imported[i.Path]; p != nil {
			u.scope(p)
		}
	}
	for _, f := range pass.Files {
		if !u.inTest(f.Package) {
			u.uses(pass.TypesInfo, f)
		}
	}
	unit.Symbols = slices.Sorted(maps.Keys(u.matched))
	slices.Sort(unit.Imports)
	unit.Imports = slices.Compact(unit.Imports)
}

// A usage is what has been matched so far.
type usage struct {
	fset     *token.FileSet
	cfg      *config.Config
	patterns []config.SymbolPattern
	matched  map[string]bool // by the pattern's ID
}

// inTest reports whether a place is in a test file. What stands there is seen
// by one driver and not by another.
func (u *usage) inTest(pos token.Pos) bool {
	return strings.HasSuffix(u.fset.Position(pos).Filename, "_test.go")
}

// open returns the patterns that may name a symbol of a package and have not
// been matched yet.
func (u *usage) open(path string) []config.SymbolPattern {
	var open []config.SymbolPattern
	for _, s := range u.patterns {
		if !u.matched[s.ID()] && u.cfg.MayName(s, path) {
			open = append(open, s)
		}
	}
	return open
}

// symbol holds one symbol against patterns.
func (u *usage) symbol(open []config.SymbolPattern, path, recv, name string, isType bool) {
	for _, s := range open {
		if isType == (s.Role == config.RoleModel) && u.cfg.Matches(s, path, recv, name) {
			u.matched[s.ID()] = true
		}
	}
}

// scope holds all that a package declares against the patterns.
func (u *usage) scope(pkg *types.Package) {
	open := u.open(pkg.Path())
	if len(open) == 0 {
		return // nearly always
	}
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if u.inTest(obj.Pos()) {
			continue
		}
		switch obj := obj.(type) {
		case *types.Func:
			u.symbol(open, pkg.Path(), "", name, false)
		case *types.TypeName:
			u.symbol(open, pkg.Path(), "", name, true)
			for m := range methods(obj) {
				u.symbol(open, pkg.Path(), name, m.Name(), false)
			}
		}
	}
}

// methods yields the methods that a type declares.
func methods(obj *types.TypeName) func(yield func(*types.Func) bool) {
	return func(yield func(*types.Func) bool) {
		if named, ok := types.Unalias(obj.Type()).(*types.Named); ok {
			for m := range named.Methods() {
				if !yield(m) {
					return
				}
			}
		}
		if iface, ok := obj.Type().Underlying().(*types.Interface); ok {
			for m := range iface.ExplicitMethods() {
				if !yield(m) {
					return
				}
			}
		}
	}
}

// uses holds the functions that a file uses against the patterns. They may be
// of packages that it does not import: methods of what a call returned.
func (u *usage) uses(info *types.Info, f *ast.File) {
	open := make(map[string][]config.SymbolPattern)
	ast.Inspect(f, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		fn, ok := info.Uses[id].(*types.Func)
		if !ok || fn.Pkg() == nil {
			return true
		}
		path := fn.Pkg().Path()
		candidates, known := open[path]
		if !known {
			candidates = u.open(path)
			open[path] = candidates
		}
		if len(candidates) > 0 {
			u.symbol(candidates, path, receiver(fn), fn.Name(), false)
		}
		return true
	})
}

// receiver is the name of the type that declares a method, "" for a function.
func receiver(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return ""
	}
	t := types.Unalias(recv.Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if named, ok := t.(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}
