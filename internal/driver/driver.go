// Package driver runs the analysis over whole modules: through go vet, whose
// build cache keeps the results from run to run, or in one process. Both give
// the same units for the same code.
package driver

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/report"
)

// A Driver analyzes all packages of the modules that a request names.
type Driver interface {
	// Name is the value of the command's -driver flag.
	Name() string
	// Run analyzes. What kept a package from being analyzed is in the result's
	// errors; the units of all other packages are there all the same.
	Run(ctx context.Context, req *Request) Result
}

// A Request says what to analyze.
type Request struct {
	Config  string   // absolute path of the config, empty where there is none
	Root    string   // absolute directory that findings name files from
	Modules []string // absolute directories of the modules
	Tags    string   // build tags, separated by commas
	Tests   bool     // analyze test files too

	// Record is the analyzer whose result is a *report.Unit.
	Record *analysis.Analyzer
	// Progress is told of each unit that has been analyzed; it may be nil.
	Progress func(pkg string)
	// Log receives what the go command says although it succeeds; it may be
	// nil.
	Log io.Writer
}

// A Result is what a driver gathered. The units are sorted by package. Files in
// errors are absolute names, where they are known.
type Result struct {
	Units  []report.Unit
	Errors []report.Error

	recorded []recorded
}

// A recorded unit may be of a package's test variant, which is the package with
// its internal tests.
type recorded struct {
	report.Unit
	variant bool
}

// Names lists the drivers that New knows.
func Names() []string { return []string{"vet", "process"} }

// New returns the driver of that name, or nil.
func New(name string) Driver {
	switch name {
	case "vet":
		return Vet{}
	case "process":
		return Process{}
	}
	return nil
}

func (r *Result) fail(errs ...report.Error) { r.Errors = append(r.Errors, errs...) }

// add keeps a unit, unless another version of the tool recorded it.
func (r *Result) add(req *Request, u *report.Unit, variant bool) {
	if u.Version != report.UnitVersion {
		r.fail(report.Error{Message: u.Package + ": recorded by another version of boundarylint"})
		return
	}
	r.recorded = append(r.recorded, recorded{*u, variant})
	if req.Progress != nil {
		req.Progress(u.Package)
	}
}

// finish leaves one unit of each package, since a unit's counts must not be
// added up twice: that of the test variant, which has seen more. It brings all
// into one order, and drops doubles among the errors.
func (r *Result) finish() {
	slices.SortStableFunc(r.recorded, func(a, b recorded) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), -compareBool(a.variant, b.variant))
	})
	for i, u := range r.recorded {
		if i == 0 || u.Package != r.recorded[i-1].Package {
			r.Units = append(r.Units, u.Unit)
		}
	}
	r.recorded = nil
	slices.SortFunc(r.Errors, report.CompareErrors)
	r.Errors = causesOnly(slices.Compact(r.Errors))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// causesOnly drops what importers of a failed package say, since the cause is
// there as well.
func causesOnly(errs []report.Error) []report.Error {
	consequence := func(e report.Error) bool { return strings.Contains(e.Message, "(no package vetx file for ") }
	if slices.ContainsFunc(errs, func(e report.Error) bool { return !consequence(e) }) {
		return slices.DeleteFunc(errs, consequence)
	}
	return errs
}

// tagFlag is the build flag for the request's tags.
func (req *Request) tagFlag() []string {
	if req.Tags == "" {
		return nil
	}
	return []string{"-tags=" + req.Tags}
}

// errorsFrom wraps a plain error.
func errorsFrom(prefix string, err error) report.Error {
	return report.Error{Message: strings.TrimPrefix(prefix+": "+err.Error(), ": ")}
}
