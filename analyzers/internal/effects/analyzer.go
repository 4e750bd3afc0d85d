// Package effects computes what every function does, all told: whether it
// leaves the process, which tables it touches, what it does with transactions
// and with the functions that it is given. Every rule asks these questions, so
// one pass answers them, and the rules only choose and report.
//
// Of first-party packages the pass builds SSA form and follows transactions
// path by path (flow.go). Of dependencies it walks the syntax, since all that
// matters there is which functions leave the process (dependency.go).
package effects

import (
	"cmp"
	"errors"
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/catalog"
	"github.com/boundarylint/boundarylint/report"
)

// A Result is what the pass tells the rules about one package.
type Result struct {
	// First reports whether the package is first-party; no rule has anything
	// to say of others.
	First   bool
	Config  *config.Config
	Service string
	// RemoteInTx are the calls that leave the process while a transaction is
	// open, proved by this package: some stand in packages below it.
	RemoteInTx []RemoteInTx
	// NestedConns are the calls that take a second connection of a pool while a
	// transaction of it is open.
	NestedConns []NestedConn
	// Accesses are the tables that this package's code is the first of its
	// service to touch.
	Accesses []TableUse
	// Handles are the databases of other services that this package opens.
	Handles []HandleUse
	// Outgoing are the calls to other services that this package decides on.
	Outgoing     []Outgoing
	OutgoingPart *OutgoingPart // what the command has to know of them; may be nil
	// Imports are the import declarations, without those of test files.
	Imports []Import
	// View is the package in SSA form, for the analyses that build on this one.
	View     *View
	Coverage report.Coverage
	Ignores  *Ignores
	Now      time.Time // by which grants expire
	// Root is the directory to which the findings' files are relative.
	Root string
}

// A RemoteInTx is a call that leaves the process in an open transaction.
type RemoteInTx struct {
	Place  summary.Place
	Callee string // what is called at the place
	TxText string // how to speak of the transaction
	Begin  string // what opened it, for the fix
	Conf   int
	Proof  []summary.Step
}

// A NestedConn is a call that takes a second connection of a pool.
type NestedConn struct {
	Place  summary.Place
	Callee string // what is called at the place
	TxText string // how to speak of the transaction
	Begin  string // what opened it, for the fix
	Conf   int
	Proof  []summary.Step
}

// A TableUse is an access to a table, made by way of a call in this package.
type TableUse struct {
	Place  summary.Place
	Access summary.Access
	Owner  config.Ownership
}

// New returns the pass. Its config is loaded at the first package that may
// see it: a dependency's facts must not depend on it.
func New(load func() (*config.Config, error), tests bool) *analysis.Analyzer {
	e := &engine{load: load, tests: tests}
	return &analysis.Analyzer{
		Name:       "effects",
		Doc:        "compute what each function does, all told",
		Run:        e.run,
		FactTypes:  []analysis.Fact{new(summary.Func), new(summary.Pkg), new(summary.Text)},
		ResultType: reflect.TypeFor[*Result](),
		// A package that does not compile is looked at by nobody, but those above it
		// are: see unsound.
		RunDespiteErrors: true,
	}
}

// An engine is the pass with what it was built from. It holds no state.
type engine struct {
	load    func() (*config.Config, error)
	tests   bool
	catalog *catalog.Catalog
}

// run analyzes a package. An error is left in the package's fact as well,
// because go vet drops the errors of dependencies and caches the rest.
func (e *engine) run(pass *analysis.Pass) (any, error) {
	res, fact, err := e.analyze(pass)
	if err != nil {
		fact = &summary.Pkg{Err: err.Error()}
	}
	pass.ExportPackageFact(fact)
	return res, err
}

func (e *engine) analyze(pass *analysis.Pass) (*Result, *summary.Pkg, error) {
	if standard(pass) {
		// What the standard library does is in the catalogue, which is asked
		// about each import. Half of go vet's units end here: they load nothing.
		return &Result{}, &summary.Pkg{}, nil
	}
	if len(pass.TypeErrors) > 0 {
		return &Result{}, &summary.Pkg{Broken: true, Reaches: true}, nil
	}
	e = &engine{load: e.load, tests: e.tests, catalog: catalog.Default()}
	imports, err := importFacts(pass)
	if err != nil {
		return nil, nil, err
	}
	if dependency(pass) {
		return &Result{}, e.dependency(pass, imports), nil
	}
	cfg, err := e.load()
	if err != nil {
		return nil, nil, err
	}
	if unsound(imports) {
		return e.besideBroken(pass, cfg, imports)
	}
	return e.firstParty(pass, cfg, imports)
}

// unsound reports whether a package below does not compile. The driver has told
// its errors; what the package does is not known, as if it did nothing. All that
// could be checked is checked all the same: a file that was never generated must
// not hide what the rest of the repository does.
func unsound(imports map[string]*summary.Pkg) bool {
	for _, fact := range imports {
		if fact.Broken {
			return true
		}
	}
	return false
}

// besideBroken is firstParty for a package with types from one that does not
// compile. Where those are not whole, the package cannot be brought into SSA form,
// which the builder answers with a panic; then it is left aside as well.
func (e *engine) besideBroken(pass *analysis.Pass, cfg *config.Config, imports map[string]*summary.Pkg) (res *Result, fact *summary.Pkg, err error) {
	defer func() {
		if recover() != nil {
			res, fact, err = &Result{}, &summary.Pkg{Broken: true, Reaches: true}, nil
		}
	}()
	res, fact, err = e.firstParty(pass, cfg, imports)
	if err == nil {
		fact.Broken = true
	}
	return res, fact, err
}

// importFacts returns the facts of the direct imports. One that is missing, or
// that holds an error, means that something below could not be analyzed: an
// error, never a clean result.
func importFacts(pass *analysis.Pass) (map[string]*summary.Pkg, error) {
	facts := make(map[string]*summary.Pkg)
	var errs []error
	for _, imp := range pass.Pkg.Imports() {
		if imp.Path() == "unsafe" || imp.Path() == "C" {
			continue
		}
		fact := new(summary.Pkg)
		switch ok := pass.ImportPackageFact(imp, fact); {
		case !ok:
			errs = append(errs, fmt.Errorf("the analysis of %s, which %s imports, left no facts: run go vet on it, or clean the build cache", imp.Path(), pass.Pkg.Path()))
		case fact.Err != "":
			errs = append(errs, errors.New(fact.Err))
		}
		facts[imp.Path()] = fact
	}
	slices.SortFunc(errs, func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
	return facts, errors.Join(slices.CompactFunc(errs, func(a, b error) bool { return a.Error() == b.Error() })...)
}

// standard reports whether the package belongs to the standard library.
func standard(pass *analysis.Pass) bool {
	if pass.Module != nil && pass.Module.Path != "" {
		return false
	}
	first, _, _ := strings.Cut(pass.Pkg.Path(), "/")
	return !strings.Contains(first, ".") || strings.HasPrefix(pass.Pkg.Path(), "vendor/")
}

// dependency reports whether the package is of a module that is not the
// project's own. A module that a replace directive takes from a local directory
// has a version too, but its files are no downloaded ones.
func dependency(pass *analysis.Pass) bool {
	m := pass.Module
	if m == nil || m.Version == "" {
		return false
	}
	if len(pass.Files) == 0 {
		return true
	}
	name := pass.Fset.Position(pass.Files[0].Package).Filename
	return strings.Contains(name, "@"+m.Version) || strings.Contains(name, "/vendor/") || strings.Contains(name, `\vendor\`)
}

// pkgPath is an import path without the mark of a test variant.
func pkgPath(p *types.Package) string {
	path, _, _ := strings.Cut(p.Path(), " ")
	return path
}

// An Import is an import declaration of the package.
type Import struct {
	Path  string
	Place summary.Place
}
